/** The mark of each look: the same as on the rows of the Tenants view. Its colour is in overview.css and only repeats it. */
import { statusMarks } from '../../../src/shared/text/statusMarks.ts';
import type { Bar, Look } from '../../../src/shared/overview/messages.ts';
import { make } from '../../kit/dom.ts';

const marks: Readonly<Record<Look, string>> = {
  own: statusMarks.own,
  covered: statusMarks.covered,
  underWay: statusMarks.underWay,
  other: statusMarks.other,
  none: statusMarks.none,
  needsPerson: statusMarks.needsPerson,
  unclear: statusMarks.unproved,
  unknown: statusMarks.unproved,
  notRead: statusMarks.notRead,
  notHere: statusMarks.notHere,
};

export function markOf(look: Look): HTMLElement {
  return make('span', { class: `mark ${look}`, 'aria-hidden': 'true' }, marks[look]);
}

/** What is drawn is said by the numbers beside it. */
export function barOf(bar: Bar): HTMLElement {
  const parts = bar.map(({ look, count }) => {
    const part = make('span', { class: `part ${look}` });
    part.style.flexGrow = String(count);
    return part;
  });
  return make('div', { class: 'bar', 'aria-hidden': 'true' }, ...parts);
}
