/**
 * The form's page with ten thousand tenants: from its first script to the table answering a key, and the longest task of its
 * thread while it is scrolled, searched, sorted and selected from. The host is in the page and answers at once: what it
 * takes itself is taken off.
 */
import type { Page } from 'playwright-core';
import { sampleTargets } from '../webview/form/sampleTargets.ts';
import { openForm, type FormPage } from '../webview/form/formPage.ts';
import { closeBrowser, closePages } from '../webview/kit/openPage.ts';
import { quietPage } from '../webview/form/fakeHost.ts';
import { linkDraft } from '../webview/form/states.ts';
import { median, type Bench } from './figure.ts';

const tenants = 10_000;
const rounds = 5;

/** A host in the page itself: no other process has a part in what is measured. */
const host = `
  const targets = ${JSON.stringify(sampleTargets(tenants))};
  const actions = [{ do: 'link', fromOther: false, text: 'not linked → 1234567' }, { do: 'nothing', fromOther: false, text: 'already linked' }];
  const post = (message) => window.postMessage(message, '*');
  const plan = (draft) => post({ kind: 'actions', generation: 1, draft, actions, of: targets.map((_, index) => index % 2) });
  globalThis.hostTook = 0;
  globalThis.toHost = (message) => {
    const began = performance.now();
    answer(message);
    hostTook += performance.now() - began;
  };
  const answer = ({ id, request }) => {
    if (request.ask === 'ready') {
      post({ kind: 'opened', mode: 'azure', draft: ${JSON.stringify(linkDraft)}, selected: [] });
      post({ kind: 'page', page: ${JSON.stringify(quietPage)} });
      for (let from = 0; from < targets.length; from += 500) {
        post({ kind: 'targets', generation: 1, from, of: targets.length, targets: targets.slice(from, from + 500) });
      }
      plan(0);
    } else if (request.ask === 'draft') {
      plan(id);
    }
    post({ kind: 'answer', to: id, ok: true });
  };
  /** Looks again and again, and then once more when that has been drawn; milliseconds since the page's first script. */
  const when = (look, drawn) => new Promise((resolve) => {
    const looking = setInterval(() => {
      if (look()) {
        clearInterval(looking);
        requestAnimationFrame(() => setTimeout(() => {
          const [script] = performance.getEntriesByName('first statement');
          const now = performance.now() - hostTook;
          if (drawn()) resolve({ opened: now, after: now - script.startTime });
        }));
      }
    }, 1);
  });
  const answered = when(() => {
    const row = document.querySelector('.body .row[tabindex="0"]');
    row?.focus();
    row?.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true, cancelable: true }));
    return row;
  }, () => document.activeElement?.getAttribute('aria-rowindex') === '3');
  const whole = when(() => document.querySelector('main') && !document.querySelector('.later:empty'), () => true);
  globalThis.measured = Promise.all([answered, whole]);
`;

/** Milliseconds from the page's beginning, and from its first script. */
interface Measured {
  readonly opened: number;
  readonly after: number;
}

interface Traced {
  readonly traceEvents: readonly {
    readonly name: string;
    readonly dur?: number;
    readonly tid: number;
    readonly pid: number;
    readonly args?: { readonly name?: string };
  }[];
}

