/** Why there is no table, and what to do about it. */
import * as l10n from '@vscode/l10n';
import type { Context, Part } from '../context.ts';
import { make, setText } from '../dom.ts';
import { button } from '../toolkit.ts';

export function emptyState(context: Context): Part {
  // Something turns; the words beside it say what.
  const ring = make('div', { class: 'ring', 'aria-hidden': 'true' });
  const words = make('p');
  const add = button(l10n.t('Add Identity…'), 'primary', () => void context.ask({ ask: 'addIdentity' }, 'page'));
  const refresh = button(l10n.t('Refresh'), 'secondary', () => void context.ask({ ask: 'refresh' }, 'page'));
  const buttons = make('div', { class: 'line' }, add.element, refresh.element);
  const element = make('div', { class: 'empty', 'data-part': 'empty' }, ring, words);
  return {
    element,
    update({ state }) {
      element.hidden = state.rows.length > 0;
      const estate = state.page?.estate.state ?? 'loading';
      const waiting = estate === 'loading' || estate === 'rows';
      ring.hidden = !waiting;
      if (!waiting && buttons.parentElement === null) {
        // A control costs most when it comes into the document: a page that has its rows soon needs none of these.
        element.append(buttons);
      }
      setText(
        words,
        waiting
          ? l10n.t('Loading tenants…')
          : estate === 'noIdentity'
            ? l10n.t('Nobody is signed in. Add an identity to see its tenants.')
            : l10n.t('No tenants were found.'),
      );
      add.set({ hidden: waiting });
      refresh.set({ hidden: estate !== 'noTenants' });
    },
  };
}
