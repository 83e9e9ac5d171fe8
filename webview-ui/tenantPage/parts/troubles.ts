/** Why something is unknown or old, and what to do about it. */
import * as l10n from '@vscode/l10n';
import { oneLine } from '../../../src/shared/escaping/foreignText.ts';
import type { ShownTenant, Trouble } from '../../../src/shared/tenantPage/messages.ts';
import { linkButton, make } from '../../kit/dom.ts';
import { redrawer } from '../../kit/redraw.ts';
import type { Context, TenantPart } from '../context.ts';
import { factList } from './facts.ts';

export function troubles(context: Context): TenantPart {
  const element = make('div', { class: 'troubles' });
  const draw = redrawer<ShownTenant['troubles']>(element, (all) => all.map((one) => troubleBox(one, context)));
  return {
    element,
    update({ troubles: all }) {
      element.hidden = all.length === 0;
      draw(all);
    },
  };
}

export function troubleBox({ reason, said, advice, section, ids }: Trouble, context: Context): HTMLElement {
  const more = linkButton(l10n.t('Learn More'), () => context.ask({ ask: 'learnMore', section }));
  more.setAttribute('aria-label', l10n.t('Learn more: {0}', oneLine(reason, 300)));
  more.dataset['focus'] = `learn ${section}`;
  return make(
    'div',
    { class: 'message warning' },
    make('p', { class: 'reason' }, oneLine(reason, 1_000)),
    ...(said === undefined
      ? []
      : [make('p', {}, l10n.t('Azure says:'), ' “', make('bdi', {}, oneLine(said, 4_000)), '”')]),
    make('p', {}, oneLine(advice, 1_000), ' ', more),
    ...(ids.length === 0 ? [] : [factList(ids, context)]),
  );
}
