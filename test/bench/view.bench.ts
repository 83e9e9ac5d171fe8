import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from '../e2e/support/eventually.ts';
import { sandboxMode } from '../e2e/support/vscode.ts';
import { latencyMs, size } from './estate.ts';
import { median, type Bench } from './figure.ts';
import { insistOnPackaged, load, startMetered, type MeteredHost } from './meteredHost.ts';
import type { Moment, Refresh, Report, Switch } from './meter/report.ts';

const rounds = 5;
const coldRounds = 3;

const scenario = { kind: 'generated', ...size, linkedShare: 0.6, anotherPartnerShare: 0.1, signInShare: 0 } as const;

/** Watches the page of each window from its beginning: when the first row stands there, and when it tells of a scan. */
const pageClock = `
  globalThis.benchPage = { clicked: 0, row: 0, scan: 0 };
  addEventListener('pointerdown', () => {
    benchPage.clicked = performance.timeOrigin + performance.now();
    benchPage.scan = 0;
  }, true);
  const look = () => {
    const now = performance.timeOrigin + performance.now();
    const descriptions = document.querySelectorAll('.sidebar [role="treeitem"] .label-description');
    if (descriptions.length > 0) {
      benchPage.row ||= now;
      const texts = [...descriptions, ...document.querySelectorAll('.sidebar .pane .message')];
      if (!benchPage.scan && texts.some((one) => /^checking|tenants checked|^Looking for/.test(one.textContent))) {
        benchPage.scan = now;
      }
    }
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
`;

interface PageClock {
  readonly clicked: number;
  readonly row: number;
  readonly scan: number;
}

/** The last one leaves the view as it was. */
const arrangements = [
  ['Group By…', 'What to Do'],
  ['Group By…', 'Partner ID'],
  ['Group By…', 'Access'],
  ['Group By…', 'Identity'],
  ['Sort By…', 'Attention'],
  ['Sort By…', 'Last Changed'],
  ['Sort By…', 'Name'],
  ['Group By…', 'Nothing'],
] as const;

/** The big estate in the real workbench: what is known from before when a window opens, and the first row of a scan. */
export const viewBench: Bench = {
  name: 'view',
  async run() {
    const host = await startMetered({
      name: 'bench-view',
      files: { ...sandboxMode, 'sandbox/switches.json': { scenario, latencyMs } },
      watchesView: true,
    });
    try {
      await host.code.workbench.page.addInitScript(pageClock);
      await host.fresh();
      await scanOnce(host);
      const restored = await times(rounds, () => opening(host, 'restored'));
      const warm = await times(rounds, (round) => warmRefresh(host, round));
      const switched = await times(arrangements.length, (round) => rearranged(host, round));
      await showExplorer(host);
      const opened = await times(rounds, () => opening(host, 'clicked'));
      const cold = await times(coldRounds, () => coldRefresh(host));
      const all = opened.map(({ report }) => afterBoth(report, 'rowsThere'));
      const middle = (of: readonly Opening[], value: (one: Opening) => number): string =>
        median(of.map(value)).toFixed(0);
      return [
        {
          what: `rows from the snapshot in the host, view opened: all ${size.tenants.toString()} rendered by the provider`,
          value: median(all),
          unit: 'ms',
          budget: 100,
          note: `first opening in a fresh host that has come to rest, from VS Code’s telling that the view is visible; median of ${rounds.toString()}, ${all.map((one) => one.toFixed(0)).join(' ')}; ${middle(opened, ({ report }) => ofProcessor(report))} ms of a processor, ${middle(opened, ({ report }) => report.bundles['session.cjs']?.wall ?? Number.NaN)} ms to load the session’s bundle; ${load()}`,
        },
        {
          what: '  on the page',
          value: median(opened.map(({ page }) => page.row - page.clicked)),
          unit: 'ms',
          note: 'from the click on the icon to the first row',
        },
        {
          what: '  in a window that comes up with the view open',
          value: median(restored.map(({ report }) => afterBoth(report, 'rowsThere'))),
          unit: 'ms',
          note: `from the end of activation, or the view’s being visible where that is later; ${middle(restored, ({ report }) => ofProcessor(report))} ms of a processor, in which other extensions start as well; on the page ${middle(restored, ({ report, page }) => page.row - visible(report))}`,
        },
        {
          what: 'Refresh All Tenants in the host: first row (checking…), warm',
          value: median(warm.map(({ refresh }) => untilChecking(refresh))),
          unit: 'ms',
          budget: 200,
          note: `from the command’s arrival to the provider’s telling of the row; median of ${rounds.toString()}, ${latencyMs.toString()} ms to every answer; ${load()}`,
        },
        {
          what: '  on the page',
          value: median(warm.map(({ page }) => page.scan - page.clicked)),
          unit: 'ms',
          note: 'from the click in the palette to a row that says so, or the count of those checked: a row may be done before VS Code draws it',
        },
        {
          what: `switching what tenants are grouped or sorted by: all ${size.tenants.toString()} rendered by the provider`,
          value: median(switched.map(({ begun, drawn = Number.NaN }) => drawn - begun)),
          unit: 'ms',
          budget: 50,
          note: `from the answer’s arrival in the host; median of ${arrangements.map(([, choice]) => choice).join(', ')}; ${switched.map(({ begun, drawn = Number.NaN }) => (drawn - begun).toFixed(0)).join(' ')}; ${median(switched.map(({ processor = Number.NaN }) => processor)).toFixed(0)} ms of a processor; ${load()}`,
        },
        {
          what: '  the same in the host, cold',
          value: median(cold.map(untilChecking)),
          unit: 'ms',
          note: `first thing in a fresh host: reads all bundles and the snapshot, and builds the stand-in’s estate; median of ${coldRounds.toString()}`,
        },
      ];
    } finally {
      await host.close();
    }
  },
};

