/** A plan in words: what is confirmed, what is left out and why. Foreign text comes out raw; dialogs and documents neutralise it. */
import * as l10n from '@vscode/l10n';
import { markdownHead, markdownRow } from '../../shared/escaping/markdownTable.ts';
import type { SavedPartnerId } from '../../shared/model/model.ts';
import { exactTime } from '../../shared/text/relativeTime.ts';
import { partnerText } from '../../shared/text/statusText.ts';
import { forMarkdown, oneLine } from '../../shared/escaping/foreignText.ts';
import { dporButton, dporCountsText, dporQuestion, dporRules, isBackToUnknown } from './dporPlanText.ts';
import { countsOf, writesOf, type KindCounts, type WritesOf } from '../plan/planCounts.ts';
import {
  associationKind,
  isWrite,
  planCounts,
  type AssociationKind,
  type Plan,
  type PlanItem,
  type PlannedAction,
  type PlannedSubscription,
} from '../plan/plan.ts';
import { obstacleText } from './stateText.ts';

/** What is asked before anything is sent: by a modal, or on the form. */
export interface Question {
  readonly message: string;
  /** Shown below the message, a line each. */
  readonly detail: readonly string[];
  /** What the one affirmative button says. */
  readonly button: string;
}

/** Where the reviewed list stands when the question is asked. */
export type ListedIn = 'document' | 'form';

/** Up to so many targets a modal names them all; above, the list is reviewed in a document first. */
export const namedInModal = 5;

/** No name, however long, may push out what would happen to its tenant. */
export const longestName = 80;

export function tenantName(item: Pick<PlanItem, 'tenantName' | 'domain' | 'tenant'>, longest = longestName): string {
  const name = oneLine(item.tenantName ?? item.domain ?? item.tenant.tenantId, longest);
  const beside = item.domain === undefined ? name : oneLine(item.domain, longest);
  return beside === name ? name : `${name} (${beside})`;
}

export function subscriptionName({ id, name }: PlannedSubscription, longest = longestName): string {
  const visible = oneLine(name ?? '', longest);
  return visible === '' ? id : visible;
}

/** The tenant, or the subscription with the tenant it is seen through. */
export function targetName(
  item: Pick<PlanItem, 'tenantName' | 'domain' | 'tenant' | 'subscription'>,
  longest = longestName,
): string {
  return item.subscription === undefined
    ? tenantName(item, longest)
    : l10n.t('{0} in {1}', subscriptionName(item.subscription, longest), tenantName(item, longest));
}

/** A target, and what is to be said of it. */
export interface AboutTarget {
  /** Of so many characters at most. */
  name(longest: number): string;
  readonly text: string;
}

export function aboutTarget(item: Parameters<typeof targetName>[0], text: string): AboutTarget {
  return { name: (longest) => targetName(item, longest), text };
}

/** `7654321 · Fabrikam`, or the ID alone. */
export function partner(id: string, name: string | undefined): string {
  return partnerText({ partnerId: id, partnerName: name === undefined ? undefined : oneLine(name, longestName) });
}

/** What would happen to one target, in a few words; what begins with an old reading says how old. */
export function itemText(item: PlanItem, plan: Plan): string {
  const text = isBackToUnknown(item, plan)
    ? l10n.t('{0} (the earlier state is unknown)', actionText(item.action, plan, 'DPOR'))
    : actionText(item.action, plan, associationKind(item));
  return item.asOf === undefined || item.action.do === 'cannot'
    ? text
    : l10n.t('{0} (as of {1}, not checked since)', text, exactTime(item.asOf));
}

