import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { systemClock } from '../../src/shared/async/clock.ts';
import type * as connectRoom from '../../src/azure/connect.ts';
import { azureCloud } from '../../src/azure/clouds/cloud.ts';
import { Scanner } from '../../src/estate/scan/scanner.ts';
import { Store } from '../../src/estate/store/store.ts';
import { bigSandbox, latencyMs, silent, size } from './estate.ts';
import { median, type Bench } from './figure.ts';

/** From the command to the first row that says *checking…*: cold with the bundle of the azure room still on the disk. */
export const firstRowBench: Bench = {
  name: 'firstRow',
  async run() {
    const folder = await mkdtemp(path.join(tmpdir(), 'partner-link-bench-'));
    try {
      const bundle = path.join(folder, 'azure.cjs');
      await build({
        entryPoints: [fileURLToPath(new URL('../../src/azure/connect.ts', import.meta.url))],
        outfile: bundle,
        bundle: true,
        platform: 'node',
        format: 'cjs',
        target: 'node22',
        minify: true,
        keepNames: true,
        logLevel: 'error',
      });
      const sandbox = bigSandbox();
      sandbox.scenario();
      let room: typeof connectRoom | undefined;
      let azure: ReturnType<typeof connectRoom.connect> | undefined;
      const load = async (): Promise<ReturnType<typeof connectRoom.connect>> => {
        room ??= createRequire(import.meta.url)(bundle) as typeof connectRoom;
        azure ??= room.connect({
          cloud: azureCloud,
          sources: [sandbox.identities],
          httpClient: sandbox.httpClient,
          log: silent,
        });
        return azure;
      };
      const cold = await firstChecking(load);
      const warm: number[] = [];
      for (let round = 0; round < 5; round += 1) {
        warm.push(await firstChecking(load));
      }
      const pages = Math.ceil(size.tenants / sandbox.switches().pageSize);
      azure?.dispose();
      return [
        {
          what: 'first tenant row (checking…) after the command, warm',
          value: median(warm),
          unit: 'ms',
          budget: 200,
          note: `median of ${String(warm.length)}, nothing known before; one page of tenants takes ${String(latencyMs)} ms, there are ${String(pages)}`,
        },
        { what: '  the same, cold', value: cold, unit: 'ms', note: 'loads the bundle of the azure room, once' },
      ];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function firstChecking(azure: () => Promise<ReturnType<typeof connectRoom.connect>>): Promise<number> {
  const store = new Store(systemClock, silent);
  const scanner = new Scanner({ azure, store, log: silent });
  const begin = performance.now();
  const first = new Promise<number>((resolve) => {
    store.onDidChange((change) => {
      if (change.kind === 'tenants' && change.refs.some((ref) => store.tenant(ref)?.pal.kind === 'checking')) {
        resolve(performance.now() - begin);
      }
    });
  });
  const scan = scanner.scanAll();
  const took = await Promise.race([
    first,
    scan.then(() => {
      throw new Error('The scan ended without a row being checked');
    }),
  ]);
  scanner.cancel();
  await scan;
  return took;
}
