/** Tenants and subscriptions by partner ID. */
import * as l10n from '@vscode/l10n';
import { oneLine } from '../../../src/shared/escaping/foreignText.ts';
import type { OfWhat, OverviewView } from '../../../src/shared/overview/messages.ts';
import { make } from '../../kit/dom.ts';
import type { Context, OverviewPart } from '../context.ts';
import { card } from '../../kit/card.ts';
import { markOf } from './looks.ts';
import { numberButton } from './numberButton.ts';

type PartnerIds = Pick<OverviewView, 'partnerIds' | 'morePartnerIds'>;

export function partnerIds(context: Context): OverviewPart {
  const number = (of: OfWhat, partnerId: string, count: number, text: string): HTMLElement =>
    make(
      'td',
      {},
      count === 0
        ? make('span', { class: 'quiet' }, '0')
        : numberButton(context, count, text, `${of} ${partnerId}`, { ask: 'showPartnerId', of, partnerId }),
    );
  const { element, show } = card<PartnerIds>(
    'partner-ids',
    l10n.t('By partner ID'),
    ({ partnerIds: all, morePartnerIds: more }) => {
      if (all.length === 0) {
        return [make('p', { class: 'quiet' }, l10n.t('No partner ID is linked or designated yet.'))];
      }
      const rows = all.map(({ id, name, own, tenants, subscriptions }) =>
        make(
          'tr',
          {},
          make(
            'th',
            { class: 'name marked', scope: 'row' },
            markOf(own ? 'own' : 'other'),
            make('bdi', { class: 'id' }, oneLine(id, 100)),
            ...(name === undefined ? [] : [' ', make('bdi', { class: 'quiet' }, oneLine(name, 300))]),
            make('span', { class: 'read-only-by-ear' }, own ? '' : l10n.t(', another partner’s')),
          ),
          number('tenants', id, tenants, l10n.t('tenants with PAL {0}', oneLine(id, 100))),
          number('subscriptions', id, subscriptions, l10n.t('subscriptions with DPOR {0}', oneLine(id, 100))),
        ),
      );
      const head = make(
        'tr',
        {},
        make('th', { class: 'name', scope: 'col' }, make('span', { class: 'read-only-by-ear' }, l10n.t('Partner ID'))),
        make('th', { scope: 'col' }, l10n.t('Tenants')),
        make('th', { scope: 'col' }, l10n.t('Subscriptions')),
      );
      const table = make(
        'table',
        { class: 'headed' },
        make('caption', { class: 'read-only-by-ear' }, l10n.t('Tenants and subscriptions by partner ID')),
        make('thead', {}, head),
        make('tbody', {}, ...rows),
      );
      return more === 0 ? [table] : [table, make('p', { class: 'quiet' }, l10n.t('and {0} more', more))];
    },
  );
  return {
    element,
    update: ({ partnerIds: all, morePartnerIds }) => show({ partnerIds: all, morePartnerIds }),
  };
}
