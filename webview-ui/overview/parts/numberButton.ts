/** A number that, pressed, shows just those in the Tenants view. */
import * as l10n from '@vscode/l10n';
import type { Request } from '../../../src/shared/overview/messages.ts';
import { make } from '../../kit/dom.ts';
import type { Context } from '../context.ts';

/** `focus`: what it is called while the page is drawn anew. */
export function numberButton(
  context: Context,
  count: number,
  text: string,
  focus: string,
  request: Request,
): HTMLElement {
  const number = new Intl.NumberFormat(context.language).format(count);
  const title = l10n.t('{0} {1}: show in the Tenants view', number, text);
  const element = make(
    'button',
    { class: 'number', type: 'button', 'data-focus': focus, 'aria-label': title, title },
    number,
  );
  element.addEventListener('click', () => context.ask(request));
  return element;
}
