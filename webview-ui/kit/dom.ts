/** Making elements. Text goes in as text: nothing here, and nothing that uses it, takes HTML. */

export interface Attributes {
  readonly class?: string;
  readonly role?: string;
  readonly [name: `aria-${string}` | `data-${string}`]: string | undefined;
  readonly id?: string;
  readonly tabindex?: string;
  readonly dir?: 'auto';
  readonly title?: string;
  readonly type?: string;
  readonly scope?: 'col' | 'row';
}

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) {
      element.setAttribute(name, value as string);
    }
  }
  element.append(...children);
  return element;
}

/** Touches the document only where something changes, so that screen readers are not told of what did not. */
export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

export function setAttribute(element: Element, name: string, value: string | undefined): void {
  if (value === undefined) {
    element.removeAttribute(name);
  } else if (element.getAttribute(name) !== value) {
    element.setAttribute(name, value);
  }
}

/** A button that looks like a link: it does something and leads nowhere. */
export function linkButton(text: string, press: () => void): HTMLButtonElement {
  const element = make('button', { class: 'link', type: 'button' }, text);
  element.addEventListener('click', press);
  return element;
}

/** Focus is on it, inside it, or lost because what had it went away. */
export function hasOrLostFocus(element: HTMLElement): boolean {
  const { activeElement } = document;
  return activeElement === null || activeElement === document.body || element.contains(activeElement);
}
