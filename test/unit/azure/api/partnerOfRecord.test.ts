import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { Azure } from '../../../../src/shared/ports/azure.ts';
import { responseLimits } from '../../../../src/azure/http/boundedResponse.ts';
import { azureCloud } from '../../../../src/azure/clouds/cloud.ts';
import { connect } from '../../../../src/azure/connect.ts';
import type { FailureKind } from '../../../../src/shared/model/failure.ts';
import { success, type Outcome } from '../../../../src/shared/model/outcome.ts';
import {
  errorBody,
  jwt,
  networkError,
  objectId,
  otherTenantId,
  scripted,
  tenant,
  tenantId,
  type Step,
} from '../support/scripted.ts';
import { kindOf } from '../../support/outcomes.ts';

const never = new AbortController().signal;
const subscriptionId = '5b000000-0000-4000-8000-000000000001';
const otherId = '5b000000-0000-4000-8000-000000000002';
const partnerId = '5127254';
const partner = { partnerId, partnerName: 'Contoso Consulting' };
const base = 'https://service.bmx.azure.com/api/Billing/Subscription';

/** As seen in two public repositories. */
function portalError(httpStatusCode: string): object {
  return {
    message: 'Unable to access the partner information at the moment. Please try again later.',
    httpStatusCode,
    xMsServerRequestId: null,
    stackTrace: null,
  };
}

type Call = (azure: Azure, signal?: AbortSignal) => Promise<Outcome<unknown>>;
const reading: Call = (azure, signal = never) => azure.readDpor(tenant, subscriptionId, signal);
const validating: Call = (azure, signal = never) => azure.validateDpor(tenant, subscriptionId, partnerId, signal);
const designating: Call = (azure, signal = never) => azure.setDpor(tenant, subscriptionId, partnerId, signal);
const removing: Call = (azure, signal = never) => azure.removeDpor(tenant, subscriptionId, signal);
const calls = { reading, validating, designating, removing };
const writes = [designating, removing];

/** What the service takes as the right answer to every call. */
function right(method: string): Step {
  return method === 'DELETE' ? { status: 200 } : { status: 200, body: partner };
}

