/** Where do we stand, in a sentence, and how much needs attention. */
import * as l10n from '@vscode/l10n';
import { make } from '../../kit/dom.ts';
import { redrawer } from '../../kit/redraw.ts';
import type { Context, OverviewPart } from '../context.ts';

export function standing(context: Context): OverviewPart {
  const element = make('section', { class: 'standing', 'aria-label': l10n.t('Where you stand') });
  const redraw = redrawer<{ readonly headline: string; readonly attention: number }>(
    element,
    ({ headline, attention }) => [
      make('h2', { 'data-part': 'headline' }, headline),
      attention === 0 ? make('p', { class: 'quiet' }, l10n.t('Nothing needs attention.')) : inNeed(attention),
    ],
  );

  function inNeed(attention: number): HTMLElement {
    const text = attention === 1 ? l10n.t('1 tenant needs attention') : l10n.t('{0} tenants need attention', attention);
    const show = make('button', { class: 'link', type: 'button', 'data-focus': 'attention' }, text);
    show.addEventListener('click', () => context.ask({ ask: 'showAttention' }));
    return make('p', {}, show);
  }

  return { element, update: ({ headline, attention }) => redraw({ headline, attention }) };
}
