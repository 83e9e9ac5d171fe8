/** The heads of the columns: buttons that sort. */
import * as l10n from '@vscode/l10n';
import type { Context, FormPart } from '../context.ts';
import { make, setAttribute } from '../../kit/dom.ts';
import { isRunShown, type Column, type Sort } from '../model/state.ts';
import { columns, columnTitle, isColumnShown } from './columns.ts';

export function tableHead(context: Context): FormPart {
  const heads = columns.map((column, index) => {
    const arrow = make('span', { class: 'arrow', 'aria-hidden': 'true' });
    const press = make('button', { type: 'button' }, columnTitle(column), arrow);
    press.addEventListener('click', () => {
      context.dispatch({ kind: 'sorted', sort: nextSort(context.view().state.sort, column) });
    });
    const element = make(
      'div',
      { class: `cell ${column}`, role: 'columnheader', 'aria-colindex': String(index + 2) },
      press,
    );
    return { column, element, arrow };
  });
  const row = make(
    'div',
    { class: 'row head', role: 'row', 'aria-rowindex': '1' },
    make(
      'div',
      { class: 'cell check', role: 'columnheader', 'aria-colindex': '1' },
      make('span', { class: 'read-only-by-ear' }, l10n.t('Selected')),
    ),
    ...heads.map(({ element }) => element),
  );
  return {
    element: make('div', { role: 'rowgroup', class: 'head-group' }, row),
    update({ state }) {
      const inRun = isRunShown(state);
      for (const { column, element, arrow } of heads) {
        const sorted = state.sort?.column === column ? state.sort : undefined;
        setAttribute(
          element,
          'aria-sort',
          sorted === undefined ? 'none' : sorted.descending ? 'descending' : 'ascending',
        );
        arrow.className = `arrow ${sorted === undefined ? '' : sorted.descending ? 'down' : 'up'}`;
        element.hidden = !isColumnShown(column, inRun);
      }
    },
  };
}

/** Up, down, and back to the host's order. */
function nextSort(now: Sort, column: Column): Sort {
  if (now?.column !== column) {
    return { column, descending: false };
  }
  return now.descending ? undefined : { column, descending: true };
}