describe('the calls of the portal’s billing service', () => {
  it('go to its host, with the api-version, the tenant’s token, and what they are about', async () => {
    const { azure, sent } = scripted((request) => right(request.method));
    for (const call of Object.values(calls)) {
      assert.equal(kindOf(await call(azure)), 'success');
    }
    assert.deepEqual(
      sent.map(({ method, url }) => `${method} ${url.href}`),
      [
        `GET ${base}/GetPartnerInformation?api-version=2019-01-14&subscriptionGuid=${subscriptionId}`,
        `POST ${base}/ValidatePartnerId?api-version=2019-01-14`,
        `POST ${base}/SetPartnerInformation?api-version=2019-01-14`,
        `DELETE ${base}/GetPartnerInformation?api-version=2019-01-14&subscriptionGuid=${subscriptionId}`,
      ],
    );
    assert.deepEqual(
      sent.map(({ body }) => body && (JSON.parse(body) as unknown)),
      [
        undefined,
        { subscriptionGuid: subscriptionId, partnerId },
        { subscriptionGuid: subscriptionId, partnerId },
        undefined,
      ],
    );
    assert.ok(sent.every(({ headers }) => headers['authorization']?.startsWith('Bearer ey')));
    assert.ok(sent.every(({ headers }) => headers['x-ms-correlation-request-id'] !== undefined));
  });

  it('read who is designated, with or without a name', async () => {
    const { azure } = scripted([
      { status: 200, body: partner },
      { status: 200, body: { partnerId: 5127254, partnerName: null } },
    ]);
    assert.deepEqual(await azure.readDpor(tenant, subscriptionId, never), success({ kind: 'designated', partner }));
    assert.deepEqual(
      await azure.readDpor(tenant, subscriptionId, never),
      success({ kind: 'designated', partner: { partnerId, partnerName: undefined } }),
    );
  });

  it('validate: who the ID is, if the answer is about that ID', async () => {
    const { azure } = scripted([
      { status: 200, body: partner },
      { status: 200, body: { ...partner, partnerId: '7654321' } },
    ]);
    assert.deepEqual(await azure.validateDpor(tenant, subscriptionId, partnerId, never), success(partner));
    const other = await azure.validateDpor(tenant, subscriptionId, partnerId, never);
    assert.deepEqual(!other.ok && [other.failure.kind, other.failure.code, other.failure.mayHaveHappened], [
      'unexpectedAnswer',
      'AnswerOfAnotherPartnerId',
      undefined,
    ]);
  });

  it('write: nothing in the answer is a success, and its ids are kept', async () => {
    const headers = { 'x-ms-request-id': 'r-1', 'x-ms-correlation-request-id': 'c-1' };
    for (const status of [200, 201, 202, 204]) {
      for (const call of writes) {
        const { azure } = scripted([{ status, headers }]);
        assert.deepEqual(await call(azure), success({ requestId: 'r-1', correlationId: 'c-1' }));
      }
    }
  });

  it('designate: an answer that names a partner must name the one that was meant', async () => {
    const { azure } = scripted([
      { status: 200, body: partner },
      { status: 200, body: { partnerId: '7654321' } },
      { status: 200, body: {} },
    ]);
    const written = await azure.setDpor(tenant, subscriptionId, partnerId, never);
    assert.deepEqual(written.ok && written.value.partner, partner);
    for (const code of ['AnswerOfAnotherPartnerId', 'NoPartnerInAnswer']) {
      const outcome = await azure.setDpor(tenant, subscriptionId, partnerId, never);
      assert.deepEqual(!outcome.ok && [outcome.failure.code, outcome.failure.mayHaveHappened], [code, true]);
    }
  });

  it('remove: whatever a success answers, unless it is an error', async () => {
    for (const body of ['true', '{}', 'null', JSON.stringify(partner)]) {
      assert.equal(kindOf(await removing(scripted([{ status: 200, body }]).azure)), 'success');
    }
    for (const body of ['false', '{"error":{"code":"X"}}', '{"message":"No"}', `{"subscriptionGuid":"${otherId}"}`]) {
      const outcome = await removing(scripted([{ status: 200, body }]).azure);
      assert.deepEqual(!outcome.ok && [outcome.failure.kind, outcome.failure.mayHaveHappened], [
        'unexpectedAnswer',
        true,
      ]);
    }
  });

  it('send nothing with an ID that would be another request', async () => {
    const { azure, sent } = scripted([]);
    for (const id of ['..', '', `${subscriptionId}&x=y`, 'me/../other']) {
      for (const outcome of [
        await azure.readDpor(tenant, id, never),
        await azure.setDpor(tenant, id, partnerId, never),
        await azure.removeDpor(tenant, id, never),
        await azure.readAgreement(tenant, id, never),
      ]) {
        assert.equal(!outcome.ok && outcome.failure.code, 'NotASubscriptionId');
      }
    }
    for (const id of ['', '12 34', 'x', '1234567890123']) {
      assert.equal(kindOf(await azure.validateDpor(tenant, subscriptionId, id, never)), 'partnerIdInvalid');
      assert.equal(kindOf(await azure.setDpor(tenant, subscriptionId, id, never)), 'partnerIdInvalid');
    }
    assert.equal(sent.length, 0);
  });
});

describe('the answer that can mean several things', () => {
  for (const status of [200, 400, 404, 500]) {
    it(`with HTTP ${String(status)}: *none reported* to a reading, and no success of anything else`, async () => {
      const answer = { status, body: portalError('NotFound') };
      const read = scripted(() => answer);
      assert.deepEqual(
        await read.time.run(read.azure.readDpor(tenant, subscriptionId, never)),
        success({ kind: 'noneReported', ambiguous: true }),
      );
      for (const [call, mayHaveHappened] of [
        [validating, undefined],
        [designating, true],
        [removing, true],
      ] as const) {
        const { azure, sent, time } = scripted(() => answer);
        const outcome = await time.run(call(azure));
        assert.deepEqual(!outcome.ok && [outcome.failure.kind, outcome.failure.mayHaveHappened], [
          'ambiguousAnswer',
          mayHaveHappened,
        ]);
        assert.equal(sent.length, 1);
      }
    });
  }

  it('is that one answer only: nothing that is like it is *none reported*', async () => {
    const others: readonly Step[] = [
      { status: 404 },
      { status: 404, body: {} },
      { status: 404, body: errorBody('NotFound', 'Nothing here') },
      { status: 404, body: '<html></html>' },
      { status: 200, body: { partnerId: null, partnerName: null } },
      { status: 200, body: { partnerId: '' } },
      { status: 200, body: { message: 'Unable to access the partner information at the moment.' } },
      { status: 200, body: portalError('InternalServerError') },
      { status: 200, body: 'null' },
      { status: 200, body: '[]' },
      { status: 200, body: { httpStatusCode: 'NotFound' } },
      { status: 503, body: portalError('NotFound') },
      { status: 429, body: portalError('NotFound') },
      { status: 302, body: portalError('NotFound') },
    ];
    for (const answer of others) {
      const { azure, time } = scripted(() => answer);
      assert.equal((await time.run(reading(azure))).ok, false, JSON.stringify(answer));
    }
  });
});

