import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { attentionReasons, type AttentionContext } from '../../../../src/estate/view/attention.ts';
import { dporOf } from '../../../../src/estate/store/dporRow.ts';
import { matches } from '../../../../src/estate/view/filter.ts';
import { readSnapshot, writeSnapshot } from '../../../../src/estate/files/snapshotFile.ts';
import { isSnapshotFile } from '../../../../src/estate/files/snapshotGuards.ts';
import { Store } from '../../../../src/estate/store/store.ts';
import { exportEstate, type EstateDocument } from '../../../../src/operations/reports/estateExport.ts';
import { planPal } from '../../../../src/operations/plan/plan.ts';
import { confirmation } from '../../../../src/operations/text/planText.ts';
import { dporAfterReading, dporFailed, type DporState } from '../../../../src/shared/model/dpor.ts';
import type { Failure } from '../../../../src/shared/model/failure.ts';
import {
  knownPal,
  stalePal,
  staleSubscriptions,
  type PalState,
  type TenantRow,
} from '../../../../src/shared/model/model.ts';
import { failed } from '../../../../src/shared/model/outcome.ts';
import { info, link, ready, ref, subscription } from '../support/fakeAzure.ts';
import { marksOf } from '../support/rows.ts';

const own = [{ id: '1234567' }];
const context: AttentionContext = { own, marks: marksOf(), expected: new Map() };
const linkedTo = (id: string): PalState => ({ kind: 'linked', link: link(id, `Partner ${id}`) });
const offline: Failure = { kind: 'offline' };
const monday = Date.UTC(2026, 10, 23, 12);
const day = 86_400_000;
const ea = { kind: 'known', agreement: { agreementType: 'EnterpriseAgreement' } } as const;
const designated: DporState = {
  kind: 'designated',
  partner: { partnerId: '1234567' },
  at: monday,
  source: 'portalService',
};

class Estate {
  now = monday;
  readonly store = new Store({ now: () => this.now });
  readonly one = subscription('t1', 's1');

  constructor(pal: PalState = linkedTo('1234567')) {
    this.store.putIdentities([ready('sample:a')]);
    this.store.putTenants('sample:a', [info('t1')]);
    this.store.setPal(ref('t1'), pal, 'scan');
    this.store.setSubscriptions(ref('t1'), { kind: 'known', list: [this.one] });
    this.store.setAgreement(ref('t1'), this.one.subscriptionId, ea);
    this.store.setDpor(ref('t1'), this.one.subscriptionId, designated);
  }

  get row(): TenantRow {
    const row = this.store.tenant(ref('t1'));
    assert.ok(row);
    return row;
  }

  get dpor(): DporState {
    return dporOf(this.row, this.one.subscriptionId).dpor;
  }

  /** Nothing of the tenant can be read. */
  fail(failure: Failure): this {
    this.store.setPal(ref('t1'), { kind: 'checking' }, 'scan');
    this.store.setPal(ref('t1'), { kind: 'unknown', failure }, 'scan');
    this.store.setSubscriptions(ref('t1'), { kind: 'checking' });
    this.store.setSubscriptions(ref('t1'), { kind: 'unknown', failure });
    this.store.setAgreement(ref('t1'), this.one.subscriptionId, { kind: 'unknown', failure });
    this.store.setDpor(ref('t1'), this.one.subscriptionId, dporAfterReading(this.dpor, failed(failure), this.now));
    return this;
  }

  /** As after a restart. */
  reopened(): Estate {
    const file: unknown = JSON.parse(writeSnapshot(this.store.snapshot(), Infinity).text);
    assert.ok(isSnapshotFile(file));
    const next = new Estate();
    next.now = this.now;
    next.store.removeIdentity('sample:a');
    next.now += 1;
    const again = new Store({ now: () => next.now });
    again.load(readSnapshot(file));
    return Object.assign(next, { store: again });
  }
}

function assertStillKnown(estate: Estate): void {
  assert.equal(knownPal(estate.row).kind, 'linked');
  assert.deepEqual(stalePal(estate.row), { asOf: monday, failure: offline });
  assert.deepEqual(staleSubscriptions(estate.row), { asOf: monday, failure: offline });
  assert.deepEqual({ ...estate.dpor, failed: undefined }, { ...designated, failed: undefined });
  assert.deepEqual(dporFailed(estate.dpor), { failure: offline, at: monday + 3 * day });
  const { agreement, agreementAt, agreementFailed } = dporOf(estate.row, estate.one.subscriptionId);
  assert.deepEqual([agreement.kind, agreementAt], ['known', monday]);
  assert.deepEqual(agreementFailed, { failure: offline, at: monday + 3 * day });
}

