/**
 * The table of targets. Only the rows in sight, and a few more, are in the document. Focus is on one row at a time, which stays
 * in the document wherever the table is scrolled to.
 */
import * as l10n from '@vscode/l10n';
import type { Context, FormPart } from '../context.ts';
import { linkButton, make, setAttribute } from '../../kit/dom.ts';
import { rowWindow, scrollTo } from '../../kit/rowWindow.ts';
import { isRunShown, itemOf } from '../model/state.ts';
import type { View } from '../model/view.ts';
import { columns } from './columns.ts';
import { TableRow } from './row.ts';
import { tableHead } from './tableHead.ts';
import { tableKeys } from './tableKeys.ts';

export function table(context: Context): FormPart {
  const head = tableHead(context);
  const body = make('div', { role: 'rowgroup', class: 'body' });
  const grid = make(
    'div',
    { role: 'grid', class: 'grid', 'aria-label': l10n.t('Tenants and subscriptions'), 'aria-multiselectable': 'true' },
    head.element,
    body,
  );
  const none = make(
    'p',
    { class: 'none' },
    l10n.t('Nothing matches.'),
    ' ',
    linkButton(l10n.t('Show All'), () => {
      context.dispatch({ kind: 'searched', query: '' });
      context.dispatch({ kind: 'filtered', filter: 'all' });
      context.dispatch({ kind: 'kindChosen', of: 'both' });
    }),
  );
  const scroller = make('div', { class: 'scroller' }, grid, none);
  const element = make('div', { class: 'table', 'data-part': 'table' }, scroller);
  const rows = new Map<string, TableRow>();
  let [height, headHeight, rowHeight] = [0, 0, 28];
  let scrolling = false;
  let lastShown: readonly number[] = [];
  let lastIndex = 0;

  const measure = (): void => {
    height = scroller.clientHeight;
    headHeight = head.element.offsetHeight;
    rowHeight = Number.parseFloat(getComputedStyle(element).getPropertyValue('--row-height')) || 28;
  };
  // Widths decide how a row is laid out, and so how high it is.
  const observer = new ResizeObserver(() => {
    measure();
    draw(context.view());
  });
  observer.observe(scroller);
  observer.observe(head.element);
  scroller.addEventListener('scroll', () => {
    if (!scrolling) {
      scrolling = true;
      requestAnimationFrame(() => {
        scrolling = false;
        draw(context.view());
      });
    }
  });

  function indexOf({ state, shown }: View, key: string | undefined): number {
    const place = key === undefined ? undefined : state.places.get(key);
    return place === undefined ? -1 : shown.indexOf(place);
  }

  /** The row that has the focus or would get it. */
  function currentIndex(view: View): number {
    const at = indexOf(view, view.state.current);
    return at >= 0 ? at : Math.min(lastIndex, view.shown.length - 1);
  }

  function moveTo(index: number, anchor: boolean): void {
    const view = context.view();
    const at = Math.max(0, Math.min(index, view.shown.length - 1));
    const key = keyAt(view, at);
    if (key === undefined) {
      return;
    }
    context.dispatch({ kind: 'moved', to: key, anchor });
    const top = scrollTo(at, scroller.scrollTop, height - headHeight, rowHeight);
    if (top !== scroller.scrollTop) {
      scroller.scrollTop = top;
    }
    draw(context.view());
    rows.get(key)?.element.focus({ preventScroll: true });
  }

  function draw(view: View): void {
    const { state, shown } = view;
    const hadFocus = body.contains(document.activeElement);
    const gone = hadFocus && indexOf(view, state.current) < 0;
    const focused = currentIndex(view);
    if (focused >= 0) {
      lastIndex = focused;
    }
    const { first, end } = rowWindow(scroller.scrollTop, Math.max(height - headHeight, 0), rowHeight, shown.length);
    const wanted = range(first, end, focused).flatMap((index) => {
      const row = state.rows[shown[index] ?? -1];
      return row === undefined ? [] : [{ index, row, place: shown[index] ?? -1 }];
    });
    const keys = new Set(wanted.map(({ row }) => row.target.key));
    const spare: TableRow[] = [];
    for (const [key, row] of rows) {
      if (!keys.has(key)) {
        rows.delete(key);
        // The focus does not go over to another row unseen.
        if (row.element.contains(document.activeElement)) {
          row.element.remove();
        } else {
          spare.push(row);
        }
      }
    }
    // Taken in the order in which they stand, they need not be moved.
    spare.reverse();
    const locked = isRunShown(state);
    const inOrder = wanted.map(({ index, row: { target }, place }) => {
      const row = rows.get(target.key) ?? spare.pop() ?? new TableRow();
      rows.set(target.key, row);
      row.show(
        {
          target,
          index,
          planned: state.planned[place],
          item: itemOf(state, target.key),
          selected: state.selected.has(target.key),
          locked,
          focusable: index === focused,
        },
        rowHeight,
      );
      return row.element;
    });
    for (const row of spare) {
      row.element.remove();
    }
    putInOrder(body, inOrder);
    body.style.height = `${String(shown.length * rowHeight)}px`;
    setAttribute(grid, 'aria-rowcount', String(shown.length + 1));
    setAttribute(grid, 'aria-colcount', String(columns.length));
    none.hidden = shown.length > 0;
    lastShown = shown;
    if (gone && focused >= 0) {
      // The row that had the focus is not shown any more: the one in its place has it now.
      rows.get(keyAt(view, focused) ?? '')?.element.focus({ preventScroll: true });
    }
  }

  tableKeys(context, body, {
    index: () => currentIndex(context.view()),
    page: () => Math.max(1, Math.floor((height - headHeight) / rowHeight) - 1),
    moveTo,
    indexOf: (key) => indexOf(context.view(), key),
    rowOf: (node) => [...rows.values()].find(({ element: one }) => one.contains(node)),
  });

  return {
    element,
    update(view) {
      head.update(view);
      // It is shown for the first time; measuring what is hidden would lay out the page for nothing.
      if (height === 0 && !element.hidden) {
        measure();
      }
      if (view.shown !== lastShown && view.shown.length < lastShown.length) {
        // Fewer rows than it was scrolled to.
        scroller.scrollTop = Math.min(scroller.scrollTop, view.shown.length * rowHeight);
      }
      draw(view);
    },
  };
}

function keyAt({ state, shown }: View, index: number): string | undefined {
  return state.rows[shown[index] ?? -1]?.target.key;
}

function range(first: number, end: number, besides: number): readonly number[] {
  const all = Array.from({ length: end - first }, (_, at) => first + at);
  if (besides < 0 || (besides >= first && besides < end)) {
    return all;
  }
  return besides < first ? [besides, ...all] : [...all, besides];
}

/** A screen reader reads in this order. What has the focus is not moved, as it would lose it: the others move around it. */
function putInOrder(parent: HTMLElement, elements: readonly HTMLElement[]): void {
  let next = parent.firstElementChild;
  for (const element of elements) {
    if (element === next) {
      next = next.nextElementSibling;
    } else if (element.contains(document.activeElement) && element.parentElement === parent) {
      while (next !== null && next !== element) {
        const following: Element | null = next.nextElementSibling;
        next.remove();
        next = following;
      }
      next = element.nextElementSibling;
    } else {
      parent.insertBefore(element, next);
    }
  }
}
