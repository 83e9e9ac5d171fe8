/** Title, what sample data is labelled with, and whose rows these are. */
import * as l10n from '@vscode/l10n';
import { oneLine } from '../../../src/shared/escaping/foreignText.ts';
import type { Context, FormPart } from '../context.ts';
import { linkButton, make, setText } from '../../kit/dom.ts';

export function header(context: Context): FormPart {
  const sample = make('span', { class: 'sample' });
  const age = make('span', { class: 'quiet' });
  const refresh = linkButton(l10n.t('Refresh'), () => void context.ask({ ask: 'refresh' }, 'page'));
  const journal = linkButton(l10n.t('Show Journal'), () => void context.ask({ ask: 'showJournal' }, 'page'));
  const element = make(
    'header',
    {},
    make('h1', {}, l10n.t('Manage Links')),
    sample,
    make('span', { class: 'space' }),
    age,
    refresh,
    journal,
  );
  return {
    element,
    update({ state: { page } }) {
      sample.hidden = page?.sampleLabel === undefined;
      setText(sample, oneLine(page?.sampleLabel ?? ''));
      const scan = page?.scan;
      setText(
        age,
        scan === undefined ? oneLine(page?.estate.age ?? '') : l10n.t('Checking: {0} of {1}', scan.done, scan.total),
      );
      refresh.hidden = page === undefined || page.estate.state === 'noIdentity' || scan !== undefined;
    },
  };
}