describe('What could not be read again', () => {
  it('stays known as of its own time, however often it fails, and after a restart', () => {
    const estate = new Estate();
    estate.now += day;
    estate.fail({ kind: 'timedOut' });
    estate.now += 2 * day;
    estate.fail(offline);
    assertStillKnown(estate);
    assertStillKnown(estate.reopened());
  });

  it('is known again, and no longer old, once it could be read', () => {
    const estate = new Estate().fail(offline);
    estate.store.setPal(ref('t1'), linkedTo('1234567'), 'scan');
    estate.store.setSubscriptions(ref('t1'), { kind: 'known', list: [estate.one] });
    estate.store.setAgreement(ref('t1'), estate.one.subscriptionId, ea);
    estate.store.setDpor(ref('t1'), estate.one.subscriptionId, designated);
    assert.deepEqual([stalePal(estate.row), staleSubscriptions(estate.row)], [undefined, undefined]);
    assert.equal(dporFailed(estate.dpor), undefined);
    assert.deepEqual(attentionReasons(estate.row, context), []);
  });

  it('is unknown only where it was never read', () => {
    const store = new Store({ now: () => monday });
    store.putIdentities([ready('sample:a')]);
    store.putTenants('sample:a', [info('t1')]);
    store.setPal(ref('t1'), { kind: 'unknown', failure: offline }, 'scan');
    const row = store.tenant(ref('t1'));
    assert.ok(row);
    assert.deepEqual([knownPal(row).kind, stalePal(row)], ['unknown', undefined]);
  });

  it('counts in filters as what it was, and needs attention as a check that failed', () => {
    const notLinked = new Estate({ kind: 'notLinked' }).fail(offline).row;
    const other = new Estate(linkedTo('7654321')).fail(offline).row;
    assert.ok(matches(notLinked, 'notLinked', context));
    assert.ok(matches(other, 'anotherPartner', context));
    assert.deepEqual(attentionReasons(notLinked, context), ['notLinked', 'checkFailed']);
    assert.deepEqual(attentionReasons(other, context), ['anotherPartner', 'checkFailed']);
    assert.deepEqual(attentionReasons(new Estate().fail(offline).row, context), ['checkFailed']);
  });

  it('needs attention where the DPOR alone, or the agreement, could not be read', () => {
    const estate = new Estate();
    const id = estate.one.subscriptionId;
    estate.store.setDpor(ref('t1'), id, dporAfterReading(estate.dpor, failed(offline), monday));
    assert.deepEqual(attentionReasons(estate.row, context), ['checkFailed']);
    estate.store.setDpor(ref('t1'), id, designated);
    assert.deepEqual(attentionReasons(estate.row, context), []);
    estate.store.setAgreement(ref('t1'), id, { kind: 'unknown', failure: offline });
    assert.deepEqual(attentionReasons(estate.row, context), ['checkFailed']);
    estate.store.setAgreement(ref('t1'), id, ea);
    // It is about this client, and about no tenant in particular.
    estate.store.setDpor(ref('t1'), id, dporAfterReading(designated, failed({ kind: 'clientNotAccepted' }), monday));
    assert.deepEqual(attentionReasons(estate.row, context), []);
  });

  it('is planned upon, which the plan says: the run reads anew before it writes', () => {
    const estate = new Estate(linkedTo('7654321')).fail(offline);
    const plan = planPal(
      [estate.row],
      { kind: 'link', partnerId: '1234567' },
      { identityName: () => 'me', partnerName: () => undefined },
    );
    assert.equal(plan.items[0]?.action.do, 'change');
    assert.equal(plan.items[0]?.asOf, monday);
    const { detail } = confirmation(plan, 'document');
    assert.match(detail.join('\n'), /7654321 · Partner 7654321 → 1234567 \(as of .*2026.*, not checked since\)/u);
  });

  it('is exported with its age and why it is old', () => {
    const row = new Estate().fail(offline).row;
    const exported = { ...context, identity: () => undefined, now: monday + day };
    const csv = exportEstate([row], 'csv', exported);
    assert.match(
      csv,
      /PAL 1234567 · Partner 1234567, as of 2026-11-23T12:00:00\.000Z; could not be checked since: Azure/u,
    );
    const [tenant] = (JSON.parse(exportEstate([row], 'json', exported)) as EstateDocument).tenants;
    assert.equal(tenant?.pal, 'linked');
    assert.equal(tenant.partnerId, '1234567');
    assert.equal(tenant.palAsOf, '2026-11-23T12:00:00.000Z');
    assert.deepEqual(tenant.palFailure, { kind: 'offline' });
  });

  it('is told beside *sign-in needed*, which stays a state of its own', () => {
    for (const pal of [{ kind: 'signInNeeded' }, { kind: 'accountNotAllowed' }] as const) {
      const estate = new Estate();
      estate.store.setPal(ref('t1'), pal, 'scan');
      assert.equal(knownPal(estate.row).kind, pal.kind);
      assert.ok(matches(estate.row, 'signInNeeded', context));
      const exported = { ...context, identity: () => undefined, now: monday + day };
      assert.match(
        exportEstate([estate.row], 'csv', exported),
        /; last known: PAL 1234567 · Partner 1234567, as of 2026-11-23T12:00:00\.000Z/u,
      );
      const [tenant] = (JSON.parse(exportEstate([estate.row], 'json', exported)) as EstateDocument).tenants;
      assert.deepEqual(tenant?.lastKnown, { pal: 'linked', partnerId: '1234567', asOf: '2026-11-23T12:00:00.000Z' });
    }
  });
});

