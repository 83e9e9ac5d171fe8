import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { claimsChallenge } from '../../../../src/azure/tokens/claimsChallenge.ts';
import { payloadOf, readClaims } from '../../../../src/azure/tokens/jwtClaims.ts';
import { jwt, objectId, tenantId } from '../support/scripted.ts';

describe('What a token says', () => {
  const none = { tenantId: undefined, objectId: undefined, validFrom: undefined, expiresAt: undefined };

  for (const [what, token, claims] of [
    [
      'ids in lower case and times in milliseconds',
      jwt({ tid: tenantId.toUpperCase(), oid: objectId.toUpperCase(), nbf: 5, exp: 7 }),
      { tenantId, objectId, validFrom: 5_000, expiresAt: 7_000 },
    ],
    ['nothing where they are something else', jwt({ tid: 'a', oid: 1, nbf: '5', exp: null }), none],
    ['nothing of a time without end', `a.${Buffer.from('{"exp":1e999}').toString('base64url')}.b`, none],
    ['nothing where it is no JWT', 'opaque', none],
    ['nothing where its middle is no JSON', 'a.bm8.b', none],
    ['nothing where its middle is empty', 'a..b', none],
    ['nothing where its middle is no object', `a.${Buffer.from('[1]').toString('base64url')}.b`, none],
  ] as const) {
    it(`is ${what}`, () => {
      assert.deepEqual(readClaims(token), claims);
    });
  }

  it('is read where it has characters beyond ASCII', () => {
    assert.equal(payloadOf(jwt({ name: 'Zoë ÿ?>' }))?.['name'], 'Zoë ÿ?>');
    assert.equal(payloadOf('opaque'), undefined);
  });
});

describe('A claims challenge', () => {
  const claims = '{"a":"é"}';
  const encoded = Buffer.from(claims).toString('base64');

  for (const [header, challenge] of [
    [undefined, undefined],
    ['', undefined],
    ['Bearer realm=""', undefined],
    ['Bearer noclaims="e30="', undefined],
    [`Bearer claims="${encoded}"`, claims],
    [`Bearer claims=${encoded}, error="a"`, claims],
    [`Bearer realm="", CLAIMS="${encoded}"`, claims],
    ['Bearer claims="bm8="', null],
  ] as const) {
    it(`${String(header)}: ${challenge === null ? 'one that is handed on as it is' : String(challenge)}`, () => {
      const expected =
        challenge === null ? { wwwAuthenticate: header } : { wwwAuthenticate: header, claims: challenge };
      assert.deepEqual(claimsChallenge(header), challenge === undefined ? undefined : expected);
    });
  }
});
