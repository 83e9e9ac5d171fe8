/** What changed since the user looked last. */
import * as l10n from '@vscode/l10n';
import type { OverviewView } from '../../../src/shared/overview/messages.ts';
import { make } from '../../kit/dom.ts';
import type { OverviewPart } from '../context.ts';
import { card } from '../../kit/card.ts';
import { markOf } from './looks.ts';

type Changes = Pick<OverviewView, 'changes'>;

export function changes(): OverviewPart {
  const { element, show } = card<Changes>('changes', l10n.t('Since you looked last'), ({ changes: told }) => {
    if (told === undefined) {
      return [make('p', { class: 'quiet' }, l10n.t('Changes appear here the next time you look.'))];
    }
    const when = make('p', { class: 'quiet' }, l10n.t('You looked {0}.', told.since));
    if (told.parts.length === 0) {
      return [when, make('p', {}, l10n.t('Nothing has changed.'))];
    }
    const items = told.parts.map(({ text, look, by }) =>
      make('li', {}, markOf(look), make('span', { class: 'by' }, signed(by)), text),
    );
    return [when, make('ul', {}, ...items)];
  });
  return { element, update: ({ changes: told }) => show({ changes: told }) };
}

/** With the sign that a minus has in print. */
function signed(by: number): string {
  return by > 0 ? `+${String(by)}` : `−${String(-by)}`;
}