describe('an answer that is not well-formed', () => {
  const cases: readonly (readonly [what: string, answer: Step, kind: FailureKind])[] = [
    ['a web page', { status: 200, body: '<!DOCTYPE html><html></html>' }, 'notJson'],
    ['a web page with a refusal', { status: 403, body: '<html>no</html>' }, 'notJson'],
    ['half an answer', { status: 200, body: '{"partnerId":"51272' }, 'cutOff'],
    ['an answer that broke off', networkError('PARSE_ERROR'), 'cutOff'],
    ['far too much', { status: 200, body: { ...partner, x: 'x'.repeat(responseLimits.other) } }, 'unexpectedAnswer'],
    ['a redirection', { status: 307, headers: { location: 'https://elsewhere.example/' } }, 'notJson'],
    ['an ID with other signs', { status: 200, body: { partnerId: '51272-54' } }, 'unexpectedAnswer'],
    ['a list', { status: 200, body: [partner] }, 'unexpectedAnswer'],
    ['another subscription', { status: 200, body: { ...partner, subscriptionGuid: otherId } }, 'unexpectedAnswer'],
    ['throttling', { status: 429, headers: { 'retry-after': '3600' } }, 'throttled'],
    ['a server error', { status: 502 }, 'serviceError'],
    ['a proxy', { status: 407 }, 'proxyOrCertificate'],
    ['no network', networkError('ENOTFOUND'), 'offline'],
    ['silence', 'hang', 'timedOut'],
  ];
  for (const [what, answer, kind] of cases) {
    it(`${what}: ${kind}, and no token goes elsewhere`, async () => {
      for (const call of [reading, validating, designating]) {
        const { azure, sent, time } = scripted(() => answer);
        assert.equal(kindOf(await time.run(call(azure))), kind);
        assert.ok(sent.every(({ url }) => url.origin === azureCloud.billing));
        assert.equal(azure.portalService(), 'mayBeAsked');
      }
    });
  }
});

