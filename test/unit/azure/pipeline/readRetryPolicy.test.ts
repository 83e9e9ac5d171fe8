import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { retryLimits } from '../../../../src/azure/pipeline/readRetryRules.ts';
import { attemptTimeoutMs } from '../../../../src/azure/pipeline/attemptPolicy.ts';
import type { Azure } from '../../../../src/shared/ports/azure.ts';
import type { Outcome } from '../../../../src/shared/model/outcome.ts';
import { errorBody, link, networkError, scripted, tenant, type Scripted, type Step } from '../support/scripted.ts';

const never = new AbortController().signal;
const fine: Step = { status: 200, body: link('5127254') };
const mostTries = Math.max(...Object.values(retryLimits.tries));

function throttled(retryAfter?: string): Step {
  return {
    status: 429,
    body: errorBody('TooManyRequests', 'Slow down'),
    headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  };
}

type Call = (azure: Azure, signal: AbortSignal) => Promise<Outcome<unknown>>;
const reading: Call = (azure, signal) => azure.readLink(tenant, signal);
const linking: Call = (azure, signal) => azure.createLink(tenant, '5127254', signal);
const changing: Call = (azure, signal) => azure.changeLink(tenant, '5127254', signal);
const removing: Call = (azure, signal) => azure.removeLink(tenant, '5127254', signal);

describe('sending again', () => {
  it('waits as long as Retry-After says: seconds, milliseconds, or until a date', async () => {
    for (const [headers, wait] of [
      [{ 'retry-after': '7' }, 7_000],
      [{ 'x-ms-retry-after-ms': '250' }, 250],
      [{ 'retry-after': new Date(1_700_000_000_000 + 9_000).toUTCString() }, 9_000],
      [{ 'retry-after': new Date(1_600_000_000_000).toUTCString() }, 0],
    ] as const) {
      const { azure, sent, time } = scripted([{ status: 429, headers }, fine]);
      assert.equal((await time.run(reading(azure, never))).ok, true);
      assert.equal(sent.length, 2);
      assert.deepEqual(time.waits, [wait]);
    }
  });

  it('does not wait for a Retry-After beyond the limit, but tells it', async () => {
    for (const call of [reading, linking]) {
      const { azure, sent, time } = scripted([throttled('61')]);
      const outcome = await time.run(call(azure, never));
      assert.deepEqual(!outcome.ok && [outcome.failure.kind, outcome.failure.retryAfterMs], ['throttled', 61_000]);
      assert.deepEqual([sent.length, time.waits], [1, []]);
    }
  });

  it('backs off from a 429 without Retry-After, twice as long each time, with chance in it', async () => {
    for (const [chance, waits] of [
      [0, [500, 1_000, 2_000, 4_000]],
      [0.999_999, [1_000, 2_000, 4_000, 8_000]],
    ] as const) {
      const { azure, time } = scripted(
        () => throttled(),
        () => chance,
      );
      const outcome = await time.run(reading(azure, never));
      assert.equal(!outcome.ok && outcome.failure.kind, 'throttled');
      assert.deepEqual(time.waits, waits);
    }
  });

  it('waits as long as a 429 says, and longer where it says so again, with chance in it: many came back at that moment', async () => {
    for (const [chance, waits] of [
      [0, [1_000, 1_000, 1_000, 1_000]],
      [0.999_999, [1_000, 1_500, 1_500, 1_500]],
    ] as const) {
      const { azure, time } = scripted(
        () => throttled('1'),
        () => chance,
      );
      const outcome = await time.run(reading(azure, never));
      assert.equal(!outcome.ok && outcome.failure.kind, 'throttled');
      assert.deepEqual(time.waits, waits);
    }
  });

  it('repeats no write that was refused with 429: whoever wants it again asks first whether it is still wanted', async () => {
    for (const call of [linking, changing, removing]) {
      const { azure, sent, time } = scripted([throttled('7'), fine]);
      const outcome = await time.run(call(azure, never));
      assert.deepEqual(
        !outcome.ok && [outcome.failure.kind, outcome.failure.retryAfterMs, outcome.failure.mayHaveHappened],
        ['throttled', 7_000, undefined],
      );
      assert.deepEqual([sent.length, time.waits], [1, []]);
    }
  });

  it('repeats a read after server errors, broken connections, cut-off answers and silence, not for ever', async () => {
    for (const trouble of [
      { status: 502 },
      { status: 503 },
      networkError('ECONNRESET'),
      { status: 200, body: '{"id":' },
      'hang',
    ] as const) {
      const { azure, sent, time } = scripted([trouble, fine]);
      assert.equal((await time.run(reading(azure, never))).ok, true);
      assert.equal(sent.length, 2);
      const always = scripted(() => trouble);
      assert.equal((await always.time.run(reading(always.azure, never))).ok, false);
      assert.ok(always.sent.length > 1 && always.sent.length <= mostTries);
    }
  });

  it('repeats nothing that will not get better by itself', async () => {
    for (const trouble of [
      { status: 400 },
      { status: 403 },
      { status: 501 },
      networkError('ENOTFOUND'),
      networkError('CERT_HAS_EXPIRED'),
    ] as const) {
      const { azure, sent, time } = scripted(() => trouble);
      assert.equal((await time.run(reading(azure, never))).ok, false);
      assert.equal(sent.length, 1);
    }
  });

  it('calls a 503 that asks for a long wait *throttled*', async () => {
    const { azure, time } = scripted([{ status: 503, headers: { 'retry-after': '3600' } }]);
    const outcome = await time.run(reading(azure, never));
    assert.deepEqual(!outcome.ok && [outcome.failure.kind, outcome.failure.retryAfterMs], ['throttled', 3_600_000]);
  });

  it('gives up on one silent request after its time, and on a silent write for good', async () => {
    const { azure, sent, time } = scripted(['hang']);
    const outcome = await time.run(linking(azure, never));
    assert.deepEqual(!outcome.ok && [outcome.failure.kind, outcome.failure.mayHaveHappened], ['timedOut', true]);
    assert.deepEqual([sent.length, time.waits], [1, [attemptTimeoutMs]]);
  });

  it('keeps the correlation id of an operation over its tries', async () => {
    const { azure, sent, time } = scripted([{ status: 500 }, fine]);
    await time.run(reading(azure, never));
    assert.equal(new Set(sent.map(({ headers }) => headers['x-ms-correlation-request-id'])).size, 1);
  });
});

