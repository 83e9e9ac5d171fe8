/** Why there is no table, and what to do about it. */
import * as l10n from '@vscode/l10n';
import type { Context, FormPart } from '../context.ts';
import { make, setText } from '../../kit/dom.ts';
import { button, type ButtonControl } from '../../kit/toolkit.ts';

export function emptyState(context: Context): FormPart {
  // Something turns; the words beside it say what.
  const ring = make('div', { class: 'ring', 'aria-hidden': 'true' });
  const words = make('p');
  let buttons: ReturnType<typeof makeButtons> | undefined;
  const element = make('div', { class: 'empty', 'data-part': 'empty' }, ring, words);
  return {
    element,
    update({ state }) {
      element.hidden = state.rows.length > 0;
      const estate = state.page?.estate.state ?? 'loading';
      const waiting = estate === 'loading' || estate === 'rows';
      ring.hidden = !waiting;
      if (!waiting && buttons === undefined) {
        // A page that has its rows soon needs none of these.
        buttons = makeButtons(context);
        element.append(buttons.element);
      }
      setText(
        words,
        waiting
          ? l10n.t('Loading tenants…')
          : estate === 'noIdentity'
            ? l10n.t('No one is signed in. Add an identity to see its tenants.')
            : l10n.t('No tenants were found.'),
      );
      buttons?.add.set({ hidden: waiting });
      buttons?.refresh.set({ hidden: estate !== 'noTenants' });
    },
  };
}

function makeButtons(context: Context): {
  readonly element: HTMLElement;
  readonly add: ButtonControl;
  readonly refresh: ButtonControl;
} {
  const add = button(l10n.t('Add Identity…'), 'primary', () => void context.ask({ ask: 'addIdentity' }, 'page'));
  const refresh = button(l10n.t('Refresh'), 'secondary', () => void context.ask({ ask: 'refresh' }, 'page'));
  return { element: make('div', { class: 'line' }, add.element, refresh.element), add, refresh };
}
