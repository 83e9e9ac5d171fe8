/** Search, filter and selection. */
import * as l10n from '@vscode/l10n';
import type { Context, FormPart } from '../context.ts';
import { linkButton, make, setText } from '../../kit/dom.ts';
import { filtersOf } from '../model/shown.ts';
import { isRunShown, type Filter, type KindFilter } from '../model/state.ts';
import { countText, hiddenText } from '../model/summary.ts';
import type { View } from '../model/view.ts';
import { button, dropdown, textField, type ChoiceControl } from '../../kit/toolkit.ts';

export function toolbar(context: Context): FormPart {
  const search = textField(
    { label: l10n.t('Search tenants'), labelHidden: true, placeholder: l10n.t('Search tenants') },
    (query) => {
      context.dispatch({ kind: 'searched', query });
    },
  );
  const filter = dropdown<Filter>(l10n.t('Filter by status'), (chosen) => {
    context.dispatch({ kind: 'filtered', filter: chosen });
  });
  let kind: ChoiceControl<KindFilter> | undefined;
  const find = button(l10n.t('Find EA Subscriptions'), 'secondary', () => {
    void context.ask({ ask: 'findSubscriptions', keys: [...context.view().summary.tenants] }, 'targets');
  });
  const selectAll = button(l10n.t('Select All Shown'), 'secondary', () => {
    selectShown(context);
  });
  const clear = button(l10n.t('Clear Selection'), 'secondary', () => {
    context.dispatch({ kind: 'cleared' });
  });
  const load = button(l10n.t('Load Targets from CSV…'), 'secondary', () => {
    void context.ask({ ask: 'loadList' }, 'list');
  });
  const counts = make('span', { 'data-part': 'counts' });
  const hidden = hiddenNote(context);
  let said: string | undefined;
  const element = make(
    'div',
    { class: 'toolbar' },
    make('div', { class: 'line' }, search.element, filter.element, load.element),
    make(
      'div',
      { class: 'line' },
      selectAll.element,
      clear.element,
      find.element,
      make('p', { class: 'counts' }, counts, hidden.element),
    ),
  );
  search.element.classList.add('search');
  return {
    element,
    update(view) {
      const { state, shown, summary } = view;
      search.set({ value: state.query });
      filter.set({
        choices: filtersOf(state).map((value) => ({ value, text: filterText(value) })),
        value: state.filter,
      });
      if (state.subscriptions > 0 && kind === undefined) {
        // A control costs most when it comes into the document: a table of tenants alone needs none to tell kinds.
        kind = kindFilter(context);
        filter.element.after(kind.element);
      }
      kind?.set({ value: state.kind, hidden: state.subscriptions === 0 });
      const run = isRunShown(state);
      find.set({ hidden: run, disabled: summary.tenants.length === 0 });
      selectAll.set({ hidden: run, disabled: shown.length === 0 || state.generation === 0 });
      clear.set({ hidden: run, disabled: summary.selected === 0 });
      load.set({ hidden: run });
      const text = run
        ? l10n.t('{0} shown of {1}', shown.length, state.rows.length)
        : countText(state, summary, shown.length);
      setText(counts, text);
      hidden.update(view);
      const toSay = [text, run ? '' : hiddenText(summary)].filter(Boolean).join(', ');
      if (said !== undefined && said !== toSay && state.generation > 0) {
        context.live.saySoon(toSay);
      }
      said = toSay;
    },
  };
}

export function selectShown(context: Context): void {
  const { state, shown } = context.view();
  // While rows are still on their way, all would be those that are there by chance.
  if (!isRunShown(state) && state.generation > 0) {
    context.dispatch({ kind: 'selected', keys: keysAt(context.view(), shown), on: true });
  }
}

export function keysAt({ state }: View, places: readonly number[]): readonly string[] {
  return places.flatMap((place) => state.rows[place]?.target.key ?? []);
}

/** That selected targets are filtered out of sight is said wherever the selection is counted. */
export function hiddenNote(context: Context): FormPart {
  const words = make('span');
  const show = linkButton(l10n.t('Show Them'), () => {
    context.dispatch({ kind: 'searched', query: '' });
    context.dispatch({ kind: 'filtered', filter: 'selected' });
    context.dispatch({ kind: 'kindChosen', of: 'both' });
  });
  const element = make('span', { class: 'hidden-note', 'data-part': 'hidden' }, words, ' ', show);
  return {
    element,
    update({ state, summary }) {
      const text = isRunShown(state) ? '' : hiddenText(summary);
      element.hidden = text === '';
      setText(words, text);
    },
  };
}

function kindFilter(context: Context): ChoiceControl<KindFilter> {
  const control = dropdown<KindFilter>(l10n.t('Filter by kind'), (of) => {
    context.dispatch({ kind: 'kindChosen', of });
  });
  control.set({
    choices: [
      { value: 'both', text: l10n.t('Tenants and subscriptions') },
      { value: 'tenant', text: l10n.t('Tenants (PAL)') },
      { value: 'subscription', text: l10n.t('Subscriptions (DPOR)') },
    ],
  });
  return control;
}

function filterText(filter: Filter): string {
  switch (filter) {
    case 'all':
      return l10n.t('All');
    case 'needsAttention':
      return l10n.t('Needs attention');
    case 'selected':
      return l10n.t('Selected');
    case 'ownLink':
      return l10n.t('Linked or designated');
    case 'anotherPartner':
      return l10n.t('Another partner');
    case 'notLinked':
      return l10n.t('Not linked');
    case 'noneReported':
      return l10n.t('None reported');
    case 'submitted':
      return l10n.t('Submitted');
    case 'confirmed':
      return l10n.t('Confirmed by you');
    case 'covered':
      return l10n.t('Covered through another tenant');
    case 'signInNeeded':
      return l10n.t('Sign-in needed');
    case 'notChecked':
      return l10n.t('Not checked');
    case 'unclear':
      return l10n.t('Unclear');
    case 'unknown':
      return l10n.t('Unknown');
    case 'notAvailable':
      return l10n.t('Not available in this cloud');
    case 'inList':
      return l10n.t('In the list');
    case 'notAsExpected':
      return l10n.t('Not as expected');
    case 'inRun':
      return l10n.t('In this run');
    case 'failed':
      return l10n.t('Failed');
    case 'skipped':
      return l10n.t('Skipped');
    case 'done':
      return l10n.t('Done');
  }
}
