/** What Apply would do, from what would happen to each selected target: counted, and in words. */
import * as l10n from '@vscode/l10n';
import type { PlannedTarget, ShownAction } from '../../../src/shared/form/messages.ts';
import { checkPartnerId } from '../../../src/shared/model/partnerId.ts';
import type { DporSummary, PlanSummary } from '../../../src/shared/text/planSummary.ts';
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
  /** Keys of selected subscriptions that the user can see to in the portal. */
  readonly toGuide: readonly string[];
  /** Keys of the tenants among the selected, and of the subscriptions. */
  readonly tenants: readonly string[];
  readonly subscriptions: readonly string[];
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
  const counts = { tenant: noCounts(), subscription: noCounts() };
  const keys = { tenant: new Array<string>(), subscription: new Array<string>() };
  const remedies = { check: new Array<string>(), signIn: new Array<string>(), guide: new Array<string>() };
  const planned = new Set<string>();
  let open = 0;
  const places = selectedPlaces(state);
  for (const place of places) {
    const action = state.planned[place];
    const target = state.rows[place]?.target;
    if (target !== undefined) {
      keys[target.kind].push(target.key);
    }
    if (action === undefined || target === undefined) {
      open += 1;
      continue;
    }
    if (action.remedy !== undefined) {
      remedies[action.remedy].push(target.key);
    }
    if (target.kind === 'subscription' && action.do !== 'cannot') {
      if (planned.has(target.subscriptionId)) {
        // It is seen in another way as well, and is written once.
        continue;
      }
      planned.add(target.subscriptionId);
    }
    const count = counts[target.kind];
    count[action.do] += 1;
    count.changeOther += action.do === 'change' && action.fromOther ? 1 : 0;
  }
  const { tenant, subscription } = counts;
  return {
    selected: places.length,
    link: tenant.link,
    change: tenant.change,
    changeOther: tenant.changeOther,
    remove: tenant.remove,
    ...(keys.subscription.length > 0 && {
      dpor: {
        designate: subscription.link,
        change: subscription.change,
        changeOther: subscription.changeOther,
        remove: subscription.remove,
      },
    }),
    already: tenant.nothing + subscription.nothing,
    cannot: tenant.cannot + subscription.cannot,
    open,
    hidden: notAmong(shown, places),
    toCheck: remedies.check,
    toSignIn: remedies.signIn,
    toGuide: remedies.guide,
    tenants: keys.tenant,
    subscriptions: keys.subscription,
  };
}

function noCounts(): Record<PlannedTarget['do'] | 'changeOther', number> {
  return { link: 0, change: 0, changeOther: 0, remove: 0, nothing: 0, cannot: 0 };
}

function notAmong(shown: readonly number[], places: readonly number[]): number {
  const seen = new Set(places.length === 0 ? [] : shown);
  return places.filter((place) => !seen.has(place)).length;
}

function writes({ link, change, remove, dpor }: Summary): number {
  return link + change + remove + (dpor ? dpor.designate + dpor.change + dpor.remove : 0);
}

/** The button says what it does. */
export function applyText(state: FormState, summary: Summary): string {
  const nothing = { link: 0, change: 0, remove: 0, dpor: undefined };
  const { link, change, remove, dpor } = isWorkedOut(state, summary) ? summary : nothing;
  const designations = dpor ? dpor.designate + dpor.change + dpor.remove : 0;
  if (dpor && designations > 0) {
    const links = link + change + remove;
    return links > 0 ? l10n.t('Make {0} Changes…', links + designations) : designationText(dpor);
  }
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

function designationText({ designate, change, remove }: DporSummary): string {
  if (remove > 0) {
    return remove === 1 ? l10n.t('Remove 1 Designation…') : l10n.t('Remove {0} Designations…', remove);
  }
  if (designate > 0 && change > 0) {
    return l10n.t('Designate for {0} and Change {1}…', designate, change);
  }
  if (change > 0) {
    return change === 1 ? l10n.t('Change 1 Designation…') : l10n.t('Change {0} Designations…', change);
  }
  return designate === 1
    ? l10n.t('Designate for 1 Subscription…')
    : l10n.t('Designate for {0} Subscriptions…', designate);
}

/** `1 tenant`, `3 subscriptions`, or `4 targets` where both are among them. */
export function targetsText(keys: readonly string[], { places, rows }: FormState): string {
  const kinds = new Set(keys.map((key) => rows[places.get(key) ?? -1]?.target.kind));
  const count = keys.length;
  if (kinds.size > 1) {
    return l10n.t('{0} Targets', count);
  }
  if (kinds.has('subscription')) {
    return count === 1 ? l10n.t('1 Subscription') : l10n.t('{0} Subscriptions', count);
  }
  return count === 1 ? l10n.t('1 Tenant') : l10n.t('{0} Tenants', count);
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
    return l10n.t('Nothing is selected.');
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
  const { subscriptions } = state;
  const selected =
    subscriptions > 0
      ? l10n.t('{0} selected of {1}', summary.selected, allText(all - subscriptions, subscriptions))
      : all === 1
        ? l10n.t('{0} selected of 1 tenant', summary.selected)
        : l10n.t('{0} selected of {1} tenants', summary.selected, all);
  return shown === all || state.generation === 0 ? selected : `${selected} · ${l10n.t('{0} shown', shown)}`;
}

function allText(tenants: number, subscriptions: number): string {
  return l10n.t(
    '{0} and {1}',
    tenants === 1 ? l10n.t('1 tenant') : l10n.t('{0} tenants', tenants),
    subscriptions === 1 ? l10n.t('1 subscription') : l10n.t('{0} subscriptions', subscriptions),
  );
}

/** `3 of the selected are not shown`; empty when all are. */
export function hiddenText({ hidden }: Summary): string {
  return hidden === 0
    ? ''
    : hidden === 1
      ? l10n.t('1 of the selected is not shown')
      : l10n.t('{0} of the selected are not shown', hidden);
}
