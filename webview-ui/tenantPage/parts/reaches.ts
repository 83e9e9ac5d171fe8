/** Each of the user's identities in the tenant: each has a link of its own. */
import * as l10n from '@vscode/l10n';
import { oneLine } from '../../../src/shared/escaping/foreignText.ts';
import type { Reach, ShownTenant } from '../../../src/shared/tenantPage/messages.ts';
import { card } from '../../kit/card.ts';
import { linkButton, make } from '../../kit/dom.ts';
import type { Context, TenantPart } from '../context.ts';
import { copyButton } from './facts.ts';
import { statusLine } from './statusLine.ts';

export function reaches(context: Context): TenantPart {
  const { element, show } = card<ShownTenant['reaches']>('reaches', l10n.t('Your identities here'), (all) => [
    make('ul', { class: 'entries' }, ...all.map((one) => entry(one, context))),
    make('p', { class: 'quiet' }, l10n.t('Each identity has a link of its own in a tenant.')),
  ]);
  return { element, update: ({ reaches: all }) => show(all) };
}

function entry({ key, name, shown, status, objectId, changed }: Reach, context: Context): HTMLElement {
  const called = oneLine(name, 300);
  const go = linkButton(l10n.t('Show Details'), () => context.ask({ ask: 'showTenant', tenant: key }));
  go.setAttribute('aria-label', l10n.t('Show details through {0}', called));
  return make(
    'li',
    {},
    make(
      'div',
      { class: 'line' },
      make('h3', {}, make('bdi', {}, called)),
      shown ? make('span', { class: 'quiet' }, l10n.t('shown on this page')) : go,
    ),
    statusLine(status),
    ...(changed === '' ? [] : [make('p', { class: 'quiet' }, l10n.t('Last changed: {0}', oneLine(changed)))]),
    ...(objectId === ''
      ? []
      : [
          make(
            'p',
            { class: 'quiet' },
            l10n.t('Object ID'),
            ': ',
            make('span', { class: 'id' }, oneLine(objectId)),
            copyButton(l10n.t('Object ID of {0}', called), objectId, context),
          ),
        ]),
  );
}
