/** Tenants by who signs in. */
import * as l10n from '@vscode/l10n';
import { oneLine } from '../../../src/shared/escaping/foreignText.ts';
import type { OverviewView } from '../../../src/shared/overview/messages.ts';
import { make } from '../../kit/dom.ts';
import type { Context, OverviewPart } from '../context.ts';
import { card } from './card.ts';
import { barOf, markOf } from './looks.ts';
import { numberButton } from './numberButton.ts';

type Identities = OverviewView['identities'];

export function identities(context: Context): OverviewPart {
  const { element, show } = card<Identities>('identities', l10n.t('By identity'), (all) => {
    const rows = all.map(({ key, name, tenants }) =>
      make(
        'tr',
        {},
        make('th', { class: 'name', scope: 'row' }, make('bdi', {}, oneLine(name, 300))),
        make(
          'td',
          {},
          barOf(tenants),
          make(
            'ul',
            { class: 'numbers' },
            ...tenants.map(({ group, text, look, count }) =>
              make(
                'li',
                { title: text },
                markOf(look),
                numberButton(context, count, l10n.t('{0}, {1}', text, oneLine(name, 300)), `${key} ${group}`, {
                  ask: 'show',
                  of: 'tenants',
                  group,
                  identity: key,
                }),
              ),
            ),
          ),
        ),
      ),
    );
    const head = make(
      'tr',
      {},
      make('th', { class: 'name', scope: 'col' }, l10n.t('Identity')),
      make('th', { scope: 'col' }, l10n.t('Tenants')),
    );
    return [
      make(
        'table',
        {},
        make('caption', { class: 'read-only-by-ear' }, l10n.t('Tenants by identity')),
        make('thead', { class: 'read-only-by-ear' }, head),
        make('tbody', {}, ...rows),
      ),
    ];
  });
  return {
    element,
    update({ identities: all }) {
      element.hidden = all.length === 0;
      show(all);
    },
  };
}
