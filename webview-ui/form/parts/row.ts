/** One row in the document. It is made once and filled again only where what it shows has changed. */
import { make, setAttribute, setText } from '../../kit/dom.ts';
import type { Column } from '../model/state.ts';
import { cellText, columns, isColumnShown, nameOf, type RowContent } from './columns.ts';
import { marks } from './marks.ts';

export interface RowNow extends RowContent {
  /** Among those shown, from 0. */
  readonly index: number;
  readonly selected: boolean;
  /** A run is shown: the selection rests. */
  readonly locked: boolean;
  readonly focusable: boolean;
}

interface Cell {
  readonly element: HTMLElement;
  readonly text: HTMLElement;
  readonly mark: HTMLElement | undefined;
  readonly beside: HTMLElement | undefined;
}

/** A long table has many cells: none holds an element that its column never needs. */
const [withMark, withBeside]: readonly (readonly Column[])[] = [['current', 'action', 'result'], ['name']];

export class TableRow {
  readonly element = make('div', { class: 'row', role: 'row' });
  readonly checkbox = make('input', { type: 'checkbox', tabindex: '-1' });
  readonly #cells = new Map<Column, Cell>();
  #key = '';
  #last: RowNow | undefined;

  constructor() {
    this.element.append(make('div', { class: 'cell check', role: 'gridcell', 'aria-colindex': '1' }, this.checkbox));
    for (const [index, column] of columns.entries()) {
      const cell: Cell = {
        element: make('div', { class: `cell ${column}`, role: 'gridcell', 'aria-colindex': String(index + 2) }),
        text: make('bdi', { class: 'text' }),
        mark: withMark?.includes(column) === true ? make('span', { class: 'mark', 'aria-hidden': 'true' }) : undefined,
        beside: withBeside?.includes(column) === true ? make('bdi', { class: 'beside' }) : undefined,
      };
      cell.element.append(...[cell.mark, cell.text, cell.beside].filter((part) => part !== undefined));
      this.#cells.set(column, cell);
      this.element.append(cell.element);
    }
  }

  get key(): string {
    return this.#key;
  }

  show(now: RowNow, rowHeight: number): void {
    const last = this.#last;
    this.#last = now;
    this.#key = now.target.key;
    if (last?.index !== now.index) {
      setAttribute(this.element, 'aria-rowindex', String(now.index + 2));
      this.element.classList.toggle('odd', now.index % 2 === 1);
    }
    this.element.style.transform = `translateY(${String(now.index * rowHeight)}px)`;
    setAttribute(this.element, 'tabindex', now.focusable ? '0' : '-1');
    setAttribute(this.element, 'aria-selected', String(now.selected));
    if (this.checkbox.checked !== now.selected) {
      this.checkbox.checked = now.selected;
    }
    this.checkbox.disabled = now.locked;
    if (
      last?.target === now.target &&
      last.planned === now.planned &&
      last.item === now.item &&
      last.locked === now.locked
    ) {
      return;
    }
    if (last?.target.kind !== now.target.kind) {
      this.element.classList.toggle('subscription', now.target.kind === 'subscription');
    }
    setAttribute(this.checkbox, 'aria-label', nameOf(now.target));
    for (const [column, cell] of this.#cells) {
      fill(cell, now, column);
    }
  }
}

function fill(cell: Cell, now: RowNow, column: Column): void {
  const { text, beside, mark } = cellText(now, column);
  cell.element.hidden = !isColumnShown(column, now.locked);
  setText(cell.text, text);
  if (cell.beside !== undefined) {
    cell.beside.hidden = !beside;
    setText(cell.beside, beside ?? '');
  }
  if (cell.mark !== undefined) {
    const name = `mark ${mark ?? 'none'}`;
    if (cell.mark.className !== name) {
      cell.mark.className = name;
      setText(cell.mark, mark ? marks[mark] : '');
    }
  }
  setAttribute(cell.element, 'title', [text, beside].filter(Boolean).join(' · ') || undefined);
}
