/** Tenants by who signs in. */
import * as l10n from '@vscode/l10n';
import { oneLine } from '../../../src/shared/escaping/foreignText.ts';
import type { OverviewView } from '../../../src/shared/overview/messages.ts';
import { make } from '../../kit/dom.ts';
import type { Context, OverviewPart } from '../context.ts';
import { card } from '../../kit/card.ts';
import { barOf, markOf } from './looks.ts';
import { numberButton } from './numberButton.ts';

type Identities = OverviewView['identities'];

export function identities(context: Context): OverviewPart {
  const { element, show } = card<Identities>('identities', l10n.t('By identity'), (all) => [
    make(
      'ul',
      { class: 'all' },
      ...all.map(({ key, name, tenants }) => {
        const shown = oneLine(name, 300);
        const numbers = tenants.map(({ group, text, look, count }) =>
          make(
            'li',
            {},
            markOf(look),
            numberButton(context, count, l10n.t('{0}, {1}', text, shown), `${key} ${group}`, {
              ask: 'show',
              of: 'tenants',
              group,
              identity: key,
            }),
          ),
        );
        return make(
          'li',
          {},
          make('p', { class: 'name' }, make('bdi', {}, shown)),
          barOf(tenants),
          make('ul', { class: 'numbers' }, ...numbers),
        );
      }),
    ),
  ]);
  return {
    element,
    update({ identities: all }) {
      element.hidden = all.length === 0;
      show(all);
    },
  };
}