describe('A tenant whose identity cannot be asked', () => {
  it('is as old as its last check, until the identity can be asked again', () => {
    const estate = new Estate();
    estate.now += day;
    for (const [state, failure] of [
      [{ kind: 'failed', failure: offline }, offline],
      [{ kind: 'signInNeeded' }, { kind: 'signInNeeded' }],
      [{ kind: 'notAllowed' }, { kind: 'accountNotAllowed' }],
    ] as const) {
      estate.store.setIdentityState('sample:a', state);
      assert.deepEqual(stalePal(estate.row), { asOf: monday, failure });
      assert.deepEqual(stalePal(estate.store.allTenants()[0] ?? assert.fail()), { asOf: monday, failure });
      // The identity is in trouble, and none of its tenants by itself.
      assert.deepEqual(attentionReasons(estate.row, context), []);
      assert.doesNotMatch(writeSnapshot(estate.store.snapshot(), Infinity).text, /unreached/);
    }
    estate.store.setIdentityState('sample:a', { kind: 'ready' });
    assert.equal(stalePal(estate.row), undefined);
  });

  it('is no older than that where it alone could be read since, or the tenants could not be listed and are asked all the same', () => {
    const estate = new Estate();
    estate.now += day;
    estate.store.setIdentityState('sample:a', { kind: 'failed', failure: { kind: 'serviceError' } });
    assert.equal(stalePal(estate.row), undefined);
    estate.store.setIdentityState('sample:a', { kind: 'failed', failure: offline });
    estate.now += 1;
    estate.store.setPal(ref('t1'), linkedTo('1234567'), 'scan');
    assert.equal(stalePal(estate.row), undefined);
  });
});

describe('What one window could not read and another one could', () => {
  it('is known to both, whichever was later', () => {
    const reads = new Estate();
    const fails = new Store({ now: () => monday + day });
    fails.putIdentities([ready('sample:a')]);
    fails.putTenants('sample:a', [info('t1')]);
    const id = reads.one.subscriptionId;
    fails.setPal(ref('t1'), { kind: 'unknown', failure: offline }, 'scan');
    fails.setSubscriptions(ref('t1'), { kind: 'unknown', failure: offline });
    fails.setAgreement(ref('t1'), id, { kind: 'unknown', failure: offline });
    fails.setDpor(ref('t1'), id, { kind: 'unknown', failure: offline, source: 'portalService' });
    fails.load(reads.store.snapshot());
    const row = fails.tenant(ref('t1'));
    assert.ok(row);
    assert.equal(knownPal(row).kind, 'linked');
    assert.deepEqual(stalePal(row), { asOf: monday, failure: offline });
    assert.deepEqual(staleSubscriptions(row), { asOf: monday, failure: offline });
    const { agreement, agreementFailed, dpor } = dporOf(row, id);
    assert.equal(agreement.kind, 'known');
    assert.deepEqual(agreementFailed, { failure: offline, at: monday + day });
    assert.deepEqual(dpor, { ...designated, failed: { failure: offline, at: monday + day } });
  });

  it('is not told as failed where the other one read it later', () => {
    const reads = new Estate();
    const fails = new Store({ now: () => monday - day });
    fails.putIdentities([ready('sample:a')]);
    fails.putTenants('sample:a', [info('t1')]);
    const id = reads.one.subscriptionId;
    fails.setPal(ref('t1'), { kind: 'unknown', failure: offline }, 'scan');
    fails.setDpor(ref('t1'), id, { kind: 'unknown', failure: offline, source: 'portalService' });
    fails.load(reads.store.snapshot());
    const row = fails.tenant(ref('t1'));
    assert.ok(row);
    assert.equal(stalePal(row), undefined);
    assert.deepEqual(dporOf(row, id).dpor, designated);
  });
});
