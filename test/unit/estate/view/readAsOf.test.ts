import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { readAsOf } from '../../../../src/estate/view/readAsOf.ts';
import { newRow } from '../../../../src/estate/store/row.ts';
import type { TenantRow } from '../../../../src/shared/model/model.ts';

const scanned = 1_000;

function readAt(at: number | undefined): TenantRow {
  const row = newRow({ identity: 'i', tenantId: 't' }, { tenantId: 't' });
  return at === undefined ? row : { ...row, confirmed: { pal: { kind: 'notLinked' }, at } };
}

describe('The age of what is shown', () => {
  for (const [title, rows, since] of [
    ['is that of the last full scan where nothing was read since', [900, 950], scanned],
    ['is that of the last full scan where something was not read since', [900, 5_000], scanned],
    ['is renewed by a run that read everything back', [6_000, 5_000], 5_000],
    ['leaves out tenants of which Azure never told anything', [6_000, undefined], 6_000],
    ['is that of the last full scan where Azure told nothing of any', [undefined], scanned],
    ['is that of the last full scan where there is no tenant', [], scanned],
  ] as const) {
    it(title, () => {
      assert.equal(readAsOf(scanned, rows.map(readAt)), since);
    });
  }

  it('is not known before the first full scan has ended', () => {
    assert.equal(readAsOf(undefined, [readAt(5_000)]), undefined);
  });
});
