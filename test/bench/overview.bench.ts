/**
 * The overview with ten thousand tenants: what its host takes to count them and word it all, and its page from its first script until a
 * number can be pressed. Together they are what a user waits for beside what VS Code takes to make a panel.
 */
import { estateView } from '../../src/overview/overviewView.ts';
import type { OverviewView } from '../../src/shared/overview/messages.ts';
import type { PalState, TenantRow } from '../../src/shared/model/model.ts';
import { closeBrowser, closePages } from '../webview/kit/openPage.ts';
import { openOverview } from '../webview/overview/overviewPage.ts';
import { median, type Bench } from './figure.ts';

const tenants = 10_000;
const subscriptionsPerTenant = 5;
const rounds = 5;

const pals: readonly PalState[] = [
  { kind: 'linked', link: { partnerId: '1234567', partnerName: 'Contoso Consulting' } },
  { kind: 'linked', link: { partnerId: '7654321' } },
  { kind: 'notLinked' },
  { kind: 'signInNeeded' },
  { kind: 'unknown', failure: { kind: 'offline' } },
];

function rows(): readonly TenantRow[] {
  return Array.from({ length: tenants }, (_, index): TenantRow => {
    const tenantId = `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;
    return {
      ref: { identity: `vscode:${String(index % 3)}`, tenantId },
      info: { tenantId, displayName: `Customer ${String(index)}` },
      pal: pals[index % pals.length] ?? { kind: 'notChecked' },
      subscriptions: {
        kind: 'known',
        list: Array.from({ length: subscriptionsPerTenant }, (_one, at) => ({
          subscriptionId: `${tenantId}/${String(at)}`,
          tenantId,
          state: 'Enabled',
          quotaId: at % 2 === 0 ? 'EnterpriseAgreement_2014-09-01' : 'AAD_2015-09-01',
        })),
      },
      dpor: new Map([
        [
          `${tenantId}/0`,
          {
            agreement: { kind: 'notChecked' },
            dpor: { kind: 'noneReported', at: 0, source: 'portalService' },
          },
        ],
      ]),
    };
  });
}

const facts = {
  rows: rows(),
  identities: [0, 1, 2].map((index) => ({
    identity: { key: `vscode:${String(index)}`, kind: 'vscodeAccount' as const, name: `user${String(index)}` },
    state: { kind: 'ready' as const },
  })),
  context: {
    own: [{ id: '1234567' }],
    marks: { get: () => new Set<never>() },
    expected: { get: () => undefined },
  },
  history: {
    days: Array.from({ length: 90 }, (_, ago) => ({
      day: new Date(Date.UTC(2026, 8, 1) + ago * 86_400_000).toISOString().slice(0, 10),
      linked: 50 * ago,
      tenants,
    })),
  },
  now: Date.UTC(2026, 10, 29),
  time: { locale: 'en' },
  partnerName: () => undefined,
};

const host = (view: OverviewView): string => `
  globalThis.toHost = ({ id, request }) => {
    if (request.ask === 'ready') {
      window.postMessage({ kind: 'view', view: ${JSON.stringify(view)} }, '*');
    }
    window.postMessage({ kind: 'answer', to: id, ok: true }, '*');
  };
  globalThis.measured = new Promise((resolve) => {
    const looking = setInterval(() => {
      const number = document.querySelector('button.number');
      if (number) {
        clearInterval(looking);
        requestAnimationFrame(() => setTimeout(() => {
          number.focus();
          const [script] = performance.getEntriesByName('first statement');
          if (document.activeElement === number) resolve(performance.now() - script.startTime);
        }));
      }
    }, 1);
  });
`;

export const overviewBench: Bench = {
  name: 'overview',
  async run() {
    const counting: number[] = [];
    const drawing: number[] = [];
    let view: OverviewView | undefined;
    for (let round = 0; round < rounds; round += 1) {
      const began = performance.now();
      view = { estate: { state: 'rows' }, ...estateView(facts) };
      counting.push(performance.now() - began);
    }
    if (view === undefined) {
      throw new Error('Nothing was counted');
    }
    for (let round = 0; round < rounds; round += 1) {
      const { page } = await openOverview({
        noHost: true,
        initScript: host(view),
        firstStatement: "performance.mark('first statement');",
      });
      drawing.push(await page.evaluate<number>('measured'));
      const troubles = await closePages();
      if (troubles.length > 0) {
        throw new Error(troubles.join('\n'));
      }
    }
    await closeBrowser();
    const list = (times: readonly number[]): string => times.map((time) => time.toFixed(0)).join(', ');
    const [first = 0] = counting;
    return [
      {
        what: `overview: usable with ${String(tenants)} tenants, counted by the host and drawn by its page`,
        value: first + median(drawing),
        unit: 'ms',
        budget: 200,
        note: 'the first counting of a process, which is the slowest, and the median of drawing',
      },
      { what: '  counted', value: median(counting), unit: 'ms', note: list(counting) },
      { what: '  drawn', value: median(drawing), unit: 'ms', note: list(drawing) },
    ];
  },
};
