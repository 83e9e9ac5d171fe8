import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { RunControl, type RunPort } from '../../../../src/operations/control/runControl.ts';
import { planPal, type Plan } from '../../../../src/operations/plan/plan.ts';
import { failedItems, type RunResult } from '../../../../src/operations/run/runResult.ts';
import { samplePartnerIds } from '../../../../src/sandbox/scenario/partners.ts';
import { sampleIdentityKeys, sampleTenantIds } from '../../../../src/sandbox/scenario/scenario.ts';
import type { TenantRef } from '../../../../src/shared/model/model.ts';
import { RecordedLog } from '../../../host/support/recorders.ts';
import { openSampleSession, type SampleSession } from '../../support/sampleSession.ts';

const partnerId = samplePartnerIds.contoso;

describe('The way from a plan to its run', () => {
  let world: SampleSession;
  let asked: string[];
  let answer: () => boolean;
  let closing: AbortController;
  let control: RunControl;

  beforeEach(async () => {
    world = await openSampleSession({ log: new RecordedLog(), own: [] });
    asked = [];
    answer = () => true;
    closing = new AbortController();
    const port: RunPort = {
      confirm: async (_plan, listedIn) => {
        asked.push(`confirm ${listedIn}`);
        return Promise.resolve(answer());
      },
      signInAgain: async (tenants) => {
        asked.push(`signInAgain ${String(tenants.length)}`);
        return Promise.resolve();
      },
      options: {},
    };
    control = new RunControl(world.session, port, closing.signal);
  });

  afterEach(() => world.close());

  function refOf(tenant: keyof typeof sampleTenantIds): TenantRef {
    return { identity: sampleIdentityKeys.consultant, tenantId: sampleTenantIds[tenant] };
  }

  function planFor(tenant: keyof typeof sampleTenantIds): Plan {
    const row = world.session.store.tenant(refOf(tenant));
    assert.ok(row);
    return planPal([row], { kind: 'link', partnerId }, world.session.planContext());
  }

  function writes(): number {
    return world.sandbox.requests().filter(({ method }) => method !== 'GET').length;
  }

  async function failedRun(answered: 'claimsChallenge' | 'status'): Promise<RunResult> {
    const match = { method: 'PUT', tenantId: sampleTenantIds.northwind } as const;
    world.sandbox.setSwitches({
      faults: [
        {
          match,
          answer: answered === 'status' ? { kind: 'status', status: 403 } : { kind: 'claimsChallenge', never: true },
        },
      ],
    });
    const start = await control.start(planFor('northwind'), 'agreed');
    assert.ok(start.kind === 'begun');
    const result = await start.run.finished;
    world.sandbox.setSwitches({ faults: [] });
    return result;
  }

  it('asks where the plan stands, and not where the click was the consent', async () => {
    assert.equal((await control.start(planFor('northwind'), 'agreed')).kind, 'begun');
    assert.deepEqual(asked, []);
    assert.equal((await control.start(planFor('tailspin'), 'form')).kind, 'begun');
    assert.deepEqual(asked, ['confirm form']);
  });

  it('begins nothing without a yes, nor where there is nothing to do', async () => {
    answer = () => false;
    assert.deepEqual(await control.start(planFor('tailspin'), 'document'), { kind: 'cancelled' });
    const nothing = await control.start(planFor('alpine'), 'document');
    assert.ok(nothing.kind === 'refused' && nothing.why === 'nothingToDo');
    assert.deepEqual(asked, ['confirm document']);
    assert.equal(writes(), 0);
  });

  it('begins nothing where a tenant is otherwise when the question is answered', async () => {
    answer = () => {
      const link = { partnerId: samplePartnerIds.proseware };
      world.session.store.setPal(refOf('tailspin'), { kind: 'linked', link }, 'scan');
      return true;
    };
    const start = await control.start(planFor('tailspin'), 'form');
    assert.ok(start.kind === 'refused' && start.why === 'overtaken');
    assert.equal(writes(), 0);
  });

  it('retries what failed, after a sign-in only where that was missing', async () => {
    for (const [answered, first] of [
      ['status', []],
      ['claimsChallenge', ['signInAgain 1']],
    ] as const) {
      const failed = failedItems(await failedRun(answered));
      assert.equal(failed.length, 1);
      asked.length = 0;
      answer = () => false;
      assert.equal((await control.retry(planFor('northwind'), failed, () => 'document')).kind, 'cancelled');
      assert.deepEqual(asked, [...first, 'confirm document']);
    }
  });

  it('asks nothing where the reading before a retry was cancelled', async () => {
    const result = await failedRun('status');
    closing.abort();
    const retry = await control.retry(planFor('northwind'), failedItems(result), () => 'document');
    assert.deepEqual([retry, asked], [{ kind: 'cancelled' }, []]);
  });

  it('asks before it undoes, and hands back an offer without a plan', async () => {
    const start = await control.start(planFor('northwind'), 'agreed');
    assert.ok(start.kind === 'begun');
    await start.run.finished;
    const offer = await world.session.operations.planUndoOf(start.run.id);
    assert.equal((await control.undo(offer)).kind, 'begun');
    assert.deepEqual(asked, ['confirm document']);
    const none = { kind: 'nothingToUndo' } as const;
    assert.deepEqual(await control.undo({ ok: true, value: none }), none);
    assert.deepEqual(await control.undo({ ok: false, failure: { kind: 'cancelled' } }), { kind: 'cancelled' });
  });

  it('says why a run cannot be begun', async () => {
    const start = await control.resume('no such run');
    assert.ok(start.kind === 'refused' && start.why === 'failed');
    assert.match(start.text, /^The run could not be started\. /);
  });
});