describe('a service that refuses this client', () => {
  for (const answer of [
    { status: 401 },
    { status: 403 },
    { status: 403, body: errorBody('Forbidden', 'No') },
    { status: 401, body: portalError('Unauthorized') },
    { status: 200, body: portalError('Forbidden') },
  ] as const) {
    it(`is not asked again by anybody: ${JSON.stringify(answer).slice(0, 60)}`, async () => {
      const { azure, sent, time } = scripted(() => answer);
      const first = await time.run(reading(azure));
      assert.equal(kindOf(first), 'clientNotAccepted');
      assert.equal(azure.portalService(), 'clientNotAccepted');
      const before = sent.length;
      for (const call of Object.values(calls)) {
        const outcome = await time.run(call(azure));
        assert.deepEqual(
          !outcome.ok && [outcome.failure.kind, outcome.failure.mayHaveHappened, outcome.failure.tenantId],
          ['clientNotAccepted', undefined, tenantId],
        );
      }
      const elsewhere = await azure.readDpor({ ...tenant, tenantId: otherTenantId }, otherId, never);
      assert.deepEqual(!elsewhere.ok && [elsewhere.failure.kind, elsewhere.failure.tenantId], [
        'clientNotAccepted',
        otherTenantId,
      ]);
      assert.equal(sent.length, before);
    });
  }

  it('is asked again after a person said so, and nothing else was held up by it', async () => {
    let refusing = true;
    const { azure, time } = scripted((request) => {
      if (request.url.origin !== azureCloud.billing) {
        return { status: 200, body: { value: [] } };
      }
      return refusing ? { status: 403 } : { status: 200, body: partner };
    });
    assert.equal(kindOf(await time.run(reading(azure))), 'clientNotAccepted');
    assert.equal(kindOf(await azure.subscriptions(tenant, never)), 'success');
    refusing = false;
    assert.equal(kindOf(await reading(azure)), 'clientNotAccepted');
    azure.askPortalServiceAgain();
    assert.equal(azure.portalService(), 'mayBeAsked');
    assert.equal(kindOf(await reading(azure)), 'success');
  });

  it('stops what waits for its next try, too', async () => {
    const { azure, sent, time } = scripted((_, index) =>
      index === 0 ? { status: 429, headers: { 'retry-after': '5' } } : { status: 403 },
    );
    const waiting = validating(azure);
    await time.settle();
    assert.equal(kindOf(await reading(azure)), 'clientNotAccepted');
    const outcome = await time.run(waiting);
    assert.deepEqual(!outcome.ok && [outcome.failure.kind, outcome.failure.mayHaveHappened], [
      'clientNotAccepted',
      undefined,
    ]);
    assert.equal(sent.filter(({ method }) => method === 'POST').length, 1);
  });

  it('a refusal that was on its way when a person started over does not count', async () => {
    const answers: (() => void)[] = [];
    const httpClient: HttpClient = {
      sendRequest: (request) =>
        new Promise((resolve) => {
          answers.push(() => resolve({ status: 403, headers: request.headers, request, bodyAsText: '' }));
        }),
    };
    const { source, time } = scripted([]);
    const azure = connect({
      cloud: azureCloud,
      sources: [source],
      httpClient,
      log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
      clock: time,
    });
    const late = reading(azure);
    await time.settle();
    azure.askPortalServiceAgain();
    answers[0]?.();
    assert.equal(kindOf(await late), 'clientNotAccepted');
    assert.equal(azure.portalService(), 'mayBeAsked');
  });
});

describe('where the token may go', () => {
  it('nowhere, in a cloud without a known host, or with one that is not https', async () => {
    const { billing, ...unknown } = azureCloud;
    assert.ok(billing);
    for (const [cloud, kind, service] of [
      [unknown, 'notAvailableInCloud', 'notAvailableInCloud'],
      [{ ...azureCloud, billing: 'http://service.bmx.azure.com' }, 'unexpectedAnswer', 'mayBeAsked'],
    ] as const) {
      const { azure, sent, source } = scripted([], undefined, cloud);
      for (const call of Object.values(calls)) {
        assert.equal(kindOf(await call(azure)), kind);
      }
      assert.deepEqual([sent.length, azure.portalService()], [0, service]);
      assert.equal(source.requests.length, 0);
    }
  });

  it('nowhere, if it is another tenant’s', async () => {
    const { azure, sent, source } = scripted(() => ({ status: 200, body: partner }));
    source.answer = () =>
      success({ token: jwt({ tid: otherTenantId, oid: objectId }), expiresAt: Number.MAX_SAFE_INTEGER });
    for (const call of Object.values(calls)) {
      assert.equal(kindOf(await call(azure)), 'wrongTenant');
    }
    assert.equal(sent.length, 0);
  });

  it('never into the log, nor the subscription’s partner', async () => {
    const { azure, sent, log } = scripted((request) => right(request.method));
    for (const call of Object.values(calls)) {
      await call(azure);
    }
    const token = sent[0]?.headers['authorization']?.slice('Bearer '.length) ?? '';
    assert.ok(token.length > 20);
    assert.ok(!log.some((line) => line.includes(token) || line.includes('Contoso')));
  });
});

/** Any way a request can end. */
const anyBody = fc.oneof(
  fc.constantFrom<unknown>(
    '',
    '<html>',
    '{"partnerId":',
    partner,
    { partnerId: '7654321' },
    {},
    [],
    null,
    'true',
    'false',
  ),
  fc.constantFrom('NotFound', 'InternalServerError', 'BadRequest', 'ServiceUnavailable').map(portalError),
  fc.record({ partnerId: fc.anything(), partnerName: fc.anything() }),
  fc.constant(errorBody('X', 'y')),
);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.constant<Step>('hang'),
  fc.constantFrom('ECONNRESET', 'ETIMEDOUT', 'ENOTFOUND', 'PARSE_ERROR').map((code): Step => networkError(code)),
  fc.record({
    status: fc.constantFrom(200, 200, 200, 201, 202, 204, 302, 400, 401, 403, 404, 408, 409, 429, 429, 500, 502, 503),
    body: anyBody.map((body) => (body === null ? 'null' : body)),
    headers: fc.oneof(
      fc.constant({}),
      fc.integer({ min: 0, max: 90 }).map((seconds) => ({ 'retry-after': String(seconds) })),
    ),
  }),
);
const anyScript = fc.array(anyStep, { minLength: 1, maxLength: 6 });
const anyCall = fc.constantFrom(...Object.values(calls));
const runs = { numRuns: 300 };

