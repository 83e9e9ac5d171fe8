import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { attentionReasons } from '../../../../src/estate/view/attention.ts';
import { dporOf } from '../../../../src/estate/store/dporRow.ts';
import { matches } from '../../../../src/estate/view/filter.ts';
import { readSnapshot, writeSnapshot } from '../../../../src/estate/files/snapshotFile.ts';
import { isSnapshotFile } from '../../../../src/estate/files/snapshotGuards.ts';
import { Store } from '../../../../src/estate/store/store.ts';
import type { DporState } from '../../../../src/shared/model/dpor.ts';
import type { TenantRow } from '../../../../src/shared/model/model.ts';
import { info, ready, ref, subscription } from '../support/fakeAzure.ts';

const ea = { kind: 'known', agreement: { agreementType: 'EnterpriseAgreement' } } as const;
const mca = { kind: 'known', agreement: { agreementType: 'MicrosoftCustomerAgreement' } } as const;
const none: DporState = { kind: 'noneReported', at: 5, source: 'portalService' };
const context = { own: [], marks: { get: () => new Set<never>() }, expected: { get: () => undefined } };

class Estate {
  now = 1;
  readonly store = new Store({ now: () => this.now });

  constructor(...ids: readonly string[]) {
    this.store.putIdentities([ready('sample:a')]);
    this.store.putTenants('sample:a', [info('t')]);
    this.list(...ids);
  }

  list(...ids: readonly string[]): void {
    this.now += 1;
    this.store.setSubscriptions(ref('t'), { kind: 'known', list: ids.map((id) => subscription('t', id)) });
  }

  get row(): TenantRow {
    const row = this.store.tenant(ref('t'));
    assert.ok(row);
    return row;
  }
}

function id(name: string): string {
  return subscription('t', name).subscriptionId;
}

describe('What is known of a subscription’s DPOR', () => {
  it('needs attention where an EA subscription is newly seen and none is reported, until the person has seen it', () => {
    const estate = new Estate('old');
    estate.list('old', 'new');
    for (const name of ['old', 'new']) {
      estate.store.setAgreement(ref('t'), id(name), ea);
      estate.store.setDpor(ref('t'), id(name), none);
    }
    assert.deepEqual(attentionReasons(estate.row, context), ['newWithoutDpor']);
    estate.store.markSeen(ref('t'));
    assert.deepEqual(attentionReasons(estate.row, context), []);
    assert.equal(matches(estate.row, 'eaNoneReported', context), true);
  });

  it('needs none of a first listing, of another agreement, or where it was never read', () => {
    const estate = new Estate('old');
    estate.store.setAgreement(ref('t'), id('old'), ea);
    estate.store.setDpor(ref('t'), id('old'), none);
    estate.list('old', 'other', 'unread');
    estate.store.setAgreement(ref('t'), id('other'), mca);
    estate.store.setDpor(ref('t'), id('other'), none);
    estate.store.setAgreement(ref('t'), id('unread'), ea);
    assert.deepEqual(attentionReasons(estate.row, context), []);
  });

  it('tells that a subscription left EA, and does not once it is back', () => {
    const estate = new Estate('s');
    estate.store.setAgreement(ref('t'), id('s'), ea);
    estate.store.setAgreement(ref('t'), id('s'), mca);
    assert.equal(dporOf(estate.row, id('s')).leftEaAt, estate.now);
    estate.store.setAgreement(ref('t'), id('s'), ea);
    assert.equal(dporOf(estate.row, id('s')).leftEaAt, undefined);
  });

  it('keeps a known agreement where the next reading fails', () => {
    const estate = new Estate('s');
    estate.store.setAgreement(ref('t'), id('s'), ea);
    estate.store.setAgreement(ref('t'), id('s'), { kind: 'unknown', failure: { kind: 'forbidden' } });
    assert.equal(dporOf(estate.row, id('s')).agreement, ea);
  });

  it('is forgotten with the subscription', () => {
    const estate = new Estate('s', 'gone');
    estate.store.setAgreement(ref('t'), id('gone'), ea);
    estate.list('s');
    assert.equal(estate.row.dpor, undefined);
  });

  it('teaches the partner’s name', () => {
    const estate = new Estate('s');
    const partner = { partnerId: '1234567', partnerName: 'Contoso Consulting' };
    estate.store.setDpor(ref('t'), id('s'), { kind: 'designated', partner, at: 1, source: 'portalService' });
    estate.store.learnPartnerName('7654321', 'Fabrikam');
    assert.deepEqual(
      [estate.store.partnerName('1234567'), estate.store.partnerName('7654321')],
      ['Contoso Consulting', 'Fabrikam'],
    );
  });

  it('outlives the window, and what a damaged file claims of it is not believed', () => {
    const estate = new Estate('s');
    estate.store.setAgreement(ref('t'), id('s'), ea);
    estate.store.setDpor(ref('t'), id('s'), none);
    const { text } = writeSnapshot(estate.store.snapshot(), Infinity);
    const file: unknown = JSON.parse(text);
    assert.ok(isSnapshotFile(file));
    const other = new Store({ now: () => 10 });
    other.load(readSnapshot(file));
    const again = other.tenant(ref('t'));
    assert.ok(again);
    assert.equal(JSON.stringify(dporOf(again, id('s')).dpor), JSON.stringify(none));
    assert.equal(JSON.stringify(dporOf(again, id('s')).agreement), JSON.stringify(ea));
    const damaged: unknown = JSON.parse(text.replace('"source":"portalService"', '"source":"hearsay"'));
    assert.equal(isSnapshotFile(damaged), false);
  });
});
