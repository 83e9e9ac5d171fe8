/** Makes the children of an element anew where what they show has changed. What had the focus has it again, by its `data-focus`. */
export function redrawer<Shown>(element: HTMLElement, draw: (shown: Shown) => readonly Node[]): (shown: Shown) => void {
  let last: string | undefined;
  return (shown) => {
    const now = JSON.stringify(shown);
    if (now === last) {
      return;
    }
    last = now;
    const { activeElement } = document;
    const focus =
      activeElement instanceof HTMLElement && element.contains(activeElement)
        ? activeElement.dataset['focus']
        : undefined;
    element.replaceChildren(...draw(shown));
    if (focus !== undefined) {
      element.querySelector<HTMLElement>(`[data-focus="${CSS.escape(focus)}"]`)?.focus();
    }
  };
}
