/** DPOR and agreements through connect() over the sandbox: every shape that its billing service can be switched to. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { azureCloud } from '../../../../src/azure/clouds/cloud.ts';
import { connect } from '../../../../src/azure/connect.ts';
import type { FaultAnswer } from '../../../../src/sandbox/switches/faults.ts';
import { guidOf } from '../../../../src/sandbox/scenario/guid.ts';
import { openSandbox } from '../../../../src/sandbox/open.ts';
import { samplePartnerIds } from '../../../../src/sandbox/scenario/partners.ts';
import { createSandbox, type Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { sampleIdentityKeys, sampleTenantIds } from '../../../../src/sandbox/scenario/scenario.ts';
import type { SwitchesChange } from '../../../../src/sandbox/switches/switches.ts';
import { agreementState, dporApplies } from '../../../../src/shared/model/agreement.ts';
import type { FailureKind } from '../../../../src/shared/model/failure.ts';
import type { Outcome } from '../../../../src/shared/model/outcome.ts';
import { clockAt, manualClock } from '../../support/manualClock.ts';
import { kindOf, valueOf } from '../../support/outcomes.ts';

const never = new AbortController().signal;
const { contoso, fabrikam, withoutName, notValid } = samplePartnerIds;
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

function ref(name: keyof typeof sampleTenantIds) {
  return { identity: sampleIdentityKeys.consultant, tenantId: sampleTenantIds[name] };
}

function idOf(tenant: string, name: string): string {
  return guidOf(`subscription ${tenant} ${name}`);
}

const core = idOf('woodgrove', 'Woodgrove Core');
const devTest = idOf('woodgrove', 'Woodgrove Dev/Test');
const woodgrove = ref('woodgrove');

function over(sandbox: Sandbox) {
  const time = manualClock(1_700_000_000_000);
  const azure = connect({
    cloud: azureCloud,
    sources: [sandbox.identities],
    httpClient: sandbox.httpClient,
    log: silent,
    clock: time,
    random: () => 0.5,
  });
  return { sandbox, azure, time };
}

function start(switches: SwitchesChange = {}, clock?: () => number) {
  return over(createSandbox({ switches, ...(clock && { clock: clockAt(clock) }) }));
}

describe('agreements, over the sandbox', () => {
  it('tell every kind of subscription apart; the offer alone would not have', async () => {
    const { azure, sandbox } = start();
    await azure.signIn({ kind: 'tenant', tenant: ref('lamna') });
    const told: Record<string, string> = {};
    for (const name of [
      'contoso',
      'alpine',
      'woodgrove',
      'adventureWorks',
      'tailspin',
      'lamna',
      'relecloud',
    ] as const) {
      for (const one of valueOf(await azure.subscriptions(ref(name), never))) {
        const state = agreementState(await azure.readAgreement(ref(name), one.subscriptionId, never));
        const applies = dporApplies(one, state);
        told[one.displayName ?? ''] =
          `${state.kind}: ${applies.kind === 'doesNotApply' ? `${applies.why} by ${applies.source}` : applies.kind}`;
      }
    }
    assert.deepEqual(told, {
      'Contoso Internal': 'known: benefit by agreement',
      'Contoso Demo Lab': 'known: payAsYouGo by agreement',
      'Coho Winery Production': 'known: azurePlan by agreement',
      'Coho Winery Test': 'known: azurePlan by agreement',
      'Alpine EA Production': 'known: applies',
      'Alpine Webshop': 'known: azurePlan by agreement',
      'Woodgrove Core': 'known: applies',
      'Woodgrove Dev/Test': 'known: applies',
      'Woodgrove Pilot 2022': 'known: notKnown',
      'Adventure Works Cycles': 'known: payAsYouGo by agreement',
      'Adventure Works Archive': 'unknown: payAsYouGo by offer',
      'Tailspin Games': 'known: azurePlan by agreement',
      'Tailspin EA': 'known: applies',
      'Lamna Patient Portal': 'known: applies',
      'Lamna Sandbox': 'known: microsoftCustomerAgreement by agreement',
      'Relecloud CSP': 'unknown: csp by offer',
    });
    assert.ok(sandbox.requests().every(({ method }) => method === 'GET'));
  });

  it('of another subscription are not taken', async () => {
    const { azure } = start({ faults: [{ match: {}, answer: { kind: 'wrongIdAnswer' } }] });
    assert.equal(kindOf(await azure.readAgreement(woodgrove, core, never)), 'unexpectedAnswer');
  });
});

describe('DPOR, over the sandbox', () => {
  it('reads who is designated; where access is missing, *none reported*, though somebody is', async () => {
    const { azure, sandbox } = start();
    await azure.signIn({ kind: 'tenant', tenant: ref('lamna') });
    const none = { kind: 'noneReported', ambiguous: true };
    for (const [tenant, name, reading] of [
      ['alpine', 'Alpine EA Production', { partnerId: contoso, partnerName: 'Contoso Consulting' }],
      ['woodgrove', 'Woodgrove Dev/Test', { partnerId: fabrikam, partnerName: 'Fabrikam Cloud Services' }],
      ['lamna', 'Lamna Patient Portal', { partnerId: withoutName, partnerName: undefined }],
      ['woodgrove', 'Woodgrove Core', undefined],
      ['tailspin', 'Tailspin EA', undefined],
      ['alpine', 'Alpine Webshop', undefined],
    ] as const) {
      const outcome = await azure.readDpor(ref(tenant), idOf(tenant, name), never);
      assert.deepEqual(valueOf(outcome), reading ? { kind: 'designated', partner: reading } : none, name);
    }
    assert.equal(sandbox.designated(idOf('tailspin', 'Tailspin EA')), fabrikam);
  });

  for (const errorStatus of [200, 400, 404, 500] as const) {
    for (const removeAnswer of ['empty', 'noContent', 'true', 'object', 'partner'] as const) {
      it(`designates, changes and removes; errors with HTTP ${String(errorStatus)}, removals answer ${removeAnswer}`, async () => {
        const { azure, sandbox, time } = start({ billing: { errorStatus, removeAnswer } });
        const read = async () => valueOf(await time.run(azure.readDpor(woodgrove, core, never)));
        assert.equal((await read()).kind, 'noneReported');
        for (const partnerId of [contoso, fabrikam]) {
          valueOf(await azure.validateDpor(woodgrove, core, partnerId, never));
          valueOf(await azure.setDpor(woodgrove, core, partnerId, never));
          const reading = await read();
          assert.equal(reading.kind === 'designated' && reading.partner.partnerId, partnerId);
          assert.equal(sandbox.designated(core), partnerId);
        }
        valueOf(await azure.removeDpor(woodgrove, core, never));
        assert.equal(sandbox.designated(core), undefined);
        assert.equal((await read()).kind, 'noneReported');
        assert.equal(kindOf(await azure.removeDpor(woodgrove, core, never)), 'ambiguousAnswer');
        assert.equal(kindOf(await azure.validateDpor(woodgrove, core, notValid, never)), 'ambiguousAnswer');
        assert.equal(kindOf(await azure.setDpor(woodgrove, core, notValid, never)), 'ambiguousAnswer');
      });
    }
  }

  it('validating saves nothing, and who may only read cannot designate', async () => {
    const { azure, sandbox } = start();
    assert.equal(valueOf(await azure.validateDpor(woodgrove, core, contoso, never)).partnerName, 'Contoso Consulting');
    assert.equal(sandbox.designated(core), undefined);
    await azure.signIn({ kind: 'tenant', tenant: ref('lamna') });
    const portal = idOf('lamna', 'Lamna Patient Portal');
    assert.equal(kindOf(await azure.setDpor(ref('lamna'), portal, contoso, never)), 'ambiguousAnswer');
    assert.equal(sandbox.designated(portal), withoutName);
  });

  it('a change shows after so many readings, and after so much time', async () => {
    let now = Date.parse('2026-05-04T10:00:00Z');
    for (const [billing, pass] of [
      [{ delayReads: 2 }, 0],
      [{ delayMs: 1_000 }, 500],
    ] as const) {
      const { azure } = start({ billing }, () => now);
      valueOf(await azure.setDpor(woodgrove, devTest, contoso, never));
      const seen: string[] = [];
      for (let reading = 0; reading < 3; reading += 1) {
        const one = valueOf(await azure.readDpor(woodgrove, devTest, never));
        seen.push(one.kind === 'designated' ? one.partner.partnerId : one.kind);
        now += pass;
      }
      assert.deepEqual(seen, [fabrikam, fabrikam, contoso]);
    }
  });

  it('a service that refuses this client is asked once for all, until a person starts over', async () => {
    for (const client of [401, 403] as const) {
      const { azure, sandbox } = start({ billing: { client } });
      assert.equal(kindOf(await azure.readDpor(woodgrove, core, never)), 'clientNotAccepted');
      assert.equal(kindOf(await azure.setDpor(ref('alpine'), core, contoso, never)), 'clientNotAccepted');
      const asked = sandbox.requests().filter(({ path }) => path.startsWith('/api/Billing/'));
      assert.equal(asked.length, 1);
      sandbox.setSwitches({ billing: { client: 'accepted' } });
      assert.equal(kindOf(await azure.readDpor(woodgrove, core, never)), 'clientNotAccepted');
      azure.askPortalServiceAgain();
      assert.equal(kindOf(await azure.readDpor(woodgrove, core, never)), 'success');
    }
  });

  const faults: readonly (readonly [FaultAnswer, FailureKind])[] = [
    [{ kind: 'offline' }, 'offline'],
    [{ kind: 'html' }, 'notJson'],
    [{ kind: 'cutOff' }, 'cutOff'],
    [{ kind: 'hang' }, 'timedOut'],
    [{ kind: 'status', status: 429 }, 'throttled'],
    [{ kind: 'status', status: 503 }, 'serviceError'],
    [{ kind: 'status', status: 200, message: 'x'.repeat(70_000) }, 'unexpectedAnswer'],
    [{ kind: 'claimsChallenge', never: true }, 'clientNotAccepted'],
  ];
  for (const [answer, kind] of faults) {
    it(`${answer.kind}${answer.kind === 'status' ? ` ${String(answer.status)}` : ''} is ${kind}`, async () => {
      const { azure, time } = start({ faults: [{ match: { pathIncludes: '/api/Billing' }, answer }] });
      assert.equal(kindOf(await time.run(azure.readDpor(woodgrove, devTest, never))), kind);
    });
  }

  it('a validation or a designation answered for another partner ID is none', async () => {
    const { azure } = start({ faults: [{ match: {}, answer: { kind: 'wrongIdAnswer' } }] });
    assert.equal(kindOf(await azure.validateDpor(woodgrove, core, contoso, never)), 'unexpectedAnswer');
  });

  it('a write whose answer was lost may have happened, is sent once, and reading finds it', async () => {
    for (const answer of [{ kind: 'lostAnswer' }, { kind: 'status', status: 500, applied: true }] as const) {
      const { azure, sandbox, time } = start({ faults: [{ match: { method: 'POST' }, answer }] });
      const outcome = await time.run(azure.setDpor(woodgrove, core, contoso, never));
      assert.equal(!outcome.ok && outcome.failure.mayHaveHappened, true);
      assert.equal(sandbox.requests().filter(({ method }) => method === 'POST').length, 1);
      assert.equal(valueOf(await azure.readDpor(woodgrove, core, never)).kind, 'designated');
    }
  });

  it('is kept in the folder that windows share, and a reset is the beginning', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'partner-link-dpor-'));
    try {
      const open = (): Sandbox => valueOf(openSandbox({ folder, log: silent }));
      const [one, two] = [over(open()), over(open())];
      valueOf(await one.azure.setDpor(woodgrove, core, contoso, never));
      assert.equal(valueOf(await two.azure.readDpor(woodgrove, core, never)).kind, 'designated');
      valueOf(await two.azure.removeDpor(woodgrove, core, never));
      assert.equal(one.sandbox.designated(core), undefined);
      const events = readFileSync(join(folder, 'service.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map(
          (line) => JSON.parse(line) as { kind: string; subscriptionId: string; partnerId?: string; version: number },
        );
      assert.deepEqual(
        events.map(({ kind, subscriptionId, partnerId, version }) => ({ kind, subscriptionId, partnerId, version })),
        [
          { kind: 'designate', subscriptionId: core, partnerId: contoso, version: 1 },
          { kind: 'undesignate', subscriptionId: core, partnerId: undefined, version: 2 },
        ],
      );
      one.sandbox.setDesignated(core, fabrikam);
      assert.equal(two.sandbox.designated(core), fabrikam);
      two.sandbox.reset();
      assert.equal(one.sandbox.designated(core), undefined);
      assert.equal(open().designated(core), undefined);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
