/** What may be done: what changes the link as buttons, the rest as links. */
import * as l10n from '@vscode/l10n';
import { oneLine } from '../../../src/shared/escaping/foreignText.ts';
import type { ShownTenant, TenantAction } from '../../../src/shared/tenantPage/messages.ts';
import { linkButton, make } from '../../kit/dom.ts';
import { plainButton } from '../../kit/plainButton.ts';
import { redrawer } from '../../kit/redraw.ts';
import type { Context, TenantPart } from '../context.ts';

/** What a tenant needs that is not linked, or whose link cannot be read. */
const needed: ReadonlySet<TenantAction> = new Set(['link', 'signInToTenant', 'allowAccount']);
const prominent: ReadonlySet<TenantAction> = new Set([...needed, 'change', 'remove', 'markSeen', 'refreshTenant']);

export function actions(context: Context): TenantPart {
  const element = make('div', { class: 'actions', role: 'group', 'aria-label': l10n.t('Actions') });
  const draw = redrawer<ShownTenant['actions']>(element, (all) => {
    const buttons = all.filter(({ command }) => prominent.has(command));
    const links = all.filter(({ command }) => !prominent.has(command));
    return [
      make(
        'div',
        { class: 'line' },
        ...buttons.map(({ command, text }, index) =>
          plainButton(
            oneLine(text),
            index === 0 && needed.has(command) ? 'primary' : 'secondary',
            () => context.ask({ ask: 'act', command }),
            { 'data-focus': command },
          ),
        ),
      ),
      make(
        'div',
        { class: 'line links' },
        ...links.map(({ command, text }) => {
          const link = linkButton(oneLine(text), () => context.ask({ ask: 'act', command }));
          link.dataset['focus'] = command;
          return link;
        }),
      ),
    ];
  });
  return { element, update: ({ actions: all }) => draw(all) };
}