export function actionText(action: PlannedAction, plan: Plan, kind: AssociationKind = 'PAL'): string {
  switch (action.do) {
    case 'link': {
      const to = partner(action.to, action.toName ?? plan.partnerName);
      return kind === 'PAL' ? l10n.t('not linked → {0}', to) : l10n.t('none reported → {0}', to);
    }
    case 'change':
      return l10n.t(
        '{0} → {1}',
        partner(action.from, action.fromName),
        partner(action.to, action.toName ?? plan.partnerName),
      );
    case 'remove': {
      const from = partner(action.from, action.fromName);
      return kind === 'PAL' ? l10n.t('{0} → not linked', from) : l10n.t('{0} → removed', from);
    }
    case 'nothing':
      if (action.why === 'alreadySo') {
        return kind === 'PAL' ? l10n.t('already linked') : l10n.t('already designated');
      }
      return kind === 'PAL' ? l10n.t('not linked, nothing to remove') : l10n.t('none reported, nothing to remove');
    case 'cannot':
      return obstacleText(action.why, kind);
  }
}

function writes(plan: Plan): readonly PlanItem[] {
  return plan.items.filter((item) => isWrite(item.action));
}

/** What a tenant is linked to, or what all of them are; `undefined`: several IDs, or none. */
function newPartner(items: readonly PlanItem[], plan: Plan): string | undefined {
  const ids = partnerIdsOf(items);
  const [id] = ids;
  if (id === undefined || ids.length > 1) {
    return undefined;
  }
  const names = items.map(({ action }) => (action.do === 'link' || action.do === 'change' ? action.toName : undefined));
  return partner(id, names.find((name) => name !== undefined) ?? plan.partnerName);
}

function partnerIdsOf(items: readonly PlanItem[]): readonly string[] {
  return [
    ...new Set(items.flatMap(({ action }) => (action.do === 'link' || action.do === 'change' ? [action.to] : []))),
  ];
}

/** `Link 12, change 3, remove 1`, `designate 3`; counts that are zero are not mentioned. */
export function countsText(plan: Plan): string {
  const { link, change, remove } = countsOf(plan, 'PAL');
  return [
    ...(link > 0 ? [l10n.t('link {0}', link)] : []),
    ...(change > 0 ? [l10n.t('change {0}', change)] : []),
    ...(remove > 0 ? [l10n.t('remove {0}', remove)] : []),
    ...dporCountsText(countsOf(plan, 'DPOR'), writesOf(plan) === 'both'),
  ].join(', ');
}

function question(plan: Plan): string {
  const items = writes(plan);
  const only = items.length === 1 ? items[0] : undefined;
  const { link, change, remove } = planCounts(plan);
  const one = newPartner(items, plan);
  const of = writesOf(plan);
  if (plan.intent.kind === 'undo') {
    return only ? l10n.t('Undo the run in {0}?', targetName(only)) : undoQuestion(plan, of, items.length);
  }
  if (of === 'DPOR') {
    return dporQuestion(plan, countsOf(plan, 'DPOR'), only && targetName(only), one ?? '');
  }
  if (of === 'both') {
    return plan.intent.kind === 'remove'
      ? l10n.t('Remove {0} links and designations ({1})?', items.length, countsText(plan))
      : l10n.t('Make {0} changes ({1}) to partner ID {2}?', items.length, countsText(plan), one ?? '');
  }
  if (plan.intent.kind === 'remove') {
    return only
      ? l10n.t('Remove the Partner Admin Link of {0}?', tenantName(only))
      : l10n.t('Remove {0} Partner Admin Links?', remove);
  }
  if (only) {
    return change > 0
      ? l10n.t('Change the partner ID of {0} to {1}?', tenantName(only), one ?? '')
      : l10n.t('Link {0} to partner ID {1}?', tenantName(only), one ?? '');
  }
  const to =
    one === undefined
      ? l10n.t('{0} partner IDs from the list', partnerIdsOf(items).length)
      : l10n.t('partner ID {0}', one);
  if (change === 0) {
    return l10n.t('Link {0} tenants to {1}?', link, to);
  }
  if (link === 0) {
    return l10n.t('Change {0} links to {1}?', change, to);
  }
  const tenants = link === 1 ? l10n.t('1 tenant') : l10n.t('{0} tenants', link);
  const links = change === 1 ? l10n.t('1 link') : l10n.t('{0} links', change);
  return l10n.t('Link {0} and change {1} to {2}?', tenants, links, to);
}

