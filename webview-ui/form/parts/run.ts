/** A run: how far it is, what came of it, and what can be done then. */
import * as l10n from '@vscode/l10n';
import type { Request, RunInfo } from '../../../src/shared/form/messages.ts';
import { oneLine } from '../../../src/shared/escaping/foreignText.ts';
import type { Context, FormPart } from '../context.ts';
import { hasOrLostFocus, make, setAttribute, setText } from '../../kit/dom.ts';
import { button, type ButtonControl } from '../../kit/toolkit.ts';

type RunRequest = Extract<Request, { readonly run: string }>['ask'];

/** `left`: its result has been read, and the draft is there again. */
export function runPart(context: Context, left: () => void): FormPart {
  const title = make('h2', { tabindex: '-1', dir: 'auto' });
  const words = make('p', { class: 'summary', tabindex: '-1', dir: 'auto', 'data-part': 'run-text' });
  const filled = make('div', { class: 'filled' });
  const bar = make('div', { class: 'progress', role: 'progressbar', 'aria-valuemin': '0' }, filled);
  const ask = (what: RunRequest): (() => void) => {
    return () => {
      const run = context.view().state.page?.run;
      if (run !== undefined) {
        void context.ask({ ask: what, run: run.id }, 'apply');
      }
    };
  };
  const buttons = {
    cancel: button(l10n.t('Cancel'), 'secondary', ask('cancelRun')),
    retry: button(l10n.t('Retry Failed'), 'primary', ask('retryFailed')),
    resume: button(l10n.t('Resume'), 'primary', ask('resumeRun')),
    undo: button(l10n.t('Undo This Run'), 'secondary', ask('undoRun')),
    export: button(l10n.t('Export…'), 'secondary', ask('exportRun')),
    report: button(l10n.t('Show Report'), 'secondary', ask('showReport')),
    done: button(l10n.t('Done'), 'secondary', ask('leaveRun')),
  };
  const line = make('div', { class: 'line' }, ...Object.values(buttons).map((one) => one.element));
  const element = make('div', { class: 'run', 'data-part': 'run' }, title, words, bar);
  let last: RunInfo | undefined;
  return {
    element,
    update({ state }) {
      const run = state.page?.run;
      // Where the focus was is asked before anything goes away.
      const taken = element.parentElement !== null && hasOrLostFocus(element.parentElement);
      const before = last;
      last = run;
      element.hidden = run === undefined;
      if (run === undefined) {
        if (before !== undefined && taken) {
          left();
        }
        return;
      }
      if (line.parentElement === null) {
        // A control costs most when it comes into the document: a page without a run has none of these.
        element.append(line);
      }
      setText(title, oneLine(run.title, 300));
      setText(words, runText(run));
      showProgress(bar, filled, run);
      showButtons(buttons, run);
      if (before?.id !== run.id || before.phase !== run.phase) {
        // The host announces what came of it.
        if (run.phase !== 'finished') {
          context.live.say(`${oneLine(run.title, 300)}. ${runText(run)}`, 'info');
        }
        // A run that was there when the page came takes nobody's place.
        if (taken && (before !== undefined || document.activeElement !== document.body)) {
          words.focus();
        }
      }
    },
  };
}

function runText(run: RunInfo): string {
  switch (run.phase) {
    case 'asking':
      return l10n.t('Waiting for your answer in the dialog');
    case 'running':
      return run.cancelling
        ? l10n.t('{0} of {1} done. Cancelling: what has been sent is finished and recorded.', run.done, run.total)
        : [
            l10n.t('{0} of {1} done', run.done, run.total),
            ...(run.waiting > 0 ? [l10n.t('{0} sign-in needed: see the notification', run.waiting)] : []),
            ...(run.throttled > 0 ? [l10n.t('{0} throttled by Azure, waiting', run.throttled)] : []),
          ].join(' · ');
    case 'finished':
      return oneLine(run.result ?? l10n.t('{0} of {1} done', run.done, run.total), 600);
  }
}

function showProgress(bar: HTMLElement, filled: HTMLElement, run: RunInfo): void {
  bar.hidden = run.phase === 'finished';
  setAttribute(bar, 'aria-label', oneLine(run.title, 300));
  setAttribute(bar, 'aria-valuemax', String(run.total));
  setAttribute(bar, 'aria-valuenow', String(Math.min(run.done, run.total)));
  setAttribute(bar, 'aria-valuetext', runText(run));
  filled.style.width = run.total === 0 ? '0' : `${String((100 * Math.min(run.done, run.total)) / run.total)}%`;
}

function showButtons(
  buttons: Readonly<Record<'cancel' | 'retry' | 'resume' | 'undo' | 'export' | 'report' | 'done', ButtonControl>>,
  run: RunInfo,
): void {
  const finished = run.phase === 'finished';
  buttons.cancel.set({ hidden: finished, disabled: run.cancelling });
  buttons.retry.set({ hidden: !finished || !run.canRetry });
  buttons.resume.set({ hidden: !finished || !run.canResume });
  buttons.undo.set({ hidden: !finished || !run.canUndo });
  buttons.export.set({ hidden: !finished });
  buttons.report.set({ hidden: !finished });
  buttons.done.set({ hidden: !finished });
}
