import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { retryLimits } from '../../../../src/azure/pipeline/readRetryRules.ts';
import { sampleAppIds } from '../../../../src/sandbox/scenario/applications.ts';
import { AdaptivePace, type Ending, type Traffic } from '../../../../src/shared/async/pace.ts';
import { errorBody, link, networkError, scripted, tenant, type Step } from '../support/scripted.ts';
import { automation, openWire } from '../support/wire.ts';

const never = new AbortController().signal;
const fine: Step = { status: 200, body: link('5127254') };

/** Nobody has to wait. */
const free: Omit<Traffic, 'begin'> = { place: async () => () => {}, rest: () => () => {} };

function watched(script: readonly Step[]) {
  const told: { readonly kind: string; ending?: Ending }[] = [];
  const begin = (kind: string): ((ending: Ending) => void) => {
    const one: (typeof told)[number] = { kind };
    told.push(one);
    return (ending) => (one.ending = ending);
  };
  return {
    ...scripted(script, () => 0, undefined, { ...free, begin }),
    endings: () => told.map(({ ending }) => ending),
    told,
  };
}

describe('The pace of requests is told', () => {
  it('of each that is sent, and what came of it', async () => {
    const waits = { 'retry-after': '1' };
    for (const [step, ending] of [
      [fine, 'answered'],
      [{ status: 429, headers: waits }, 'throttled'],
      [{ status: 503, headers: waits }, 'throttled'],
      [{ status: 503, body: errorBody('Busy', '') }, 'answered'],
      [networkError('ECONNRESET'), 'noAnswer'],
    ] as const) {
      const { azure, time, endings } = watched([step, fine]);
      assert.ok((await time.run(azure.readLink(tenant, never))).ok);
      assert.deepEqual(endings(), step === fine ? ['answered'] : [ending, 'answered']);
    }
  });

  it('that one without an answer took as long as it was waited for, and that one called off says nothing', async () => {
    const slow = watched(Array.from({ length: retryLimits.tries.timedOut }, () => 'hang' as const));
    await slow.time.run(slow.azure.readLink(tenant, never));
    assert.deepEqual(
      slow.endings(),
      slow.sent.map(() => 'answered'),
    );
    const off = watched(['hang']);
    const controller = new AbortController();
    const reading = off.azure.readLink(tenant, controller.signal);
    await off.time.settle();
    controller.abort();
    await reading;
    assert.deepEqual(off.endings(), ['noAnswer']);
  });

  it('of the same kind for all tenants, and of another for a write', async () => {
    const { azure, time, told } = watched([fine, fine, fine]);
    await time.run(azure.readLink(tenant, never));
    await time.run(azure.readLink({ ...tenant, tenantId: '22222222-2222-2222-2222-222222222222' }, never));
    await time.run(azure.createLink(tenant, '5127254', never));
    const kinds = told.map(({ kind }) => kind);
    assert.equal(kinds[0], kinds[1]);
    assert.notEqual(kinds[1], kinds[2]);
    assert.doesNotMatch(kinds.join(), /\d/);
  });

  it('of those to the authority, too', async function () {
    this.timeout(30_000);
    const endings: Ending[] = [];
    const begin = (): ((ending: Ending) => void) => (ending) => void endings.push(ending);
    const wire = await openWire({}, { ...free, begin });
    const { secret } = wire.served.servicePrincipal(sampleAppIds.automation);
    wire.served.sandbox.setSwitches({
      faults: [{ match: { pathIncludes: '/oauth2/v2.0/token' }, answer: { kind: 'status', status: 429 }, times: 1 }],
    });
    await wire.azure.addIdentity(automation(wire, { kind: 'secret' }, secret), never);
    assert.deepEqual(endings.slice(0, 2), ['answered', 'throttled']);
    await wire.close();
  });
});

describe('The turn of a request', () => {
  const refused: Step = { status: 429, headers: { 'retry-after': '1' } };

  it('is waited for by each try of its own, and given to the next one whatever became of it', async () => {
    const log: string[] = [];
    const traffic: Traffic = {
      place: async () => {
        log.push('enters');
        return () => void log.push('leaves');
      },
      begin: () => (ending) => void log.push(ending),
      rest: () => {
        log.push('rests');
        return () => void log.push('comes back');
      },
    };
    const { azure, time } = scripted([refused, networkError('ECONNRESET'), fine], () => 0, undefined, traffic);
    assert.ok((await time.run(azure.readLink(tenant, never))).ok);
    assert.deepEqual(log, [
      ...['enters', 'throttled', 'leaves', 'rests', 'comes back'],
      ...['enters', 'noAnswer', 'leaves'],
      ...['enters', 'answered', 'leaves'],
    ]);
  });

  it('comes before the last questions to a write, which may have changed while it waited', async () => {
    const pace = new AdaptivePace();
    pace.begin('GET')('throttled');
    const taken = await Promise.all(Array.from({ length: pace.most }, () => pace.place()));
    const { azure, sent, time } = scripted([fine], () => 0, undefined, pace);
    let cancelled = false;
    const writing = azure.createLink(tenant, '5127254', never, async () => !cancelled);
    await time.settle();
    cancelled = true;
    taken.forEach((leave) => {
      leave();
    });
    const answer = await time.run(writing);
    assert.equal(answer.ok ? 'sent' : answer.failure.kind, 'cancelled');
    assert.deepEqual(sent, []);
  });

  it('is not waited for any more by one that is called off', async () => {
    const pace = new AdaptivePace();
    pace.begin('GET')('throttled');
    await Promise.all(Array.from({ length: pace.most }, () => pace.place()));
    const { azure, sent, time } = scripted([fine], () => 0, undefined, pace);
    const controller = new AbortController();
    const reading = azure.readLink(tenant, controller.signal);
    await time.settle();
    controller.abort();
    const answer = await time.run(reading);
    assert.equal(answer.ok ? 'read' : answer.failure.kind, 'cancelled');
    assert.deepEqual(sent, []);
  });
});
