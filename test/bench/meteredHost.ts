/** A real VS Code with the packaged product and the meter beside it, one fresh extension host after the other. */
import { readdir, readFile } from 'node:fs/promises';
import { loadavg } from 'node:os';
import path from 'node:path';
import { packBeside } from '../../scripts/hosts/packBeside.ts';
import { out, root } from '../../scripts/hosts/paths.ts';
import { packageExtension } from '../../scripts/package.ts';
import { eventually } from '../e2e/support/eventually.ts';
import { startVSCode, type VSCode, type VSCodeOptions } from '../e2e/support/vscode.ts';
import { isReport, meterId, type Report } from './meter/report.ts';

/** Packs the product and the meter, and opens a first window with both. */
export async function startMetered({
  watchesView = false,
  ...options
}: VSCodeOptions & {
  /** Also looks at the view's data provider, which takes time of its own. */
  readonly watchesView?: boolean;
}): Promise<MeteredHost> {
  await packageExtension();
  const code = await startVSCode({ ...options, beside: [await packMeter(watchesView)] });
  return new MeteredHost(code);
}

async function packMeter(watchesView: boolean): Promise<string> {
  return packBeside({
    source: path.join(root, 'test/bench/meter'),
    name: 'meter',
    folder: path.join(out, 'bench', 'meter'),
    define: { watchesView: String(watchesView) },
  });
}

export class MeteredHost {
  readonly code: VSCode;
  /** The extension host that was last waited for. */
  pid = 0;

  constructor(code: VSCode) {
    this.code = code;
  }

  /** Reloads the window and ends in the process id of the extension host in which the meter then runs. */
  async fresh(): Promise<number> {
    const before = new Set(await this.#reported());
    await this.code.reload();
    this.pid = await eventually(async () => {
      const pid = (await this.#reported()).find((one) => !before.has(one));
      if (pid === undefined) {
        throw new Error(`No new extension host among ${this.code.extensionHosts().join(', ')}`);
      }
      return pid;
    }, 60_000);
    return this.pid;
  }

  /** Ends when the report of this extension host is as wanted. */
  async report(pid: number, wanted: (report: Report) => boolean, withinMs = 60_000): Promise<Report> {
    return eventually(async () => {
      const report = await this.code.readFile(path.join('..', meterId, `${pid.toString()}.json`));
      if (!isReport(report) || !wanted(report)) {
        throw new Error(`The meter has not seen it yet: ${JSON.stringify(report)}`);
      }
      return report;
    }, withinMs);
  }

  async #reported(): Promise<readonly number[]> {
    const files = await readdir(this.code.storagePath('..', meterId)).catch(() => []);
    return files.filter((file) => /^\d+\.json$/.test(file)).map((file) => Number.parseInt(file, 10));
  }

  async close(): Promise<void> {
    await this.code.close();
  }
}

/** Others rebuild the same folder while this project is worked on: only the minified bundles count. */
export async function insistOnPackaged(report: Report): Promise<void> {
  const main = await readFile(path.join(report.product ?? '', 'dist/extension.cjs'), 'utf8');
  if (main.includes('sourceMappingURL')) {
    throw new Error('The VSIX holds a bundle for development: run it again while nobody else builds');
  }
}

/** For notes: what else the machine did. */
export function load(): string {
  return `load ${(loadavg()[0] ?? 0).toFixed(1)}`;
}
