import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Scanner } from '../../src/estate/scan.ts';
import { Store } from '../../src/estate/store.ts';
import { Operations } from '../../src/operations/operations.ts';
import { planPal } from '../../src/operations/plan.ts';
import { samplePartnerIds } from '../../src/sandbox/partners.ts';
import { bigAzure, latencyMs, silent, size } from './estate.ts';
import type { Bench } from './figure.ts';

/** As shipped: `partnerLink.concurrency` of runs. */
const concurrency = 8;

/** Every tenant of the big estate linked to another ID: read, written, read again, with journal, leases and store. */
export const linksBench: Bench = {
  name: 'links',
  async run() {
    const { azure, sandbox } = bigAzure();
    const store = new Store(Date.now, silent);
    await new Scanner({ azure: async () => azure, store, log: silent }).scanAll();
    sandbox.clearRequests();
    const folder = await mkdtemp(join(tmpdir(), 'bench-links-'));
    let [syncs, syncMs] = [0, 0];
    const operations = new Operations({
      folder,
      windowId: 'bench',
      azure: async () => azure,
      store,
      log: silent,
      concurrency: () => concurrency,
      openFile: async (path, how) => {
        const file = await open(path, how === 'new' ? 'ax' : 'a');
        return {
          appendFile: (text, encoding) => file.appendFile(text, encoding),
          datasync: async () => {
            const begin = performance.now();
            await file.datasync();
            syncs += 1;
            syncMs += performance.now() - begin;
          },
          close: () => file.close(),
        };
      },
    });
    try {
      const cpuBefore = process.cpuUsage();
      const begin = performance.now();
      const plan = planPal(
        store.allTenants(),
        { kind: 'link', partnerId: samplePartnerIds.proseware },
        { identityName: (key) => key, partnerName: () => 'Proseware Managed IT' },
      );
      const planned = performance.now() - begin;
      const run = await operations.start(plan);
      if (!run.ok) {
        throw new Error(`The run did not start: ${run.failure.kind}`);
      }
      const { counts } = await run.value.finished;
      const took = performance.now() - begin;
      const cpu = process.cpuUsage(cpuBefore);
      if (counts.done !== size.tenants) {
        throw new Error(`Only ${String(counts.done)} of ${String(size.tenants)} were linked`);
      }
      const requests = sandbox.requests().length;
      const bound = (requests * latencyMs) / concurrency;
      const journal = await readFile(join(folder, 'journal', `${run.value.id}.jsonl`));
      return [
        {
          what: `${String(size.tenants)} links planned, run and verified, ${String(concurrency)} at once`,
          value: took / 1000,
          unit: 's',
          budget: 12,
          note: `planned in ${planned.toFixed(1)} ms; ${(1e-6 * (cpu.user + cpu.system)).toFixed(2)} s of processor time, the stand-in's share included`,
        },
        { what: '  requests per link', value: requests / size.tenants, unit: '' },
        {
          what: '  network bound',
          value: bound / 1000,
          unit: 's',
          note: `${((100 * bound) / took).toFixed(0)} % of the time taken`,
        },
        {
          what: '  journal on the disk',
          value: journal.length / 1024,
          unit: 'KB',
          note: `${String(syncs)} syncs, ${(syncMs / syncs).toFixed(2)} ms each`,
        },
      ];
    } finally {
      await operations.dispose();
      azure.dispose();
      await rm(folder, { recursive: true, force: true });
    }
  },
};
