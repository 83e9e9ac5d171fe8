import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { systemClock } from '../../src/shared/async/clock.ts';
import { EstateFile } from '../../src/estate/files/estateFile.ts';
import { filters, matches } from '../../src/estate/view/filter.ts';
import { inOrder, rowNames } from '../../src/estate/store/rowOrder.ts';
import { Store } from '../../src/estate/store/store.ts';
import type { Subscription, TenantMark } from '../../src/shared/model/model.ts';
import { heap, silent, size } from './estate.ts';
import { median, type Bench } from './figure.ts';

const marks = { get: (): ReadonlySet<TenantMark> => new Set<TenantMark>() };
const watch = async (): Promise<{ dispose(): void }> => ({ dispose: () => {} });

/** The last known estate on opening, the filter over it, and what it costs in memory. */
export const snapshotBench: Bench = {
  name: 'snapshot',
  async run() {
    const folder = await mkdtemp(path.join(tmpdir(), 'partner-link-bench-'));
    try {
      const saving = await save(folder);
      const bytes = (await stat(path.join(folder, 'estate.json'))).size;
      const before = heap();
      // Once, as on opening: nothing is compiled or warmed up yet, but what saving shares with it.
      const store = new Store(systemClock, silent);
      const file = new EstateFile({ folder, store, log: silent, watch });
      const begin = performance.now();
      await file.open();
      const rows = inOrder(store.allTenants(), marks);
      const names = rowNames(rows.map((row) => row.info));
      const loading = performance.now() - begin;
      const grown = heap() - before;
      if (names.size !== size.tenants) {
        throw new Error(`Only ${String(names.size)} rows came back`);
      }
      const slowest = Math.max(
        ...filters.map((filter) => {
          const once = (): number => {
            const start = performance.now();
            const own = [{ id: '111' }];
            inOrder(
              store.allTenants().filter((row) => matches(row, filter, { own, marks, expected: new Map() })),
              marks,
            );
            return performance.now() - start;
          };
          return median(Array.from({ length: 9 }, once));
        }),
      );
      await file.dispose();
      return [
        {
          what: 'rows from the snapshot: read, believed, ordered, named',
          value: loading,
          unit: 'ms',
          budget: 100,
          note: `${(bytes / 2 ** 20).toFixed(2)} MB on the disk; what VS Code needs to draw them is measured in the host`,
        },
        { what: '  saving it', value: saving, unit: 'ms', note: 'with fsync' },
        {
          what: 'filter over it, ordered',
          value: slowest,
          unit: 'ms',
          budget: 16,
          note: 'the slowest filter, median of 9',
        },
        { what: '  heap growth: the estate alone', value: grown / 2 ** 20, unit: 'MB', budget: 64 },
      ];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function save(folder: string): Promise<number> {
  const store = new Store(systemClock, silent);
  const file = new EstateFile({ folder, store, log: silent, watch });
  await file.open();
  fill(store);
  const begin = performance.now();
  await file.dispose();
  return performance.now() - begin;
}

/** As a scan leaves it, with everything that can be known of a row. */
function fill(store: Store): void {
  const identity = { key: 'vscode:bench', kind: 'vscodeAccount', name: 'mira@contoso.example' } as const;
  const id = (kind: string, a: number, b = 0): string =>
    `${kind}-${a.toString(16).padStart(4, '0')}-4000-8000-${b.toString(16).padStart(12, '0')}`;
  const tenants = Array.from({ length: size.tenants }, (_, index) => ({
    tenantId: id('7e000000', index),
    displayName: `Customer ${String((index * 7919) % size.tenants)} Aktiengesellschaft`,
    defaultDomain: `customer${String(index)}.onmicrosoft.com`,
    category: 'ManagedBy',
    countryCode: 'DE',
  }));
  store.putIdentities([{ identity, state: { kind: 'ready' } }]);
  store.putTenants(identity.key, tenants);
  tenants.forEach(({ tenantId }, index) => {
    const ref = { identity: identity.key, tenantId };
    const partnerId = index % 5 === 0 ? '999' : '111';
    store.setPal(
      ref,
      index % 3 === 0
        ? { kind: 'notLinked' }
        : {
            kind: 'linked',
            link: {
              partnerId,
              partnerName: 'Contoso Consulting',
              tenantId,
              objectId: id('0b000000', index),
              version: 3,
              updatedTime: '2025-11-04T13:02:45.7721934Z',
            },
          },
      'scan',
    );
    const list = Array.from({ length: size.subscriptionsPerTenant }, (_, number): Subscription => ({
      subscriptionId: id('5b000000', index, number),
      displayName: `Customer ${String(index)} Production ${String(number)}`,
      tenantId,
      state: 'Enabled',
      quotaId: 'CSP_2015-05-01',
      managedByTenantIds: [],
    }));
    store.setSubscriptions(ref, { kind: 'known', list });
  });
  store.scanEnded(Date.now());
}