function undoQuestion(plan: Plan, of: WritesOf, count: number): string {
  switch (of) {
    case 'PAL':
      return l10n.t('Undo the run in {0} tenants ({1})?', count, countsText(plan));
    case 'DPOR':
      return l10n.t('Undo the run in {0} subscriptions ({1})?', count, countsText(plan));
    case 'both':
      return l10n.t('Undo the run in {0} tenants and subscriptions ({1})?', count, countsText(plan));
  }
}

function button(plan: Plan): string {
  const { link, change, remove } = planCounts(plan);
  const all = link + change + remove;
  if (plan.intent.kind === 'undo') {
    return all === 1 ? l10n.t('Undo') : l10n.t('Undo {0} Changes', all);
  }
  switch (writesOf(plan)) {
    case 'DPOR':
      return dporButton(countsOf(plan, 'DPOR'));
    case 'both':
      return l10n.t('Make {0} Changes', all);
    case 'PAL':
      return palButton({ link, change, remove });
  }
}

function palButton({ link, change, remove }: KindCounts): string {
  if (remove > 0) {
    return remove === 1 ? l10n.t('Remove Link') : l10n.t('Remove {0} Links', remove);
  }
  if (change === 0) {
    return link === 1 ? l10n.t('Link') : l10n.t('Link {0} Tenants', link);
  }
  if (link === 0) {
    return change === 1 ? l10n.t('Change Link') : l10n.t('Change {0} Links', change);
  }
  return l10n.t('Link {0} and Change {1}', link, change);
}

/** A change away from an ID that is not one of the user's own; with none saved, no link is ever another partner's. */
export function isChangeFromOther(action: PlannedAction, own: readonly SavedPartnerId[]): boolean {
  return action.do === 'change' && own.length > 0 && !own.some(({ id }) => id === action.from);
}

/** The identity whose links all of these are; `undefined`: several. */
function sharedIdentity(items: readonly PlanItem[]): string | undefined {
  const [first] = items;
  return first && items.every((item) => item.tenant.identity === first.tenant.identity)
    ? first.identityName
    : undefined;
}

/** `Woodgrove Bank: 1234567 → 7654321`, `Woodgrove Core in Woodgrove Bank: …`, with the identity where the list has several: a tenant may be reached by each. */
function line(item: PlanItem, plan: Plan, shared: string | undefined): string {
  const text = l10n.t('{0}: {1}', targetName(item), itemText(item, plan));
  return shared === undefined ? l10n.t('{0}, as {1}', text, item.identityName) : text;
}

function leftOut(plan: Plan): readonly string[] {
  const items = plan.items.filter((item) => !isWrite(item.action));
  if (items.length === 0) {
    return [];
  }
  const named = items.slice(0, namedInModal).map((item) => `${targetName(item)}: ${itemText(item, plan)}`);
  const more = items.length - named.length;
  return [l10n.t('Left as they are:'), ...named, ...(more > 0 ? [l10n.t('and {0} more', more)] : [])];
}

function moreText(more: number, listedIn: ListedIn): string {
  switch (listedIn) {
    case 'document':
      return l10n.t('and {0} more, as listed in the document', more);
    case 'form':
      return l10n.t('and {0} more, as listed in the form', more);
  }
}

/** What the modal asks: every write by name up to five, above that the first five and the number. */
export function confirmation(plan: Plan, listedIn: ListedIn): Question {
  const items = writes(plan);
  const more = items.length - namedInModal;
  const shared = sharedIdentity(items);
  return {
    message: question(plan),
    detail: [
      ...dporRules(plan),
      ...items.slice(0, namedInModal).map((item) => line(item, plan, shared)),
      ...(more > 0 ? [moreText(more, listedIn)] : []),
      ...(shared === undefined ? [] : [l10n.t('Identity: {0}', shared)]),
      ...leftOut(plan),
    ],
    button: button(plan),
  };
}

