/** A framed part with a title of its own. */
import { make } from './dom.ts';
import { redrawer } from './redraw.ts';

export interface Card<Shown> {
  readonly element: HTMLElement;
  readonly show: (shown: Shown) => void;
}

let cards = 0;

export function card<Shown>(name: string, title: string, draw: (shown: Shown) => readonly Node[]): Card<Shown> {
  cards += 1;
  const id = `card-${String(cards)}`;
  const body = make('div', { class: 'body' });
  const element = make(
    'section',
    { class: `card ${name}`, 'aria-labelledby': id, 'data-part': name },
    make('h2', { id }, title),
    body,
  );
  return { element, show: redrawer(body, draw) };
}
