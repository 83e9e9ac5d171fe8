/** Keys and clicks in the table: moving, and selecting one, a range or all that is shown. */
import type { Context } from '../context.ts';
import { isRunShown } from '../model/state.ts';
import type { TableRow } from './row.ts';
import { keysAt, selectShown } from './toolbar.ts';

interface Navigation {
  index(): number;
  /** Rows of one page. */
  page(): number;
  moveTo(index: number, anchor: boolean): void;
  /** Among those shown; -1: not shown. */
  indexOf(key: string | undefined): number;
  rowOf(node: Node): TableRow | undefined;
}

export function tableKeys(context: Context, body: HTMLElement, table: Navigation): void {
  const locked = (): boolean => isRunShown(context.view().state);

  const toggle = (index: number): void => {
    const [key] = keysIn(index, index);
    if (key !== undefined && !locked()) {
      context.dispatch({ kind: 'selected', keys: [key], on: !context.view().state.selected.has(key) });
    }
  };

  /** From where the last move ended to here; all become what the first one is. */
  const selectTo = (index: number): void => {
    const { anchor, selected } = context.view().state;
    const from = table.indexOf(anchor);
    if (locked()) {
      return;
    }
    const on = anchor === undefined || from < 0 || selected.has(anchor) || !selected.has(keysIn(index, index)[0] ?? '');
    context.dispatch({ kind: 'selected', keys: keysIn(from < 0 ? index : from, index), on });
  };

  function keysIn(one: number, other: number): readonly string[] {
    const view = context.view();
    const [first, last] = [Math.min(one, other), Math.max(one, other)];
    return keysAt(view, view.shown.slice(first, last + 1));
  }

  body.addEventListener('keydown', (event) => {
    const index = table.index();
    const count = context.view().shown.length;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      Home: 0,
      End: count - 1,
      PageDown: index + table.page(),
      PageUp: index - table.page(),
    };
    const to = moves[event.key];
    if (to !== undefined && !event.altKey) {
      table.moveTo(to, !event.shiftKey);
      if (event.shiftKey) {
        selectTo(Math.max(0, Math.min(to, count - 1)));
      }
    } else if (event.key === ' ') {
      if (event.shiftKey) {
        selectTo(index);
      } else {
        toggle(index);
        table.moveTo(index, true);
      }
    } else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey)) {
      selectShown(context);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  });

  body.addEventListener('click', (event) => {
    const row = event.target instanceof Node ? table.rowOf(event.target) : undefined;
    const index = row === undefined ? -1 : table.indexOf(row.key);
    if (row === undefined || index < 0) {
      return;
    }
    const onCheckbox = event.target === row.checkbox;
    if (event.shiftKey) {
      selectTo(index);
    } else if (onCheckbox || event.ctrlKey || event.metaKey) {
      toggle(index);
    }
    table.moveTo(index, !event.shiftKey);
    // What it shows follows the selection, which may not have changed as the browser thinks.
    row.checkbox.checked = context.view().state.selected.has(row.key);
  });

  // A press that makes a row the current one changes the details below, and with them the room for rows: until the button is up, nothing
  // moves away from under the pointer, or the click would miss.
  let pressed = false;
  let focused: string | undefined;

  body.addEventListener('mousedown', (event) => {
    pressed = true;
    document.addEventListener(
      'mouseup',
      () => {
        pressed = false;
        // After the click, where one follows: that has moved there already.
        setTimeout(() => {
          moveToFocused();
        });
      },
      { once: true, capture: true },
    );
    // Shift and a click selects rows, and no text.
    if (event.shiftKey) {
      event.preventDefault();
    }
  });

  // However the focus got here: its row is the current one.
  body.addEventListener('focusin', (event) => {
    focused = event.target instanceof Node ? table.rowOf(event.target)?.key : undefined;
    if (!pressed) {
      moveToFocused();
    }
  });

  function moveToFocused(): void {
    if (focused !== undefined && focused !== context.view().state.current) {
      context.dispatch({ kind: 'moved', to: focused });
    }
    focused = undefined;
  }
}
