import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { attentionReasons } from '../../../../src/estate/view/attention.ts';
import { emptySnapshot } from '../../../../src/estate/store/merge.ts';
import { newRow, withPalChecked, withPalChecking, withPalRecalled } from '../../../../src/estate/store/row.ts';
import { readSnapshot, writeSnapshot } from '../../../../src/estate/files/snapshotFile.ts';
import { isSnapshotFile } from '../../../../src/estate/files/snapshotGuards.ts';
import { dporAfterReading, type DporState } from '../../../../src/shared/model/dpor.ts';
import type { PalState, TenantRow } from '../../../../src/shared/model/model.ts';
import { failed, success } from '../../../../src/shared/model/outcome.ts';
import { palStatus } from '../../../../src/shared/text/statusTable.ts';
import { settledAfterMs, verdictOf, type UnclearWrite } from '../../../../src/shared/model/unclearWrite.ts';

const ref = { identity: 'sample:me', tenantId: '11111111-1111-4111-8111-111111111111' };
const at = 1_000_000;

const change: UnclearWrite = {
  from: { partnerId: '7654321' },
  to: { partnerId: '1234567' },
  at,
  failure: { kind: 'timedOut' },
  run: { id: '20261129T080000000Z-0001', item: 3 },
};

const linked = (partnerId: string): PalState => ({ kind: 'linked', link: { partnerId } });

function unclearRow(write: UnclearWrite = change): TenantRow {
  const before = withPalChecked(newRow(ref, { tenantId: ref.tenantId }), linked('7654321'), 'scan', at - 10);
  return withPalChecked(before, { kind: 'unclear', write }, 'run', at);
}

describe('What a reading proves of an unclear write', () => {
  it('is that it was written, as soon as what was to be held is held', () => {
    assert.equal(verdictOf(change, '1234567', at + 1, 'pal'), 'written');
    assert.equal(verdictOf({ ...change, to: undefined }, undefined, at + 1, 'pal'), 'written');
  });

  it('is nothing while the former state may only be an old answer', () => {
    assert.equal(verdictOf(change, '7654321', at + settledAfterMs.pal - 1, 'pal'), undefined);
    assert.equal(verdictOf({ ...change, from: undefined }, undefined, at, 'pal'), undefined);
  });

  it('is that nothing was written, when the former state is read long after', () => {
    assert.equal(verdictOf(change, '7654321', at + settledAfterMs.pal, 'pal'), 'notWritten');
    assert.equal(verdictOf(change, '7654321', at + settledAfterMs.pal, 'dpor'), undefined);
  });

  it('is that somebody else changed it, when it is neither', () => {
    assert.equal(verdictOf(change, '9999999', at, 'pal'), 'changedSince');
    assert.equal(verdictOf(change, undefined, at, 'pal'), 'changedSince');
  });
});

describe('A row with an unclear write', () => {
  it('says so, and needs attention', () => {
    const context = { own: [], marks: { get: () => new Set<never>() }, expected: { get: () => undefined } };
    assert.equal(palStatus(unclearRow().pal, []).long, 'unclear: may have been written (no answer in time)');
    assert.deepEqual(attentionReasons(unclearRow(), context as never), ['unclear']);
  });

  it('stays so through readings that prove nothing, and through such that fail', () => {
    const old = withPalChecked(withPalChecking(unclearRow()), linked('7654321'), 'scan', at + 1_000);
    assert.equal(old.pal.kind, 'unclear');
    assert.equal(old.checkedAt, at + 1_000);
    const unread = withPalChecked(old, { kind: 'unknown', failure: { kind: 'offline' } }, 'scan', at + 2_000);
    assert.equal(unread.pal.kind, 'unclear');
  });

  it('takes what was written as the run’s own change and not as drift', () => {
    const row = withPalChecked(unclearRow(), linked('1234567'), 'scan', at + 1_000);
    assert.deepEqual(row.pal, linked('1234567'));
    assert.equal(row.drift, undefined);
  });

  it('takes somebody else’s change for drift', () => {
    const row = withPalChecked(unclearRow(), linked('9999999'), 'scan', at + 1_000);
    assert.deepEqual(row.drift, { was: '7654321', is: '9999999', noticedAt: at + 1_000 });
  });

  it('is recalled from a journal, unless the row was checked since', () => {
    const before = withPalChecked(newRow(ref, { tenantId: ref.tenantId }), { kind: 'notLinked' }, 'scan', at - 10);
    assert.equal(withPalRecalled(before, { kind: 'unclear', write: change }, at).pal.kind, 'unclear');
    assert.equal(withPalRecalled(before, { kind: 'unclear', write: change }, at - 20).pal.kind, 'notLinked');
  });

  it('is so after a restart, and a damaged one is not believed', () => {
    const identity = { key: ref.identity, kind: 'sample', name: 'me' } as const;
    const rows = [unclearRow()];
    const written = writeSnapshot(
      { ...emptySnapshot, identities: [{ identity, state: { kind: 'ready' }, seenAt: at, tenants: rows }] },
      1_000_000,
    );
    const file: unknown = JSON.parse(written.text);
    assert.ok(isSnapshotFile(file));
    assert.deepEqual(readSnapshot(file).identities[0]?.tenants[0]?.pal, unclearRow().pal);
    assert.ok(!isSnapshotFile(JSON.parse(written.text.replace('"kind":"timedOut"', '"kind":"?"'))));
  });
});

describe('A subscription with an unclear designation', () => {
  const unclear: DporState = { kind: 'unclear', write: change, source: 'portalService' };

  it('stays so until a reading proves something', () => {
    const old = success({ kind: 'designated', partner: { partnerId: '7654321' } } as const);
    assert.equal(dporAfterReading(unclear, old, at + 1_000), unclear);
    assert.equal(dporAfterReading(unclear, failed({ kind: 'offline' }), at + 1_000), unclear);
    assert.equal(dporAfterReading(unclear, old, at + settledAfterMs.dpor).kind, 'designated');
  });

  it('is designated once that shows', () => {
    const shows = success({ kind: 'designated', partner: { partnerId: '1234567' } } as const);
    const state = dporAfterReading(unclear, shows, at + 1_000);
    assert.ok(state.kind === 'designated' && state.partner.partnerId === '1234567');
  });
});
