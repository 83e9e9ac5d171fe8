import { performance } from 'node:perf_hooks';
import { systemClock } from '../../src/shared/async/clock.ts';
import { Scanner } from '../../src/estate/scan/scanner.ts';
import { paceLimits } from '../../src/shared/async/pace.ts';
import { Store } from '../../src/estate/store/store.ts';
import { bigAzure, heap, latencyMs, networkBound, silent, size } from './estate.ts';
import type { Bench } from './figure.ts';

/** A scan of everything, with listeners as a view has them: events are counted, rows are read once at the end. */
export const scanBench: Bench = {
  name: 'scan',
  async run() {
    const { azure, sandbox, newPace } = bigAzure();
    // The stand-in builds its own estate with the first question; that is not the product's memory.
    await azure.tenants('sample:generated-0', new AbortController().signal);
    sandbox.clearRequests();
    const before = heap();
    const store = new Store(systemClock, silent);
    let events = 0;
    store.onDidChange(() => (events += 1));
    const scanner = new Scanner({ azure: async () => azure, store, log: silent, concurrency: newPace() });
    const cpuBefore = process.cpuUsage();
    const begin = performance.now();
    const summary = await scanner.scanAll();
    const took = performance.now() - begin;
    const cpu = process.cpuUsage(cpuBefore);
    const requests = sandbox.requests();
    const listing = requests.filter(({ path }) => path === '/tenants').length;
    const perTenant = (requests.length - listing) / size.tenants;
    sandbox.clearRequests();
    const grown = heap() - before;
    const known = store
      .allTenants()
      .reduce((sum, row) => sum + (row.subscriptions.kind === 'known' ? row.subscriptions.list.length : 0), 0);
    if (summary.checked !== size.tenants || known !== size.tenants * size.subscriptionsPerTenant) {
      throw new Error(`Only ${String(summary.checked)} tenants and ${String(known)} subscriptions were found`);
    }
    // PAL and subscriptions of a tenant go side by side: one latency a tenant, so many tenants at once, after the listing.
    const bound = listing * latencyMs + networkBound(size.tenants, 1);
    azure.dispose();
    return [
      {
        what: `scan of ${String(size.tenants)} tenants × ${String(size.subscriptionsPerTenant)} subscriptions`,
        value: took / 1000,
        unit: 's',
        budget: 1.6,
        note: `${String(events)} store events, ${(1e-6 * (cpu.user + cpu.system)).toFixed(2)} s of processor time, the stand-in's share included`,
      },
      { what: '  requests per tenant', value: perTenant, unit: '', note: `and ${String(listing)} pages of tenants` },
      {
        what: '  network bound',
        value: bound / 1000,
        unit: 's',
        note: `${((100 * bound) / took).toFixed(0)} % of the time taken; ${String(paceLimits.most)} at once from the first on`,
      },
      { what: '  heap growth: estate, clients and tokens', value: grown / 2 ** 20, unit: 'MB', budget: 64 },
    ];
  },
};
