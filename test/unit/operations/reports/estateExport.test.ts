import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { plain } from '../../../../src/operations/reports/documentMedium.ts';
import {
  exportEstate,
  type EstateDocument,
  type EstateDocumentTenant,
} from '../../../../src/operations/reports/estateExport.ts';
import type { TenantRow } from '../../../../src/shared/model/model.ts';
import { row } from '../../estate/support/rows.ts';

const at = Date.UTC(2026, 2, 1);
const asOf = '2026-03-01T00:00:00.000Z';
const unread = { kind: 'unknown', failure: { kind: 'serviceError', status: 500, code: 'Busy' } } as const;
const linked = { kind: 'linked', link: { partnerId: '1', partnerName: 'Contoso' } } as const;

function told(one: TenantRow): EstateDocumentTenant | undefined {
  const context = {
    own: [],
    marks: { get: () => new Set<never>() },
    expected: new Map(),
    identity: () => undefined,
    now: at,
  };
  return (JSON.parse(exportEstate([one], 'json', context)) as EstateDocument).tenants[0];
}

describe('A tenant in the overview', () => {
  it('that could not be read is as of when it was read last, and says why', () => {
    const tenant = told({ ...row('t'), pal: unread, confirmed: { pal: linked, at } });
    assert.deepEqual(
      [tenant?.pal, tenant?.partnerId, tenant?.palAsOf, tenant?.palFailure, tenant?.lastKnown],
      ['linked', '1', asOf, { kind: 'serviceError', code: 'Busy', status: 500 }, undefined],
    );
  });

  it('whose state says nothing of it tells what was known last', () => {
    const pal = { kind: 'signInNeeded' } as const;
    assert.deepEqual(told({ ...row('t'), pal, confirmed: { pal: linked, at } })?.lastKnown, {
      pal: 'linked',
      partnerId: '1',
      asOf,
    });
    assert.deepEqual(told({ ...row('t'), pal, confirmed: { pal: { kind: 'notLinked' }, at } })?.lastKnown, {
      pal: 'notLinked',
      asOf,
    });
  });

  it('that is covered names those it is covered through; its identity is named by its key where nobody knows it', () => {
    const through = [{ tenantId: 'm', name: 'Managing' }];
    const covered = told({ ...row('t'), pal: { kind: 'covered', through, itself: { kind: 'notLinked' } } });
    assert.deepEqual([covered?.pal, covered?.coveredThrough], ['covered', ['m']]);
    assert.deepEqual(covered?.identity, { key: row('t').ref.identity, name: row('t').ref.identity });
  });

  it('has as many subscriptions as are known', () => {
    const list = [{ subscriptionId: 's', tenantId: 't', state: 'Enabled' }];
    const { failure } = unread;
    for (const [subscriptions, count] of [
      [{ kind: 'notChecked' }, undefined],
      [{ kind: 'known', list }, 1],
      [{ kind: 'unknown', failure }, undefined],
      [{ kind: 'unknown', failure, list }, 1],
    ] as const) {
      assert.equal(told({ ...row('t'), subscriptions })?.subscriptions, count);
    }
  });
});

describe('The headings of a mail', () => {
  it('are lines, the first of which is underlined', () => {
    assert.deepEqual(
      [plain.heading('Title', 1), plain.heading('Part', 2)],
      [
        ['Title', '=====', ''],
        ['Part', ''],
      ],
    );
  });
});
