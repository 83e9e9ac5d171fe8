/** What Apply would do, from what would happen to each selected target: counted, and in words. */
import * as l10n from '@vscode/l10n';
import type { PlannedTarget, ShownAction } from '../../src/shared/form/messages.ts';
import { checkPartnerId } from '../../src/shared/partnerId.ts';
import type { PlanSummary } from '../../src/shared/planSummary.ts';
import { isRunShown, type FormState } from './state.ts';

export interface Summary extends PlanSummary {
  /** Of these, in all. */
  readonly selected: number;
  /** Nothing is known yet of what would happen. */
  readonly open: number;
  /** Selected, and filtered out of sight. */
  readonly hidden: number;
  /** Keys of selected targets that a check, or a sign-in, would help. */
  readonly toCheck: readonly string[];
  readonly toSignIn: readonly string[];
}

/** Selected targets that exist, in the order the host sent them. */
export function selectedKeys(state: FormState): readonly string[] {
  return selectedPlaces(state).flatMap((place) => state.rows[place]?.target.key ?? []);
}

/** What the rows of the selected targets say would happen, once for all that say the same. */
export function shownActions(state: FormState): ShownAction[] {
  const keys = new Map<PlannedTarget, string[]>();
  for (const place of selectedPlaces(state)) {
    const [planned, row] = [state.planned[place], state.rows[place]];
    if (planned !== undefined && row !== undefined) {
      const same = keys.get(planned) ?? [];
      same.push(row.target.key);
      keys.set(planned, same);
    }
  }
  return Array.from(keys, ([planned, same]) => ({ do: planned.do, text: planned.text, keys: same }));
}

function selectedPlaces({ rows, selected }: FormState): readonly number[] {
  return selected.size === 0 ? [] : rows.flatMap(({ target }, place) => (selected.has(target.key) ? [place] : []));
}

export function summarize(state: FormState, shown: readonly number[]): Summary {
  const count = { link: 0, change: 0, remove: 0, nothing: 0, cannot: 0 };
  const [toCheck, toSignIn]: [string[], string[]] = [[], []];
  let [changeOther, open] = [0, 0];
  const places = selectedPlaces(state);
  for (const place of places) {
    const planned = state.planned[place];
    const key = state.rows[place]?.target.key;
    if (planned === undefined || key === undefined) {
      open += 1;
      continue;
    }
    count[planned.do] += 1;
    changeOther += planned.do === 'change' && planned.fromOther ? 1 : 0;
    if (planned.remedy === 'check') {
      toCheck.push(key);
    } else if (planned.remedy === 'signIn') {
      toSignIn.push(key);
    }
  }
  return {
    selected: places.length,
    link: count.link,
    change: count.change,
    changeOther,
    remove: count.remove,
    already: count.nothing,
    cannot: count.cannot,
    open,
    hidden: notAmong(shown, places),
    toCheck,
    toSignIn,
  };
}

function notAmong(shown: readonly number[], places: readonly number[]): number {
  const seen = new Set(places.length === 0 ? [] : shown);
  return places.filter((place) => !seen.has(place)).length;
}

export function writes(summary: Summary): number {
  return summary.link + summary.change + summary.remove;
}

/** The button says what it does. */
export function applyText(state: FormState, summary: Summary): string {
  const { link, change, remove } = isWorkedOut(state, summary) ? summary : { link: 0, change: 0, remove: 0 };
  if (state.draft.action === 'remove') {
    return remove === 0
      ? l10n.t('Remove Links')
      : remove === 1
        ? l10n.t('Remove 1 Link…')
        : l10n.t('Remove {0} Links…', remove);
  }
  if (link > 0 && change > 0) {
    return l10n.t('Link {0} and Change {1}…', link, change);
  }
  if (change > 0) {
    return change === 1 ? l10n.t('Change 1 Link…') : l10n.t('Change {0} Links…', change);
  }
  return link === 0 ? l10n.t('Link Tenants') : link === 1 ? l10n.t('Link 1 Tenant') : l10n.t('Link {0} Tenants', link);
}

/** What would happen to all that is selected is known, under this draft. */
export function isWorkedOut(state: FormState, summary: Summary): boolean {
  return summary.selected > 0 && summary.open === 0 && !state.draftPending && !lacksPartnerId(state);
}

function lacksPartnerId({ draft, page }: FormState): boolean {
  const listGives = draft.fromList && page?.list?.givesPartnerIds === true;
  return draft.action === 'link' && !listGives && checkPartnerId(draft.partnerId).kind === 'refused';
}

/** Why nothing can be applied now; `undefined`: it can. */
export function whyNotApply(state: FormState, summary: Summary): string | undefined {
  const { draft } = state;
  if (isRunShown(state)) {
    return l10n.t('A run is shown.');
  }
  if (summary.selected === 0) {
    return l10n.t('No tenant is selected.');
  }
  if (lacksPartnerId(state)) {
    return draft.partnerId.trim() === '' ? l10n.t('No partner ID is given.') : l10n.t('The partner ID cannot be used.');
  }
  if (state.draftPending || summary.open > 0) {
    return l10n.t('Working out what will happen…');
  }
  return writes(summary) === 0 ? l10n.t('Nothing would change.') : undefined;
}

/** All there are, also those that are still on their way. */
function targetCount({ generation, incoming, rows }: FormState): number {
  return generation === 0 ? (incoming?.of ?? rows.length) : rows.length;
}

/** `12 selected of 300 · 40 shown`. */
export function countText(state: FormState, summary: Summary, shown: number): string {
  const all = targetCount(state);
  const selected =
    all === 1
      ? l10n.t('{0} selected of 1 tenant', summary.selected)
      : l10n.t('{0} selected of {1} tenants', summary.selected, all);
  return shown === all || state.generation === 0 ? selected : `${selected} · ${l10n.t('{0} shown', shown)}`;
}

/** `3 of the selected are not shown`; empty when all are. */
export function hiddenText({ hidden }: Summary): string {
  return hidden === 0
    ? ''
    : hidden === 1
      ? l10n.t('1 of the selected is not shown')
      : l10n.t('{0} of the selected are not shown', hidden);
}
