import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { toFailure } from '../../../../src/azure/errors/toFailure.ts';
import type { FailureKind } from '../../../../src/shared/model/failure.ts';
import { errorBody, networkError, scripted, tenant, tenantId, type Step } from '../support/scripted.ts';

const never = new AbortController().signal;
const html = '<!DOCTYPE html><html><title>Sign in to this network</title></html>';

const cspWords =
  'The user does not have an account in this tenant, work with the administrator to add the account. If you are a CSP partner logged in the customer tenant, you will not be able to link the Partner ID';

type Case = readonly [what: string, kind: FailureKind, answer: Step, mayHaveHappened?: true];

/** Each as the answer to a PUT, and whether the link may have been made nevertheless. */
const cases: readonly Case[] = [
  [
    'a partner ID that is not valid',
    'partnerIdInvalid',
    { status: 400, body: errorBody('PartnerIdInvalid', 'The Partner ID is not valid') },
  ],
  [
    'a link that is there already',
    'alreadyLinked',
    { status: 409, body: errorBody('PartnerIdAlreadyLinked', 'Already linked') },
  ],
  ['the same with another code', 'alreadyLinked', { status: 409, body: errorBody('Conflict', 'No') }],
  ['the same with another status', 'alreadyLinked', { status: 400, body: errorBody('PartnerIdAlreadyLinked', 'No') }],
  ['no account in the tenant (403)', 'noAccountInTenant', { status: 403, body: errorBody('Forbidden', cspWords) }],
  [
    'no account in the tenant (400, outer half only)',
    'noAccountInTenant',
    { status: 400, body: { code: 'BadRequest', message: cspWords } },
  ],
  ['no account in the tenant (401)', 'noAccountInTenant', { status: 401, body: errorBody('Unauthorized', cspWords) }],
  [
    'no account in the tenant (500)',
    'noAccountInTenant',
    { status: 500, body: { error: { message: cspWords } } },
    true,
  ],
  [
    'not a guest there',
    'noAccountInTenant',
    {
      status: 401,
      body: errorBody('InvalidAuthenticationToken', 'AADSTS50020: User account does not exist in tenant'),
    },
  ],
  [
    'a refusal',
    'forbidden',
    { status: 403, body: errorBody('AuthorizationFailed', 'The client does not have authorization') },
  ],
  ['an expired token', 'signInNeeded', { status: 401, body: errorBody('ExpiredAuthenticationToken', 'Expired') }],
  [
    'MFA',
    'signInNeeded',
    { status: 401, body: errorBody('InteractionRequired', 'AADSTS50076: use multi-factor authentication') },
  ],
  [
    'conditional access',
    'tenantBlocked',
    { status: 401, body: errorBody('interaction_required', 'AADSTS53003: Access has been blocked') },
  ],
  ['a disabled tenant', 'tenantBlocked', { status: 403, body: errorBody('DisabledTenant', 'Disabled') }],
  [
    'a disabled tenant, in words',
    'tenantBlocked',
    { status: 403, body: errorBody('Forbidden', 'The tenant 1111 has been disabled.') },
  ],
  [
    'a policy of the tenant',
    'tenantBlocked',
    { status: 403, body: errorBody('RequestDisallowedByPolicy', 'Disallowed') },
  ],
  [
    'a token of the wrong issuer',
    'wrongTenant',
    { status: 401, body: errorBody('InvalidAuthenticationTokenTenant', 'Wrong issuer') },
  ],
  [
    'a proxy that wants a password',
    'proxyOrCertificate',
    { status: 407, body: html, headers: { 'content-type': 'text/html' } },
  ],
  [
    'a proxy that wants a sign-in',
    'proxyOrCertificate',
    { status: 511, body: html, headers: { 'content-type': 'text/html' } },
    true,
  ],
  ['a server error', 'serviceError', { status: 500, body: errorBody('InternalServerError', 'Oops') }, true],
  ['a server that is busy', 'serviceError', { status: 503, body: errorBody('ServerBusy', 'Later') }, true],
  ['a gateway without an answer in time', 'serviceError', { status: 504 }, true],
  ['another bad request', 'serviceError', { status: 400, body: errorBody('BadRequest', 'No') }],
  ['a request that took too long', 'timedOut', { status: 408 }, true],
  ['a web page', 'notJson', { status: 200, body: html, headers: { 'content-type': 'text/html' } }, true],
  ['a web page that says it is JSON', 'notJson', { status: 200, body: html }, true],
  ['a web page with a refusal', 'notJson', { status: 403, body: html, headers: { 'content-type': 'text/html' } }, true],
  ['a redirection', 'notJson', { status: 302, headers: { location: 'https://login.example/' } }, true],
  ['JSON that is cut off', 'cutOff', { status: 200, body: '{"id":"/providers/microsoft.managem' }, true],
  ['JSON of something else', 'unexpectedAnswer', { status: 200, body: { hello: 'there' } }, true],
  ['JSON that is a list', 'unexpectedAnswer', { status: 200, body: [] }, true],
  ['nothing', 'unexpectedAnswer', { status: 200 }, true],
  ['work that goes on', 'unexpectedAnswer', { status: 202, body: {} }, true],
  ['no such name', 'offline', networkError('ENOTFOUND')],
  ['nobody who answers', 'offline', networkError('ECONNREFUSED')],
  ['a connection that broke', 'offline', networkError('ECONNRESET'), true],
  ['a connection that timed out', 'offline', networkError('ETIMEDOUT'), true],
  ['an answer that broke off', 'cutOff', networkError('PARSE_ERROR'), true],
  ['a certificate of one’s own', 'proxyOrCertificate', networkError('SELF_SIGNED_CERT_IN_CHAIN')],
  ['a certificate that cannot be verified', 'proxyOrCertificate', networkError('UNABLE_TO_VERIFY_LEAF_SIGNATURE')],
  ['a certificate that has expired', 'proxyOrCertificate', networkError('CERT_HAS_EXPIRED')],
  ['a certificate of another host', 'proxyOrCertificate', networkError('ERR_TLS_CERT_ALTNAME_INVALID')],
  ['a program error', 'unknown', new TypeError('x is not a function'), true],
];

