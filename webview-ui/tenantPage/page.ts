/** The page from top to bottom: what it is and whether all is well, what may be done, and all that is known. */
import * as l10n from '@vscode/l10n';
import { oneLine } from '../../src/shared/escaping/foreignText.ts';
import type { TenantPageView } from '../../src/shared/tenantPage/messages.ts';
import { make, setText } from '../kit/dom.ts';
import type { Part } from '../kit/part.ts';
import type { Context, TenantPart } from './context.ts';
import { actions } from './parts/actions.ts';
import { header } from './parts/header.ts';
import { history } from './parts/history.ts';
import { linkCard, tenantCard } from './parts/factCards.ts';
import { reaches } from './parts/reaches.ts';
import { subscriptions } from './parts/subscriptions.ts';
import { troubles } from './parts/troubles.ts';

export interface TenantPage extends Part<TenantPageView> {
  showError(text: string | undefined): void;
}

export function page(context: Context): TenantPage {
  const heading = header(context);
  const parts: readonly TenantPart[] = [
    actions(context),
    troubles(context),
    linkCard(context),
    tenantCard(context),
    reaches(context),
    subscriptions(context),
    history(context),
  ];
  const error = make('p', { class: 'message error', 'data-part': 'error' });
  error.hidden = true;
  const empty = make('div', { class: 'blank' }, l10n.t('Looking for tenants…'));
  const [above, cards] = [parts.slice(0, 2), parts.slice(2)];
  const all = make(
    'div',
    { class: 'tenant' },
    ...above.map(({ element }) => element),
    make('div', { class: 'cards' }, ...cards.map(({ element }) => element)),
  );
  all.hidden = true;
  const element = make('main', { 'aria-label': l10n.t('Tenant Details') }, heading.element, error, empty, all);
  return {
    element,
    update(view) {
      const { tenant, loading } = view;
      heading.update(view);
      all.hidden = tenant === undefined;
      empty.hidden = tenant !== undefined;
      if (tenant) {
        parts.forEach((part) => part.update(tenant));
      } else {
        setText(
          empty,
          loading
            ? l10n.t('Looking for tenants…')
            : l10n.t('This tenant isn’t in the list any more. Select one in the Tenants view and press Enter.'),
        );
      }
    },
    showError(text) {
      error.hidden = text === undefined;
      setText(error, oneLine(text ?? '', 1_000));
    },
  };
}
