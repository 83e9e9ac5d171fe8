import { eventually } from '../e2e/support/eventually.ts';
import { sandboxMode } from '../e2e/support/vscode.ts';
import { median, type Bench } from './figure.ts';
import { insistOnPackaged, load, startMetered, type MeteredHost } from './meteredHost.ts';
import type { Moment, Report } from './meter/report.ts';

const rounds = 10;
const sandboxRounds = 5;

/** Milliseconds on the clock, and of a processor by the extension host's thread. */
interface Took {
  readonly wall: number;
  readonly processor: number;
}

interface Activation {
  /** The `require` of the main bundle and all that it requires. */
  readonly load: Took;
  /** The call of `activate`. */
  readonly call: Took;
  /** The same as VS Code's stopwatch has it, in whole milliseconds: *Load Code* and *Call Activate*. */
  readonly vscode: { readonly load: number; readonly call: number };
  readonly report: Report;
}

/**
 * The packaged extension in fresh extension hosts, its view closed. Judged is what the meter beside it measures: the
 * `require` of the main bundle and the call of `activate`. VS Code's own figures (*Developer: Startup Performance*, added up
 * in *Developer: Show Running Extensions*) stand below: its *Load Code* begins before a wait in which other extensions are
 * loaded. What the extension reads is what Node's module cache holds of its folder some time later.
 */
export const activationBench: Bench = {
  name: 'activation',
  async run() {
    const host = await startMetered({ name: 'bench-activation' });
    try {
      const azure = await activations(host, rounds);
      await host.code.writeFile('mode.json', sandboxMode['mode.json']);
      const sandbox = await activations(host, sandboxRounds);
      const files = Object.entries(Object.assign({}, ...azure.map(({ report }) => report.code)) as Report['code']);
      const bytes = files.reduce((sum, [, size]) => sum + size, 0);
      if (files.length === 0) {
        throw new Error('The meter saw no file of the extension');
      }
      const all = azure.map((one) => one.load.wall + one.call.wall);
      const told = azure.map(({ vscode }) => vscode.load + vscode.call);
      const middle = (value: (one: Activation) => number, of = azure): string => median(of.map(value)).toFixed(1);
      return [
        {
          what: 'activation: the extension’s own time, view closed',
          value: median(all),
          unit: 'ms',
          budget: 30,
          note: `median of ${rounds.toString()} fresh hosts, ${inWords(all)}: load ${middle(({ load }) => load.wall)}, call ${middle(({ call }) => call.wall)}; ${load()}`,
        },
        {
          what: '  of a processor',
          value: median(azure.map((one) => one.load.processor + one.call.processor)),
          unit: 'ms',
          note: `without the turns of other programs: load ${middle(({ load }) => load.processor)}, call ${middle(({ call }) => call.processor)}`,
        },
        {
          what: '  in VS Code’s own words',
          value: median(told),
          unit: 'ms',
          note: `${inWords(told)}: its load, ${middle(({ vscode }) => vscode.load)}, goes on while other extensions have their turn; its call, ${middle(({ vscode }) => vscode.call)}`,
        },
        {
          what: '  in sandbox mode',
          value: median(sandbox.map((one) => one.load.wall + one.call.wall)),
          unit: 'ms',
          note: `median of ${sandbox.length.toString()}; of a processor ${middle((one) => one.load.processor + one.call.processor, sandbox)} ms`,
        },
        {
          what: 'code read at activation',
          value: bytes / 1024,
          unit: 'KB',
          budget: 30,
          note: files.map(([file, size]) => `${file} ${(size / 1024).toFixed(1)}`).join(', '),
        },
      ];
    } finally {
      await host.close();
    }
  },
};

async function activations(host: MeteredHost, count: number): Promise<readonly Activation[]> {
  const found: Activation[] = [];
  while (found.length < count) {
    found.push(await activation(host));
  }
  return found;
}

async function activation(host: MeteredHost): Promise<Activation> {
  const pid = await host.fresh();
  await host.report(pid, ({ first }) => first.activateEnds !== undefined);
  const { workbench } = host.code;
  await workbench.runCommand('Developer: Startup Performance');
  // Extension | Eager | Load Code | Call Activate | Finish Activate | Event | By
  const [, load, call, event] = await eventually(async () => {
    const text = await workbench.editorText();
    const row = /^\| ?partner-link\.partner-link +\|[^|]*\| *(\d+) *\| *(\d+) *\|[^|]*\| *(\S+) *\|/m.exec(text);
    if (row === null) {
      throw new Error(`VS Code says nothing of the activation:\n${text.slice(-3000)}`);
    }
    return row;
  });
  await workbench.runCommand('View: Close All Editors');
  if (event !== 'onStartupFinished') {
    throw new Error(`It was activated by ${String(event)}`);
  }
  // Now, seconds later: also what activation set off and did not wait for.
  const report = await host.report(pid, () => true);
  await insistOnPackaged(report);
  return {
    load: took(report, 'loadBegins', 'loadEnds'),
    call: took(report, 'activateBegins', 'activateEnds'),
    vscode: { load: Number(load), call: Number(call) },
    report,
  };
}

function took({ first, processor }: Report, from: Moment, to: Moment): Took {
  return {
    wall: (first[to] ?? Number.NaN) - (first[from] ?? Number.NaN),
    processor: (processor[to] ?? Number.NaN) - (processor[from] ?? Number.NaN),
  };
}

function inWords(values: readonly number[]): string {
  return `${Math.min(...values).toFixed(1)} to ${Math.max(...values).toFixed(1)}`;
}
