import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { redact } from '../../../../src/shared/escaping/redact.ts';

/** Each with the secret `hunter2` or the user `anna` in it, and with what must stay to be read. */
const told: readonly (readonly [what: string, text: string, shown: string])[] = [
  [
    'a field of JSON',
    '{"access_token":"hunter2","expires_in":3599}',
    '{"access_token":"[redacted]","expires_in":3599}',
  ],
  [
    'a field with blanks and escapes',
    '{"client_secret" : "x \\"hunter2", "a": 1}',
    '{"client_secret" : "[redacted]", "a": 1}',
  ],
  ['camel case', '{"refreshToken":"hunter2"}', '{"refreshToken":"[redacted]"}'],
  ['JSON within JSON', '{\\"password\\":\\"x hunter2\\",\\"a\\":1}', '{\\"password\\":"[redacted]",\\"a\\":1}'],
  ['single quotation marks', "{'password': 'x hunter2'} went", `{'password': "[redacted]"} went`],
  ['JSON that is cut off', '{"id_token":"hunter2', '{"id_token":"[redacted]"'],
  ['a line', 'user: x\nPassword: the hunter2 "x"\nnext', 'user: x\nPassword: [redacted]\nnext'],
  ['a line without a blank', 'Secret:hunter2', 'Secret:[redacted]'],
  ['an assignment', 'AZURE_CLIENT_SECRET=hunter2 az login', 'AZURE_CLIENT_SECRET=[redacted] az login'],
  ['a form', 'client_id=x&client_secret=hunter2&scope=y', 'client_id=x&client_secret=[redacted]&scope=y'],
  ['a code', 'GET /?code=hunter2&state=1', 'GET /?code=[redacted]&state=1'],
  ['a header', 'Authorization: Basic YTpodW50ZXIy', 'Authorization: [redacted]'],
  ['another header', '"authorization":"PoP hunter2"', '"authorization": [redacted]'],
  ['Basic alone', `sent Basic ${btoa('anna:hunter2')} to it`, 'sent Basic [redacted] to it'],
  ['Bearer', 'with Bearer hunter2', 'with Bearer [token]'],
  ['a URL', 'proxy http://anna:hunter2@proxy.corp:8080/x failed', 'proxy http://[redacted]@proxy.corp:8080/x failed'],
  ['a URL with an @ in the password', 'https://anna:p@hunter2@host/', 'https://[redacted]@host/'],
  ['a proxy without a scheme', 'through anna:hunter2@proxy:8080', 'through [redacted]@proxy:8080'],
  ['a user of a URL', 'https://anna@host/', 'https://[redacted]@host/'],
  ['a person', 'signed in as anna.meyer@contoso.example now', 'signed in as [account] now'],
  ['a person in quotation marks', "the client 'anna@contoso.example' has", "the client '[account]' has"],
  ['a person in another script', 'anna.müller@bücher.example', '[account]'],
  ['a person in a URL', 'GET /users/anna%40contoso.example/x', 'GET /users/[account]/x'],
  ['a guest', 'anna_contoso.example#EXT#@fabrikam.onmicrosoft.com is', '[account] is'],
  ['a guest without a domain', 'anna_contoso.example#EXT# is', '[account] is'],
  ['a guest in a URL', '/users/anna_x.example%23EXT%23%40f.onmicrosoft.com', '/users/[account]'],
  ['a personal account', 'live.com#anna@outlook.example', '[account]'],
];

describe('A text without secrets and persons', () => {
  for (const [what, text, shown] of told) {
    it(`has none left: ${what}`, () => {
      assert.equal(redact(text), shown);
      assert.doesNotMatch(shown, /hunter2|anna/);
    });
  }

  it('is still to be read where there was none', () => {
    for (const text of [
      'The client secret is wrong: copy its value, not its ID',
      'Error validating credentials due to invalid username or password.',
      '"code":"AuthorizationFailed","message":"Basic authentication, Basic Plan"',
      'GET https://management.azure.com/tenants?api-version=2022-12-01 (tenant home, correlation 1-2)',
      'bearer token expired',
      'AADSTS50058: session information is not sufficient. code: x',
    ]) {
      assert.equal(redact(text), text);
    }
  });

  it('has none left in any field of JSON, whatever stands round it', () => {
    const name = fc.constantFrom(
      'access_token',
      'refresh_token',
      'id_token',
      'client_secret',
      'clientSecret',
      'password',
      'client_assertion',
    );
    fc.assert(
      fc.property(name, fc.string(), fc.string(), fc.nat(3), (field, before, after, depth) => {
        const secret = 'S3cr3tS3cr3tS3cr3t';
        let text = JSON.stringify({ before, [field]: `${before}${secret}${after}`, after });
        // As where a service quotes JSON in JSON.
        for (let at = 0; at < depth; at += 1) {
          text = JSON.stringify(text);
        }
        // What another secret's name makes of the rest of the line is no leak.
        assert.ok(!redact(text).includes(secret), redact(text));
      }),
    );
  });
});
