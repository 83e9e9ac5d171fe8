/**
 * Parts with controls of the toolkit are made when the page has nothing else to do: making them, and laying them out, takes
 * longer than all else until ten thousand rows answer a key.
 */
import type { Context, Part } from './context.ts';
import { make } from '../kit/dom.ts';
import { whenIdle } from '../kit/idle.ts';

/** `name`: a class of the place that is kept for it, so that little moves when it comes. */
export function later(context: Context, name: string, makePart: () => Part): Part {
  const element = make('div', { class: `later ${name}` });
  let part: Part | undefined;
  whenIdle(() => {
    part = makePart();
    element.append(part.element);
    part.update(context.view());
  });
  return { element, update: (view) => part?.update(view) };
}
