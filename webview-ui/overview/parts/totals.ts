/** Tenants by PAL and subscriptions by DPOR: a bar, and a table of what it is made of whose numbers can be pressed. */
import * as l10n from '@vscode/l10n';
import type { Bar, OfWhat } from '../../../src/shared/overview/messages.ts';
import { make } from '../../kit/dom.ts';
import type { Context, OverviewPart } from '../context.ts';
import { card, type Card } from '../../kit/card.ts';
import { barOf, markOf } from './looks.ts';
import { numberButton } from './numberButton.ts';

export function tenants(context: Context): OverviewPart {
  const { element, show } = total(context, 'tenants', l10n.t('Tenants (PAL)'));
  return { element, update: (view) => show(view.tenants) };
}

export function subscriptions(context: Context): OverviewPart {
  const { element, show } = total(context, 'subscriptions', l10n.t('Subscriptions (DPOR)'));
  return { element, update: (view) => show(view.subscriptions) };
}

function total(context: Context, of: OfWhat, title: string): Card<Bar> {
  return card<Bar>(of, title, (bar) => {
    const all = bar.reduce((sum, { count }) => sum + count, 0);
    if (all === 0) {
      return [make('p', { class: 'quiet' }, l10n.t('No subscriptions are known yet.'))];
    }
    return [barOf(bar), tableOf(context, of, title, bar, all)];
  });
}

/** Few are not none. */
function shareText(share: number, format: Intl.NumberFormat): string {
  return share < 0.005 ? `<${format.format(0.01)}` : format.format(share);
}

function tableOf(context: Context, of: OfWhat, title: string, bar: Bar, all: number): HTMLElement {
  const share = new Intl.NumberFormat(context.language, { style: 'percent' });
  const head = make(
    'tr',
    {},
    make('th', { class: 'name', scope: 'col' }, l10n.t('Status')),
    make('th', { scope: 'col' }, l10n.t('Number')),
    make('th', { scope: 'col' }, l10n.t('Share')),
  );
  const rows = bar.map(({ group, text, look, count }) =>
    make(
      'tr',
      {},
      make('th', { class: 'name marked', scope: 'row' }, markOf(look), text),
      make('td', {}, numberButton(context, count, text, `${of} ${group}`, { ask: 'show', of, group })),
      make('td', { class: 'share quiet' }, shareText(count / all, share)),
    ),
  );
  const sum = make(
    'tr',
    { class: 'sum' },
    make('th', { class: 'name', scope: 'row' }, l10n.t('All')),
    make('td', {}, new Intl.NumberFormat(context.language).format(all)),
    make('td', {}),
  );
  return make(
    'table',
    {},
    make('caption', { class: 'read-only-by-ear' }, title),
    make('thead', { class: 'read-only-by-ear' }, head),
    make('tbody', {}, ...rows, sum),
  );
}
