import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { dporOf } from '../../../../src/estate/store/dporRow.ts';
import { samplePartnerIds } from '../../../../src/sandbox/scenario/partners.ts';
import { sampleIdentityKeys, sampleTenantIds } from '../../../../src/sandbox/scenario/scenario.ts';
import { shownDpor, type DporMode } from '../../../../src/shared/model/dpor.ts';
import { dporText } from '../../../../src/shared/text/statusTable.ts';
import { subscriptionList, type TenantRef } from '../../../../src/shared/model/model.ts';
import type { SandboxOptions } from '../../../../src/sandbox/sandbox.ts';
import { openSampleSession, type SampleSession } from '../../support/sampleSession.ts';
import { silent } from '../../support/logs.ts';

const never = new AbortController().signal;

function ref(name: keyof typeof sampleTenantIds): TenantRef {
  return { identity: sampleIdentityKeys.consultant, tenantId: sampleTenantIds[name] };
}

describe('Subscriptions of a tenant that is opened', () => {
  let sample: SampleSession;

  async function start(dporMode: DporMode = 'ask', sandbox: SandboxOptions = {}): Promise<void> {
    sample = await openSampleSession({ log: silent, own: [{ id: samplePartnerIds.contoso }], dporMode, sandbox });
  }

  afterEach(async () => {
    await sample.close();
  });

  function told(name: keyof typeof sampleTenantIds): Record<string, string> {
    const row = sample.session.store.tenant(ref(name));
    assert.ok(row);
    return Object.fromEntries(
      subscriptionList(row.subscriptions).map((one) => [
        one.displayName ?? '',
        dporText(shownDpor(one, dporOf(row, one.subscriptionId)), []),
      ]),
    );
  }

  function asked(path: string): number {
    return sample.sandbox.requests().filter((one) => one.path.includes(path)).length;
  }

  it('are asked for their agreements and, as long as nobody decided, for no DPOR', async () => {
    await start();
    await sample.session.dpor.tenantOpened(ref('woodgrove'));
    assert.deepEqual(told('woodgrove'), {
      'Woodgrove Core': 'DPOR not checked',
      'Woodgrove Dev/Test': 'DPOR not checked',
      'Woodgrove Pilot 2022': 'DPOR not checked',
    });
    assert.deepEqual([asked('billingProperty'), asked('/api/Billing')], [3, 0]);
  });

  it('are asked for their DPORs, too, where the portal’s service may be asked', async () => {
    await start('portalService');
    await sample.session.dpor.tenantOpened(ref('woodgrove'));
    assert.deepEqual(told('woodgrove'), {
      'Woodgrove Core': 'DPOR: none reported',
      'Woodgrove Dev/Test': 'DPOR 6203519 · Fabrikam Cloud Services',
      // Nothing says that it is under an Enterprise Agreement.
      'Woodgrove Pilot 2022': 'DPOR not checked',
    });
    assert.equal(sample.session.store.partnerName(samplePartnerIds.fabrikam), 'Fabrikam Cloud Services');
  });

  it('are read once, however often the tree asks, and again when that was made stale', async () => {
    await start();
    const { dpor } = sample.session;
    await Promise.all([dpor.tenantOpened(ref('alpine')), dpor.tenantOpened(ref('alpine'))]);
    await dpor.tenantOpened(ref('alpine'));
    assert.equal(asked('billingProperty'), 2);
    dpor.makeStale([ref('alpine')]);
    await dpor.tenantOpened(ref('alpine'));
    assert.equal(asked('billingProperty'), 4);
  });

  it('are not asked again and again where that fails', async () => {
    await start('portalService', { switches: { billing: { client: 403 } } });
    const { dpor } = sample.session;
    await dpor.tenantOpened(ref('alpine'));
    await dpor.tenantOpened(ref('alpine'));
    assert.equal(
      told('alpine')['Alpine EA Production'],
      'DPOR unknown (the portal’s billing service does not accept this client)',
    );
    assert.deepEqual([asked('billingProperty'), asked('/api/Billing')], [2, 1]);
  });

  it('say why an agreement is not known', async () => {
    await start('ask', {
      switches: { faults: [{ match: { pathIncludes: 'billingProperty' }, answer: { kind: 'forbidden' } }] },
    });
    await sample.session.dpor.tenantOpened(ref('woodgrove'));
    assert.match(told('woodgrove')['Woodgrove Core'] ?? '', /^DPOR unknown \(/);
  });

  it('that are new are looked at by themselves where the portal’s service may be asked, and need attention', async () => {
    await start('portalService');
    const { store } = sample.session;
    const row = store.tenant(ref('woodgrove'));
    assert.ok(row?.subscriptions.kind === 'known');
    const { list } = row.subscriptions;
    const core = list.find(({ displayName }) => displayName === 'Woodgrove Core');
    store.setSubscriptions(ref('woodgrove'), { kind: 'known', list: list.filter((one) => one !== core) });
    store.setSubscriptions(ref('woodgrove'), { kind: 'known', list });
    await sample.session.dpor.tenantOpened(ref('woodgrove'));
    assert.equal(sample.session.countMatching('needsAttention') > 0, true);
    assert.equal(told('woodgrove')['Woodgrove Core'], 'DPOR: none reported');
  });

  it('are told of when Azure said something of them in this session, and only then', async () => {
    await start();
    const [one] = subscriptionList(sample.session.store.tenant(ref('alpine'))?.subscriptions ?? { kind: 'notChecked' });
    assert.ok(one);
    const subscription = { tenant: ref('alpine'), subscriptionId: one.subscriptionId };
    assert.equal(sample.session.dpor.wasTold(subscription), false);
    sample.sandbox.setSwitches({
      faults: [{ match: { pathIncludes: '/api/Billing' }, answer: { kind: 'cutOff' } }],
    });
    await sample.session.dpor.readDpors([subscription], never);
    assert.equal(sample.session.dpor.wasTold(subscription), false);
    sample.sandbox.setSwitches({ faults: [] });
    await sample.session.dpor.readDpors([subscription], never);
    assert.equal(sample.session.dpor.wasTold(subscription), true);
  });
});
