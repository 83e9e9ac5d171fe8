/** What runs did to the tenant, newest first. */
import * as l10n from '@vscode/l10n';
import { oneLine } from '../../../src/shared/escaping/foreignText.ts';
import type { HistoryEvent, ShownTenant } from '../../../src/shared/tenantPage/messages.ts';
import { card } from '../../kit/card.ts';
import { linkButton, make } from '../../kit/dom.ts';
import type { Context, TenantPart } from '../context.ts';

const longest = 1_000;

export function history(context: Context): TenantPart {
  const { element, show } = card<ShownTenant['history']>('history', l10n.t('History'), ({ state, events, more }) => {
    const journal = linkButton(l10n.t('Show Journal'), () => context.ask({ ask: 'showJournal' }));
    journal.dataset['focus'] = 'journal';
    return [
      ...(events.length === 0 ? [] : [make('ol', { class: 'entries' }, ...events.map(entry))]),
      make(
        'p',
        { class: 'quiet' },
        ...[sentence(state, events.length, more)].filter((one) => one !== ''),
        ' ',
        journal,
      ),
    ];
  });
  return { element, update: ({ history: all }) => show(all) };
}

function sentence(state: ShownTenant['history']['state'], events: number, more: boolean): string {
  switch (state) {
    case 'reading':
      return l10n.t('Reading the journal…');
    case 'failed':
      return l10n.t('The journal couldn’t be read. See the log for details.');
    case 'read':
      return more
        ? l10n.t('Older runs aren’t listed here.')
        : events === 0
          ? l10n.t('Partner Link hasn’t changed anything here.')
          : l10n.t('What others change in Azure isn’t in the journal.');
  }
}

function entry({ at, about, before, after, result, identity }: HistoryEvent): HTMLElement {
  const change = [before, after].every((one) => one === '')
    ? []
    : [
        make(
          'p',
          {},
          make('bdi', {}, oneLine(before, longest)),
          ...(after === '' ? [] : [' → ', make('bdi', {}, oneLine(after, longest))]),
        ),
      ];
  return make(
    'li',
    {},
    make('div', { class: 'line' }, make('h3', {}, oneLine(at)), make('bdi', {}, oneLine(about, longest))),
    ...change,
    make('p', {}, make('bdi', {}, oneLine(result, longest))),
    make('p', { class: 'quiet' }, l10n.t('Through {0}', oneLine(identity, 300))),
  );
}