/** Opens the view for the first time and ends when the scan that this begins is saved. */
async function scanOnce(host: MeteredHost): Promise<void> {
  await host.code.workbench.openView('Partner Link', 'Tenants');
  await eventually(async () => {
    const estate = await host.code.readFile('sandbox/estate.json').catch(() => undefined);
    if (typeof estate !== 'object' || estate === null || !('knownAsOf' in estate)) {
      throw new Error('The first scan is not saved yet');
    }
  }, 120_000);
}

interface Opening {
  readonly report: Report;
  readonly page: PageClock;
}

/** A fresh host whose window comes up with the view open, or in which it is opened when all has come to rest. */
async function opening(host: MeteredHost, how: 'restored' | 'clicked'): Promise<Opening> {
  const pid = how === 'clicked' ? await coldHost(host) : await host.fresh();
  if (how === 'clicked') {
    await host.code.workbench.activity('Partner Link').click();
  }
  const report = await host.report(pid, ({ first }) => first.rowsThere !== undefined && first.rowsGiven !== undefined);
  await insistOnPackaged(report);
  if (report.rows !== size.tenants) {
    throw new Error(`Only ${report.rows.toString()} rows came from the snapshot`);
  }
  const page = await eventually(async () => {
    const now = await pageOf(host);
    if (now.row === 0) {
      throw new Error('No row is on the page');
    }
    return now;
  });
  if (how === 'clicked') {
    await showExplorer(host);
  }
  return { report, page };
}

async function showExplorer(host: MeteredHost): Promise<void> {
  const icon = host.code.workbench.activity('Explorer');
  // A click on the icon of what is shown would hide the side bar.
  if ((await icon.getAttribute('aria-selected')) !== 'true') {
    await icon.click();
  }
}

/** A fresh host that has come to rest with the view closed. Which view is open is saved in the browser's own time. */
async function coldHost(host: MeteredHost): Promise<number> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const pid = await host.fresh();
    const { code } = await host.report(pid, ({ first, idle }) => first.activateEnds !== undefined && idle);
    if (!('dist/session.cjs' in code)) {
      return pid;
    }
    await showExplorer(host);
    await delay(6_000);
  }
  throw new Error('It is not cold: the session was loaded by itself');
}

async function warmRefresh(
  host: MeteredHost,
  round: number,
): Promise<{ readonly refresh: Refresh; readonly page: PageClock }> {
  const refresh = await refreshed(host, round);
  const page = await eventually(async () => {
    const now = await pageOf(host);
    if (now.scan === 0) {
      throw new Error('Nothing on the page says that a scan goes on');
    }
    return now;
  });
  await host.code.workbench.runCommand('Partner Link: Stop Scanning');
  await host.report(host.pid, ({ refreshes }) => refreshes[round]?.ended !== undefined);
  return { refresh, page };
}

async function rearranged(host: MeteredHost, round: number): Promise<Switch> {
  const [command, choice] = arrangements[round % arrangements.length] ?? arrangements[0];
  await host.code.workbench.runCommand(`Partner Link: ${command}`);
  await host.code.workbench.quickInput.choose(choice);
  const { switches } = await host.report(host.pid, (report) => report.switches[round]?.drawn !== undefined);
  return switches[round] ?? { begun: Number.NaN };
}

async function coldRefresh(host: MeteredHost): Promise<Refresh> {
  await coldHost(host);
  return refreshed(host, 0);
}

async function refreshed(host: MeteredHost, round: number): Promise<Refresh> {
  await host.code.workbench.runCommand('Partner Link: Refresh All Tenants');
  const { refreshes } = await host.report(host.pid, (report) => report.refreshes[round]?.checking !== undefined);
  const refresh = refreshes[round];
  if (refresh === undefined) {
    throw new Error('The meter lost a refresh');
  }
  return refresh;
}

function pageOf(host: MeteredHost): Promise<PageClock> {
  return host.code.workbench.page.evaluate<PageClock>('benchPage');
}

async function times<T>(count: number, once: (round: number) => Promise<T>): Promise<readonly T[]> {
  const all: T[] = [];
  while (all.length < count) {
    all.push(await once(all.length));
  }
  return all;
}

function untilChecking(refresh: Refresh): number {
  return (refresh.checking ?? Number.NaN) - refresh.begun;
}

/** VS Code may tell that the view is visible before or after activation has ended. */
function visible({ first }: Report): number {
  return Math.max(first.viewVisible ?? Number.NaN, first.activateEnds ?? Number.NaN);
}

function afterBoth(report: Report, moment: Moment): number {
  return (report.first[moment] ?? Number.NaN) - visible(report);
}

function ofProcessor({ processor }: Report): number {
  return (processor.rowsThere ?? Number.NaN) - (processor.viewVisible ?? Number.NaN);
}
