/** Runs that wait to be resumed. */
import * as l10n from '@vscode/l10n';
import type { Page } from '../../../src/shared/form/messages.ts';
import { oneLine } from '../../../src/shared/escaping/foreignText.ts';
import type { Context, FormPart } from '../context.ts';
import { make } from '../../kit/dom.ts';
import { isRunShown } from '../model/state.ts';
import { button } from '../../kit/toolkit.ts';

export function unfinishedRuns(context: Context): FormPart {
  const element = make('section', { class: 'unfinished', 'aria-label': l10n.t('Unfinished runs') });
  let shown: string | undefined;
  return {
    element,
    update({ state }) {
      const runs = isRunShown(state) ? [] : (state.page?.unfinished ?? []);
      element.hidden = runs.length === 0;
      const key = JSON.stringify(runs);
      if (key !== shown) {
        shown = key;
        element.replaceChildren(...runs.map((run) => line(run, context)));
      }
    },
  };
}

function line({ id, text, where }: Page['unfinished'][number], context: Context): HTMLElement {
  const words = make('p', { dir: 'auto' }, oneLine(text, 300));
  const report = button(l10n.t('Show Report'), 'secondary', () => {
    void context.ask({ ask: 'showReport', run: id }, 'page');
  });
  if (where === 'anotherWindow') {
    return make('div', { class: 'banner' }, words, make('div', { class: 'line' }, report.element));
  }
  const resume = button(l10n.t('Resume'), 'primary', () => void context.ask({ ask: 'resumeRun', run: id }, 'page'));
  const discard = button(l10n.t('Discard'), 'secondary', () => {
    void context.ask({ ask: 'discardRun', run: id }, 'page');
  });
  return make(
    'div',
    { class: 'banner' },
    words,
    make('div', { class: 'line' }, resume.element, discard.element, report.element),
  );
}