describe('what becomes of a failing request', () => {
  for (const [what, kind, answer, mayHaveHappened] of cases) {
    it(`${what}: ${kind}${mayHaveHappened ? ', may have happened' : ''}; a write is sent once`, async () => {
      const { azure, sent, time } = scripted(() => answer);
      const outcome = await time.run(azure.createLink(tenant, '5127254', never));
      assert.equal(outcome.ok, false);
      assert.deepEqual(!outcome.ok && [outcome.failure.kind, outcome.failure.mayHaveHappened], [kind, mayHaveHappened]);
      assert.equal(!outcome.ok && outcome.failure.tenantId, tenantId);
      assert.equal(sent.length, 1);
    });
  }

  it('keeps the service’s code, words, request id and the correlation id that was sent', async () => {
    const { azure, sent } = scripted([
      {
        status: 400,
        body: errorBody('PartnerIdInvalid', 'The Partner ID is not valid'),
        headers: { 'x-ms-request-id': 'r-1' },
      },
    ]);
    const outcome = await azure.createLink(tenant, '1', never);
    assert.deepEqual(!outcome.ok && { ...outcome.failure, retryAfterMs: undefined }, {
      kind: 'partnerIdInvalid',
      tenantId,
      status: 400,
      code: 'PartnerIdInvalid',
      serviceMessage: 'The Partner ID is not valid',
      requestId: 'r-1',
      correlationId: sent[0]?.headers['x-ms-correlation-request-id'],
      retryAfterMs: undefined,
    });
    assert.match(sent[0]?.headers['x-ms-correlation-request-id'] ?? '', /^[0-9a-f-]{36}$/);
    assert.ok(sent[0]?.headers['x-ms-client-request-id']);
  });

  it('keeps no token, no account and no more than 500 characters of the service’s words', async () => {
    const words = `The client 'anna.b@contoso.com' (live.com#ben@outlook.com) with token eyJhbGciOi.eyJ0aWQiOi.c2ln and Bearer abc.def ${'x'.repeat(900)}`;
    const { azure, log } = scripted([{ status: 403, body: errorBody('AuthorizationFailed', words) }]);
    const outcome = await azure.readLink(tenant, never);
    const told = JSON.stringify(outcome) + log.join('\n');
    assert.doesNotMatch(told, /anna|ben@|outlook|eyJ|abc\.def/);
    assert.ok(!outcome.ok && (outcome.failure.serviceMessage?.length ?? 999) <= 500);
  });

  it('finds the code of the system in causes and among gathered errors', () => {
    const inner = Object.assign(new Error('x'), { code: 'ECONNREFUSED' });
    assert.equal(toFailure(new Error('fetch failed', { cause: inner })).kind, 'offline');
    assert.equal(toFailure(new AggregateError([inner])).kind, 'offline');
    assert.equal(
      toFailure(
        new Error('x', { cause: new AggregateError([Object.assign(new Error('y'), { code: 'CERT_UNTRUSTED' })]) }),
      ).kind,
      'proxyOrCertificate',
    );
  });

  it('is never thrown, whatever is thrown below', async () => {
    for (const thrown of [undefined, null, 'text', 42, {}, new Error('')]) {
      assert.equal(toFailure(thrown).kind, 'unknown');
    }
  });

  it('logs no token', async () => {
    const { azure, log, sent } = scripted([{ status: 500 }]);
    await azure.createLink(tenant, '5127254', never);
    const token = sent[0]?.headers['authorization']?.slice('Bearer '.length) ?? '';
    assert.ok(token.length > 20);
    assert.ok(!log.join('\n').includes(token));
  });
});
