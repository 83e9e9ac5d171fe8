/** Facts as a list of what and value; an ID can be copied. */
import * as l10n from '@vscode/l10n';
import { oneLine } from '../../../src/shared/escaping/foreignText.ts';
import type { ShownFact } from '../../../src/shared/tenantPage/messages.ts';
import { linkButton, make } from '../../kit/dom.ts';
import type { Context } from '../context.ts';

/** A tenant may have hundreds of domains, and all of them are said. */
const longest = 20_000;

export function factList(facts: readonly ShownFact[], context: Context): HTMLElement {
  return make(
    'dl',
    {},
    ...facts.map(({ what, value, isId }) =>
      make(
        'div',
        {},
        make('dt', {}, oneLine(what)),
        make(
          'dd',
          {},
          make('bdi', isId ? { class: 'id' } : {}, oneLine(value, longest)),
          ...(isId ? [copyButton(what, value, context)] : []),
        ),
      ),
    ),
  );
}

/** `what`: for those who do not see what it stands beside. */
export function copyButton(what: string, value: string, context: Context): HTMLElement {
  const button = linkButton(l10n.t('Copy'), () => context.ask({ ask: 'copy', text: value }));
  button.classList.add('copy');
  button.setAttribute('aria-label', l10n.t('Copy {0}', oneLine(what)));
  button.dataset['focus'] = `copy ${what} ${value}`;
  return button;
}