function play(script: readonly Step[]) {
  return scripted((_, index) => script[Math.min(index, script.length - 1)] ?? { status: 200 });
}

function bodyOf(step: Step | undefined): unknown {
  return typeof step === 'object' && 'status' in step ? step.body : undefined;
}

describe('whatever the billing service answers', () => {
  it('a reading is a fact only by a well-formed answer, and *none reported* only by that one answer', async () => {
    await fc.assert(
      fc.asyncProperty(anyScript, async (script) => {
        const { azure, sent, time } = play(script);
        const outcome = await time.run(azure.readDpor(tenant, subscriptionId, never));
        const last = bodyOf(script[Math.min(sent.length, script.length) - 1]);
        const told = (typeof last === 'object' && last !== null ? last : {}) as Record<string, unknown>;
        if (outcome.ok && outcome.value.kind === 'designated') {
          assert.equal(outcome.value.partner.partnerId, String(told['partnerId']).trim());
          assert.match(outcome.value.partner.partnerId, /^[0-9]+$/);
        } else if (outcome.ok) {
          assert.equal(told['httpStatusCode'], 'NotFound');
        }
      }),
      runs,
    );
  });

  it('a write is sent again only after a refusal that did nothing, and nothing at all after the client was refused', async () => {
    await fc.assert(
      fc.asyncProperty(anyScript, anyCall, async (script, call) => {
        const { azure, sent, time } = play(script);
        const outcome = await time.run(call(azure));
        const at = (index: number): Step | undefined => script[Math.min(index, script.length - 1)];
        const refused = (step: Step | undefined): boolean =>
          typeof step === 'object' && 'status' in step && (step.status === 429 || step.status === 401);
        sent.forEach(({ method }, index) => {
          if (method !== 'GET' && index < sent.length - 1) {
            assert.ok(refused(at(index)), `write ${String(index)} was not refused, yet sent again`);
          }
        });
        if (kindOf(outcome) === 'clientNotAccepted') {
          const before = sent.length;
          await time.run(call(azure));
          assert.equal(sent.length, before);
        }
        assert.ok(sent.length <= 6);
      }),
      runs,
    );
  });

  it('a write that is no success says whether it may have happened', async () => {
    await fc.assert(
      fc.asyncProperty(anyStep, fc.constantFrom(...writes), async (step, call) => {
        const { azure, time } = play([step]);
        const outcome = await time.run(call(azure));
        const status = typeof step === 'object' && 'status' in step ? step.status : undefined;
        if (!outcome.ok && (status === undefined ? step === 'hang' : status < 400 || status >= 500)) {
          assert.ok(outcome.failure.mayHaveHappened === true || outcome.failure.kind === 'clientNotAccepted');
        }
      }),
      runs,
    );
  });

  it('cancelling ends it at once at any point, and nothing is sent afterwards', async () => {
    await fc.assert(
      fc.asyncProperty(anyScript, anyCall, fc.integer({ min: 0, max: 8 }), async (script, call, rests) => {
        const { azure, sent, time } = play(script);
        const controller = new AbortController();
        let ended = false;
        const outcome = call(azure, controller.signal).finally(() => {
          ended = true;
        });
        for (let rest = 0; rest < rests && !ended; rest += 1) {
          await time.settle();
          if (!time.advance()) {
            break;
          }
        }
        await time.settle();
        const [endedBefore, sentBefore] = [ended, sent.length];
        controller.abort();
        await time.settle();
        assert.equal(ended, true);
        assert.equal(time.pending, 0);
        assert.equal(sent.length, sentBefore);
        if (!endedBefore) {
          assert.equal(kindOf(await outcome), 'cancelled');
        }
      }),
      runs,
    );
  });
});
