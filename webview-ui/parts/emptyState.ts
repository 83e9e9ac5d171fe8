/** Why there is no table, and what to do about it. */
import * as l10n from '@vscode/l10n';
import type { Context, Part } from '../context.ts';
import { make, setText } from '../dom.ts';
import { button, progressRing } from '../toolkit.ts';

export function emptyState(context: Context): Part {
  const ring = progressRing();
  const words = make('p');
  const add = button(l10n.t('Add Identity…'), 'primary', () => void context.ask({ ask: 'addIdentity' }, 'page'));
  const refresh = button(l10n.t('Refresh'), 'secondary', () => void context.ask({ ask: 'refresh' }, 'page'));
  const element = make(
    'div',
    { class: 'empty', 'data-part': 'empty' },
    ring,
    words,
    make('div', { class: 'line' }, add.element, refresh.element),
  );
  return {
    element,
    update({ state }) {
      element.hidden = state.rows.length > 0;
      const estate = state.page?.estate.state ?? 'loading';
      const waiting = estate === 'loading' || estate === 'rows';
      ring.hidden = !waiting;
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
