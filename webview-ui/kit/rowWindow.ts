/** Which rows of a long table stand in the document. */

export interface RowWindow {
  readonly first: number;
  /** Not included. */
  readonly end: number;
}

/** Rows in sight, and some on either side so that scrolling shows no gap. Lengths in pixels. */
export function rowWindow(top: number, height: number, rowHeight: number, count: number, beyond = 5): RowWindow {
  const first = Math.max(0, Math.floor(top / rowHeight) - beyond);
  const end = Math.min(count, Math.ceil((top + height) / rowHeight) + beyond);
  return { first: Math.min(first, count), end: Math.max(end, Math.min(first, count)) };
}

/** Where to scroll to so that a row is in sight; as it is when it is. */
export function scrollTo(index: number, top: number, height: number, rowHeight: number): number {
  const [from, to] = [index * rowHeight, (index + 1) * rowHeight];
  if (from < top) {
    return from;
  }
  return to > top + height ? to - height : top;
}
