/**
 * Parts with controls of the toolkit are made when the page has nothing else to do: making them, and laying them out, takes
 * longer than all else until ten thousand rows answer a key.
 */
import { make } from './dom.ts';
import { whenIdle } from './idle.ts';
import type { Part } from './part.ts';

/** `name`: a class of the place that is kept for it, so that little moves when it comes. `now`: what it is to show then. */
export function later<View>(name: string, now: () => View, makePart: () => Part<View>): Part<View> {
  const element = make('div', { class: `later ${name}` });
  let part: Part<View> | undefined;
  whenIdle(() => {
    part = makePart();
    element.append(part.element);
    part.update(now());
  });
  return { element, update: (view) => part?.update(view) };
}