/** Any way a request can end, the good ones included. */
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.constant(fine),
  fc.constant<Step>('hang'),
  fc
    .constantFrom('ECONNRESET', 'ETIMEDOUT', 'ENOTFOUND', 'EPIPE', 'EAI_AGAIN', 'PARSE_ERROR', 'CERT_HAS_EXPIRED')
    .map((code): Step => networkError(code)),
  fc.record({
    status: fc.constantFrom(200, 201, 204, 301, 400, 401, 403, 404, 408, 409, 429, 429, 429, 500, 502, 503, 504),
    body: fc.constantFrom('', '<html>', '{"id":', '{"error":{"code":"X","message":"y"}}'),
    headers: fc.oneof(
      fc.constant({}),
      fc.integer({ min: 0, max: 200 }).map((seconds) => ({ 'retry-after': String(seconds) })),
    ),
  }),
);
const anyScript = fc.array(anyStep, { minLength: 1, maxLength: 8 });
const anyWrite = fc.constantFrom(linking, changing, removing);

/** The script, and after its end its last step for ever. */
function play(script: readonly Step[]): Scripted {
  return scripted((_, index) => script[Math.min(index, script.length - 1)] ?? fine);
}

function refused(step: Step | undefined): boolean {
  return typeof step === 'object' && 'status' in step && (step.status === 429 || step.status === 401);
}

