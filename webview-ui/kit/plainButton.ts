/** Buttons of the browser's own that look like VS Code's: a page without the toolkit is there at once. */
import { make, type Attributes } from './dom.ts';

export function plainButton(
  text: string,
  appearance: 'primary' | 'secondary',
  press: () => void,
  attributes: Attributes = {},
): HTMLButtonElement {
  const element = make('button', { class: `button ${appearance}`, type: 'button', ...attributes }, text);
  element.addEventListener('click', press);
  return element;
}
