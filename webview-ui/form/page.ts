/** The page from top to bottom. */
import * as l10n from '@vscode/l10n';
import type { Context, FormPart } from './context.ts';
import { make } from '../kit/dom.ts';
import { later } from '../kit/later.ts';
import { isRunShown } from './model/state.ts';
import type { View } from './model/view.ts';
import { applyBar } from './parts/applyBar.ts';
import { details } from './parts/details.ts';
import { emptyState } from './parts/emptyState.ts';
import { errorLine } from './parts/errorLine.ts';
import { header } from './parts/header.ts';
import { listPanel } from './parts/listPanel.ts';
import { partnerIdPart } from './parts/partnerId.ts';
import { table } from './parts/table.ts';
import { toolbar } from './parts/toolbar.ts';
import { unfinishedRuns } from './parts/unfinishedRuns.ts';

export function pageParts(context: Context): FormPart {
  const view = (): View => context.view();
  const parts = {
    header: header(context),
    unfinished: unfinishedRuns(context),
    pageError: errorLine('page'),
    partnerId: later('for-draft', view, () => partnerIdPart(context)),
    toolbar: later('for-toolbar', view, () => toolbar(context)),
    list: later('for-list', view, () => listPanel(context)),
    targetsError: errorLine('targets'),
    empty: emptyState(context),
    table: table(context),
    details: details(context),
    apply: later('for-apply', view, () => applyBar(context)),
  };
  const targets = make(
    'section',
    { class: 'targets', 'aria-label': l10n.t('Targets') },
    parts.toolbar.element,
    parts.list.element,
    parts.targetsError.element,
    parts.empty.element,
    parts.table.element,
    parts.details.element,
  );
  const element = make(
    'main',
    {},
    parts.header.element,
    parts.unfinished.element,
    parts.pageError.element,
    parts.partnerId.element,
    targets,
    parts.apply.element,
  );
  return {
    element,
    update(view: View) {
      const rows = view.state.rows.length > 0;
      element.dataset['state'] = view.state.page === undefined ? 'loading' : view.state.page.estate.state;
      element.classList.toggle('in-run', isRunShown(view.state));
      parts.toolbar.element.hidden = !rows;
      parts.table.element.hidden = !rows;
      for (const part of Object.values(parts)) {
        // A table without rows is not shown, and to measure it would lay out the page for nothing.
        if (part !== parts.table || rows) {
          part.update(view);
        }
      }
      const estate = view.state.page?.estate.state;
      parts.partnerId.element.hidden =
        isRunShown(view.state) || (!rows && (estate === 'noIdentity' || estate === 'noTenants'));
      parts.apply.element.hidden = !rows && !isRunShown(view.state);
    },
  };
}