/** The longest task of a renderer's main thread while this goes on, in milliseconds. */
async function longestTask(page: Page, doing: () => Promise<void>): Promise<number> {
  const browser = page.context().browser();
  if (browser === null) {
    throw new Error('The page has no browser');
  }
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline', '__metadata'] });
  await doing();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString('utf8')) as Traced;
  const main = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${String(pid)} ${String(tid)}`),
  );
  const tasks = traceEvents.filter(
    ({ name, pid, tid }) =>
      (name === 'RunTask' || name === 'ThreadControllerImpl::RunTask') && main.has(`${String(pid)} ${String(tid)}`),
  );
  if (tasks.length === 0) {
    throw new Error('The trace tells of no task');
  }
  return Math.max(...tasks.map(({ dur }) => (dur ?? 0) / 1_000));
}

function open(): Promise<FormPage> {
  return openForm({
    noHost: true,
    initScript: host,
    firstStatement: "performance.mark('first statement');",
  });
}

const frames = (page: Page, count: number): Promise<void> =>
  page.evaluate(
    `(async () => { for (let i = 0; i < ${String(count)}; i += 1) await new Promise(requestAnimationFrame); })()`,
  );

const doings: Readonly<Record<string, (form: FormPage) => Promise<void>>> = {
  'scrolling through all of them': ({ page }) =>
    page.evaluate(`(async () => {
      const scroller = document.querySelector('.scroller');
      for (let step = 0; step <= 100; step += 1) {
        scroller.scrollTop = (scroller.scrollHeight * step) / 100;
        await new Promise(requestAnimationFrame);
      }
    })()`),
  'searching, key by key': async (form) => {
    await form.search.pressSequentially('woodgrove bank 99');
    await form.part('counts').filter({ hasText: 'shown' }).waitFor();
    await frames(form.page, 3);
    await form.search.fill('');
    await frames(form.page, 3);
  },
  'sorting by name': async (form) => {
    await form.page.getByRole('columnheader', { name: 'Tenant' }).getByRole('button').click();
    await form.page.locator('.body .row').nth(1).filter({ hasText: 'Adventure Works 11' }).waitFor();
    await form.page.getByRole('columnheader', { name: 'Tenant' }).getByRole('button').click();
    await form.page.locator('.body .row').first().filter({ hasText: 'Woodgrove Bank 10000' }).waitFor();
  },
  'selecting all and clearing': async (form) => {
    await form.button('Select All Shown').click();
    await form.part('counts').filter({ hasText: '10000 selected' }).waitFor();
    await form.part('summary').filter({ hasText: 'Link 5000' }).waitFor();
    await form.button('Clear Selection').click();
    await form.part('counts').filter({ hasText: '0 selected' }).waitFor();
    await frames(form.page, 30);
  },
  'typing another partner ID with all selected': async (form) => {
    await form.button('Select All Shown').click();
    await form.partnerId.pressSequentially('99');
    await form.button('Link 5000 Tenants').waitFor();
    await frames(form.page, 30);
  },
};

export const formBench: Bench = {
  name: 'form',
  async run() {
    const times: number[] = [];
    const whole: number[] = [];
    const opening: number[] = [];
    const longest = new Map<string, number[]>();
    for (let round = 0; round < rounds; round += 1) {
      const form = await open();
      const [answered, all] = await form.page.evaluate<readonly [Measured, Measured]>('measured');
      times.push(answered.after);
      whole.push(all.after);
      opening.push(answered.opened);
      for (const [what, doing] of Object.entries(doings)) {
        longest.set(what, [...(longest.get(what) ?? []), await longestTask(form.page, () => doing(form))]);
      }
      const troubles = await closePages();
      if (troubles.length > 0) {
        throw new Error(troubles.join('\n'));
      }
    }
    await closeBrowser();
    return [
      {
        what: `form: from its first script to the table of ${String(tenants)} tenants answering a key`,
        value: median(times),
        unit: 'ms',
        budget: 300,
        note: `median of ${String(rounds)}: ${times.map((time) => time.toFixed(0)).join(', ')}`,
      },
      {
        what: '  until the last of its controls is there, which are made when the page is idle',
        value: median(whole),
        unit: 'ms' as const,
        note: `median of ${String(rounds)}: ${whole.map((time) => time.toFixed(0)).join(', ')}`,
      },
      {
        what: '  the whole opening: from the page’s beginning, with its files fetched from the test',
        value: median(opening),
        unit: 'ms' as const,
        note: 'in a fresh renderer; what VS Code takes to make the panel is not in it',
      },
      ...Array.from(longest, ([what, tasks]) => ({
        what: `form: longest task while ${what}`,
        value: median(tasks),
        unit: 'ms' as const,
        budget: 50,
        note: `median of ${String(rounds)}: ${tasks.map((time) => time.toFixed(0)).join(', ')}`,
      })),
    ];
  },
};
