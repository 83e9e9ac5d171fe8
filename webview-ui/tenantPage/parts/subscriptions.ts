/** The tenant's subscriptions: partner of record, offer, agreement, state, and what may be done about each. */
import * as l10n from '@vscode/l10n';
import { oneLine } from '../../../src/shared/escaping/foreignText.ts';
import type { ShownSubscription, ShownTenant } from '../../../src/shared/tenantPage/messages.ts';
import { card } from '../../kit/card.ts';
import { linkButton, make } from '../../kit/dom.ts';
import { plainButton } from '../../kit/plainButton.ts';
import type { Context, TenantPart } from '../context.ts';
import { copyButton } from './facts.ts';
import { statusLine } from './statusLine.ts';
import { troubleBox } from './troubles.ts';

export function subscriptions(context: Context): TenantPart {
  const { element, show } = card<ShownTenant['subscriptions']>(
    'subscriptions',
    l10n.t('Subscriptions'),
    ({ list, total, why, rules }) => [
      ...(why === undefined ? [] : [make('p', { class: 'quiet' }, oneLine(why, 1_000))]),
      ...(list.length === 0 ? [] : [make('ul', { class: 'entries' }, ...list.map((one) => entry(one, context)))]),
      ...(list.length < total
        ? [
            plainButton(
              l10n.t('Show All {0}', total),
              'secondary',
              () => context.ask({ ask: 'showAllSubscriptions' }),
              {
                'data-focus': 'all',
              },
            ),
          ]
        : []),
      ...(rules === undefined ? [] : [make('p', { class: 'quiet' }, oneLine(rules, 1_000))]),
    ],
  );
  return { element, update: ({ subscriptions: all }) => show(all) };
}

function entry(subscription: ShownSubscription, context: Context): HTMLElement {
  const { id, name, dpor, state, offer, agreement, notes, troubles, actions } = subscription;
  const called = oneLine(name, 300) || oneLine(id);
  const what = [state, agreement, offer].map((one) => oneLine(one, 300)).filter((one) => one !== '');
  return make(
    'li',
    { 'data-subscription': id },
    make('h3', {}, make('bdi', {}, called)),
    make(
      'p',
      { class: 'quiet' },
      make('span', { class: 'id' }, oneLine(id)),
      copyButton(l10n.t('ID of {0}', called), id, context),
    ),
    statusLine(dpor),
    ...(what.length === 0 ? [] : [make('p', { class: 'quiet' }, make('bdi', {}, what.join(' · ')))]),
    ...notes.map((note) => make('p', { class: 'quiet' }, oneLine(note, 2_000))),
    ...troubles.map((one) => troubleBox(one, context)),
    ...(actions.length === 0
      ? []
      : [
          make(
            'div',
            { class: 'line links' },
            ...actions.map(({ command, text }) => {
              const link = linkButton(oneLine(text), () => context.ask({ ask: 'actOn', subscription: id, command }));
              link.setAttribute('aria-label', `${oneLine(text)} ${called}`);
              link.dataset['focus'] = `${command} ${id}`;
              return link;
            }),
          ),
        ]),
  );
}
