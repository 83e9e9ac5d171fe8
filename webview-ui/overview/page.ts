/** The page from top to bottom: where do we stand, what next, and what the numbers are made of. */
import * as l10n from '@vscode/l10n';
import { oneLine } from '../../src/shared/escaping/foreignText.ts';
import { make, setText } from '../kit/dom.ts';
import type { Context, OverviewPart } from './context.ts';
import { changes } from './parts/changes.ts';
import { coverage } from './parts/coverage.ts';
import { emptyState } from './parts/emptyState.ts';
import { header } from './parts/header.ts';
import { identities } from './parts/identities.ts';
import { partnerIds } from './parts/partnerIds.ts';
import { standing } from './parts/standing.ts';
import { steps } from './parts/steps.ts';
import { subscriptions, tenants } from './parts/totals.ts';

export interface OverviewPage extends OverviewPart {
  showError(text: string | undefined): void;
}

export function page(context: Context): OverviewPage {
  const parts: readonly OverviewPart[] = [header(context), emptyState(context)];
  const cards: readonly OverviewPart[] = [
    steps(context),
    coverage(context),
    tenants(context),
    subscriptions(context),
    partnerIds(context),
    identities(context),
    changes(),
  ];
  const stand = standing(context);
  const grid = make('div', { class: 'cards' }, ...cards.map(({ element }) => element));
  const error = make('p', { class: 'message error', 'data-part': 'error' });
  error.hidden = true;
  const element = make(
    'main',
    { 'aria-label': l10n.t('Overview') },
    ...parts.map((part) => part.element),
    error,
    stand.element,
    grid,
  );
  element.dataset['state'] = 'loading';
  stand.element.hidden = true;
  grid.hidden = true;
  return {
    element,
    update(view) {
      element.dataset['state'] = view.estate.state;
      const rows = view.estate.state === 'rows';
      grid.hidden = !rows;
      stand.element.hidden = !rows;
      parts.forEach((part) => part.update(view));
      if (rows) {
        stand.update(view);
        cards.forEach((card) => card.update(view));
      }
    },
    showError(text) {
      error.hidden = text === undefined;
      setText(error, oneLine(text ?? '', 1_000));
    },
  };
}