/** A message is cut at 900 characters; what is said of a tenant must not be lost to the names of those before it. */
const longestMessage = 850;
const longestReason = 100;
/** With names of the last length everything fits. */
const nameLengths = [longestName, 40, 20, 12] as const;

/** Why there is nothing to confirm, naming the targets. */
export function nothingToDo(plan: Plan): string {
  const only = plan.items.length === 1 ? plan.items[0] : undefined;
  if (only) {
    return l10n.t('Nothing to do in {0}: {1}.', targetName(only), itemText(only, plan));
  }
  const targets = plan.items.map((item) => aboutTarget(item, itemText(item, plan)));
  return naming(targets, (named) => l10n.t('Nothing to do. {0}', named));
}

/** Why nothing is sent although it was asked for: these targets are otherwise than the user was shown. */
export function overtakenText(by: readonly AboutTarget[]): string {
  return naming(by, (named) =>
    l10n.t(
      'Nothing was sent, because this has changed in the meantime: {0}. See what would happen now, and start again.',
      named,
    ),
  );
}

/** The first five of them with what is to be said of each, as long as a message may be. */
function naming(targets: readonly AboutTarget[], sentence: (named: string) => string): string {
  const more = targets.length - namedInModal;
  const text = (longest: number): string =>
    sentence(
      [
        ...targets.slice(0, namedInModal).map((one) => `${one.name(longest)}: ${oneLine(one.text, longestReason)}`),
        ...(more > 0 ? [l10n.t('and {0} more', more)] : []),
      ].join('; '),
    );
  return nameLengths.map(text).find((one) => one.length <= longestMessage) ?? text(nameLengths[3]);
}

export interface SubscriptionColumns {
  readonly heads: readonly string[];
  readonly cells: (item: Pick<PlanItem, 'subscription'>) => readonly string[];
}

/** For tables of Markdown: which association it is, and of which subscription. None where all are about tenants. */
function subscriptionColumns(items: readonly Pick<PlanItem, 'subscription'>[]): SubscriptionColumns {
  if (items.every(({ subscription }) => subscription === undefined)) {
    return { heads: [], cells: () => [] };
  }
  return {
    heads: [l10n.t('Association'), l10n.t('Subscription'), l10n.t('Subscription ID')],
    cells: (item) => [
      associationKind(item),
      item.subscription === undefined ? '' : subscriptionName(item.subscription),
      item.subscription?.id ?? '',
    ],
  };
}

/** The reviewed list: every item of the plan, as a Markdown document. */
export function planDocument(plan: Plan): string {
  const rules = dporRules(plan);
  const beside = subscriptionColumns(plan.items);
  const rows = (items: readonly PlanItem[]): readonly string[] =>
    items.map((item) =>
      markdownRow(
        [tenantName(item), item.tenant.tenantId, ...beside.cells(item), item.identityName, itemText(item, plan)].map(
          forMarkdown,
        ),
      ),
    );
  const head = markdownHead([
    l10n.t('Tenant'),
    l10n.t('Tenant ID'),
    ...beside.heads,
    l10n.t('Identity'),
    l10n.t('What will happen'),
  ]);
  const left = plan.items.filter((item) => !isWrite(item.action));
  return [
    `# ${l10n.t('Review: {0}', countsText(plan))}`,
    '',
    l10n.t('Nothing has been sent yet.'),
    '',
    ...rules.map((rule) => `- ${rule}`),
    ...(rules.length > 0 ? [''] : []),
    ...head,
    ...rows(writes(plan)),
    ...(left.length === 0 ? [] : ['', `## ${l10n.t('Left as they are')}`, '', ...head, ...rows(left)]),
    '',
  ].join('\n');
}
