/** All benches, in the order of the table. A further bench is a further line; each file exports one `Bench`. */
import type { Bench } from './figure.ts';

export const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  scan: async () => (await import('./scan.bench.ts')).scanBench,
  firstRow: async () => (await import('./firstRow.bench.ts')).firstRowBench,
  links: async () => (await import('./links.bench.ts')).linksBench,
  runs: async () => (await import('./runs.bench.ts')).runsBench,
  trust: async () => (await import('./trust.bench.ts')).trustBench,
  snapshot: async () => (await import('./snapshot.bench.ts')).snapshotBench,
  package: async () => (await import('./package.bench.ts')).packageBench,
  activation: async () => (await import('./activation.bench.ts')).activationBench,
  view: async () => (await import('./view.bench.ts')).viewBench,
  form: async () => (await import('./form.bench.ts')).formBench,
  overview: async () => (await import('./overview.bench.ts')).overviewBench,
};

/** Not among all: it installs the Azure CLI where that is not there. */
export const byNameOnly: typeof benches = {
  'azure-cli': async () => (await import('./azureCli.bench.ts')).azureCliBench,
};