describe('whatever Azure answers', () => {
  it('a write is sent again only after a refusal that did nothing (429, or 401 once)', async () => {
    await fc.assert(
      fc.asyncProperty(anyScript, anyWrite, async (script, call) => {
        const { azure, sent, time } = play(script);
        await time.run(call(azure, never));
        const writes = sent.map(({ method }, index) => ({ method, index })).filter(({ method }) => method !== 'GET');
        for (const { index } of writes.slice(0, -1)) {
          assert.ok(
            refused(script[Math.min(index, script.length - 1)]),
            `write ${String(index)} was not refused, yet sent again`,
          );
        }
        assert.ok(writes.length <= retryLimits.tries.throttled + 1);
      }),
      { numRuns: 300 },
    );
  });

  it('a write that may have happened says so, and one that was refused does not', async () => {
    await fc.assert(
      fc.asyncProperty(anyStep, anyWrite, async (step, call) => {
        const { azure, sent, time } = play([step]);
        const outcome = await time.run(call(azure, never));
        if (outcome.ok) {
          return;
        }
        const last = typeof step === 'object' && 'status' in step ? step.status : undefined;
        const json = typeof step === 'object' && 'status' in step && !String(step.body).startsWith('<');
        if (last !== undefined && last >= 400 && last < 500 && last !== 408 && json) {
          assert.equal(outcome.failure.mayHaveHappened, undefined);
        }
        if (step === 'hang' || (last !== undefined && (last >= 500 || last < 400))) {
          assert.equal(outcome.failure.mayHaveHappened, true);
        }
        assert.ok(sent.length >= 1);
      }),
      { numRuns: 300 },
    );
  });

  it('tries and waits are bounded, and no wait is longer than its limit', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyScript,
        fc.oneof(fc.constant(reading), anyWrite),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        async (script, call, chance) => {
          const { azure, sent, time } = scripted(
            (_, index) => script[Math.min(index, script.length - 1)] ?? fine,
            () => chance,
          );
          await time.run(call(azure, never));
          // One operation and the probe of the provider, each with its answer to a 401.
          assert.ok(sent.length <= 2 * (mostTries + 1));
          for (const wait of time.waits) {
            assert.ok(wait <= retryLimits.longestRetryAfterMs);
          }
          assert.equal(time.pending, 0);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('a Retry-After within the limit is kept to, and one beyond it is not waited for', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 200 }), async (seconds) => {
        const { azure, sent, time } = scripted([throttled(String(seconds)), fine]);
        const started = time.now();
        const outcome = await time.run(reading(azure, never));
        if (seconds * 1000 <= retryLimits.longestRetryAfterMs) {
          assert.ok(outcome.ok && sent.length === 2 && time.now() - started >= seconds * 1000);
        } else {
          assert.ok(
            !outcome.ok && outcome.failure.kind === 'throttled' && outcome.failure.retryAfterMs === seconds * 1000,
          );
          assert.deepEqual([sent.length, time.now()], [1, started]);
        }
      }),
    );
  });
});

describe('cancelling', () => {
  /** Lets an operation come to its n-th point of rest, cancels it there, and sees what follows. */
  async function cancelAt({ azure, sent, time }: Scripted, call: Call, rests: number, atRest: boolean) {
    const controller = new AbortController();
    let outcome: Outcome<unknown> | undefined;
    const ended = call(azure, controller.signal).then((result) => {
      outcome = result;
    });
    for (let rest = 0; rest < rests; rest += 1) {
      await time.settle();
      if (outcome !== undefined || !time.advance()) {
        break;
      }
    }
    if (atRest) {
      await time.settle();
    }
    const endedBefore = outcome !== undefined;
    const sentBefore = sent.length;
    controller.abort();
    await time.settle();
    assert.ok(outcome !== undefined, 'cancelling ends it without any time passing');
    await ended;
    assert.equal(time.pending, 0, 'no timer is left');
    while (time.advance()) {
      await time.settle();
    }
    return { outcome: outcome, endedBefore, sentBefore, sentAfter: sent.length };
  }

  it('ends at once at any point, sends nothing afterwards, and leaves no timer', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyScript,
        fc.oneof(fc.constant(reading), anyWrite),
        fc.integer({ min: 0, max: 10 }),
        fc.boolean(),
        async (script, call, rests, atRest) => {
          const run = play(script);
          const { outcome, endedBefore, sentBefore, sentAfter } = await cancelAt(run, call, rests, atRest);
          assert.equal(sentAfter, sentBefore);
          // In the middle of things, what had just failed may still be what is told.
          if (!endedBefore && atRest) {
            assert.equal(!outcome.ok && outcome.failure.kind, 'cancelled');
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('says that a write which was under way may have happened, and of one that was never sent that it has not', async () => {
    const underWay = scripted(['hang']);
    const controller = new AbortController();
    const ended = linking(underWay.azure, controller.signal);
    await underWay.time.settle();
    controller.abort();
    const outcome = await ended;
    assert.deepEqual(!outcome.ok && [outcome.failure.kind, outcome.failure.mayHaveHappened], ['cancelled', true]);

    for (const before of ['start', 'token'] as const) {
      const run = scripted([fine]);
      if (before === 'token') {
        run.source.answer = () => new Promise<never>(() => undefined);
      }
      const second = new AbortController();
      if (before === 'start') {
        second.abort();
      }
      const call = linking(run.azure, second.signal);
      await run.time.settle();
      second.abort();
      const result = await call;
      assert.deepEqual(!result.ok && [result.failure.kind, result.failure.mayHaveHappened], ['cancelled', undefined]);
      assert.equal(run.sent.length, 0);
    }
  });

  it('happens to everything under way when the connection is closed', async () => {
    const { azure, time } = scripted(['hang']);
    const reads = reading(azure, never);
    await time.settle();
    azure.dispose();
    const outcome = await reads;
    assert.equal(!outcome.ok && outcome.failure.kind, 'cancelled');
    assert.equal(time.pending, 0);
  });
});
