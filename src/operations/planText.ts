/** A plan in words: what is confirmed, what is left out and why. Foreign text comes out raw; dialogs and documents neutralise it. */
import * as l10n from '@vscode/l10n';
import { markdownHead, markdownRow } from '../shared/markdownTable.ts';
import type { SavedPartnerId } from '../shared/model.ts';
import { partnerText } from '../shared/status.ts';
import { forMarkdown, oneLine } from '../shared/text.ts';
import { isWrite, planCounts, type Plan, type PlanItem, type PlannedAction } from './plan.ts';
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

/** A tenant, and what is to be said of it. */
export interface AboutTenant {
  /** Of so many characters at most. */
  name(longest: number): string;
  readonly text: string;
}

export function aboutTenant(item: Pick<PlanItem, 'tenantName' | 'domain' | 'tenant'>, text: string): AboutTenant {
  return { name: (longest) => tenantName(item, longest), text };
}

/** `7654321 · Fabrikam`, or the ID alone. */
export function partner(id: string, name: string | undefined): string {
  return partnerText({ partnerId: id, partnerName: name === undefined ? undefined : oneLine(name, longestName) });
}

/** What would happen to one tenant, in a few words. */
export function actionText(action: PlannedAction, plan: Plan): string {
  switch (action.do) {
    case 'link':
      return l10n.t('not linked → {0}', partner(action.to, action.toName ?? plan.partnerName));
    case 'change':
      return l10n.t(
        '{0} → {1}',
        partner(action.from, action.fromName),
        partner(action.to, action.toName ?? plan.partnerName),
      );
    case 'remove':
      return l10n.t('{0} → not linked', partner(action.from, action.fromName));
    case 'nothing':
      return action.why === 'alreadySo' ? l10n.t('already so') : l10n.t('not linked, nothing to remove');
    case 'cannot':
      return obstacleText(action.why);
  }
}

export function writes(plan: Plan): readonly PlanItem[] {
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

/** `Link 12, change 3, remove 1`; counts that are zero are not mentioned. */
export function countsText(plan: Plan): string {
  const { link, change, remove } = planCounts(plan);
  return [
    ...(link > 0 ? [l10n.t('link {0}', link)] : []),
    ...(change > 0 ? [l10n.t('change {0}', change)] : []),
    ...(remove > 0 ? [l10n.t('remove {0}', remove)] : []),
  ].join(', ');
}

function question(plan: Plan): string {
  const items = writes(plan);
  const only = items.length === 1 ? items[0] : undefined;
  const { link, change, remove } = planCounts(plan);
  const one = newPartner(items, plan);
  if (plan.intent.kind === 'undo') {
    return only
      ? l10n.t('Undo the run in {0}?', tenantName(only))
      : l10n.t('Undo the run in {0} tenants ({1})?', items.length, countsText(plan));
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

function button(plan: Plan): string {
  const { link, change, remove } = planCounts(plan);
  const all = link + change + remove;
  if (plan.intent.kind === 'undo') {
    return all === 1 ? l10n.t('Undo') : l10n.t('Undo {0} Changes', all);
  }
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

/** A change away from an ID that is not one of the person's own; with none saved, no link is ever another partner's. */
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

/** `Woodgrove Bank: 1234567 → 7654321`, with the identity where the list has several: a tenant may be reached by each. */
function line(item: PlanItem, plan: Plan, shared: string | undefined): string {
  const text = l10n.t('{0}: {1}', tenantName(item), actionText(item.action, plan));
  return shared === undefined ? l10n.t('{0}, as {1}', text, item.identityName) : text;
}

function leftOut(plan: Plan): readonly string[] {
  const items = plan.items.filter((item) => !isWrite(item.action));
  if (items.length === 0) {
    return [];
  }
  const named = items.slice(0, namedInModal).map((item) => `${tenantName(item)}: ${actionText(item.action, plan)}`);
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
const nameLengths = [longestName, 40, 20] as const;

/** Why there is nothing to confirm, naming the tenants. */
export function nothingToDo(plan: Plan): string {
  const only = plan.items.length === 1 ? plan.items[0] : undefined;
  if (only) {
    return l10n.t('Nothing to do in {0}: {1}.', tenantName(only), actionText(only.action, plan));
  }
  const tenants = plan.items.map((item) => aboutTenant(item, actionText(item.action, plan)));
  return namingTenants(tenants, (named) => l10n.t('Nothing to do. {0}', named));
}

/** Why nothing is sent although it was asked for: these tenants are otherwise than the person was shown. */
export function overtakenText(by: readonly AboutTenant[]): string {
  return namingTenants(by, (named) =>
    l10n.t('Nothing was sent, as this is otherwise by now: {0}. See what would happen now, and begin again.', named),
  );
}

/** The first five of them with what is to be said of each, as long as a message may be. */
function namingTenants(tenants: readonly AboutTenant[], sentence: (named: string) => string): string {
  const more = tenants.length - namedInModal;
  const text = (longest: number): string =>
    sentence(
      [
        ...tenants.slice(0, namedInModal).map((one) => `${one.name(longest)}: ${oneLine(one.text, longestReason)}`),
        ...(more > 0 ? [l10n.t('and {0} more', more)] : []),
      ].join('; '),
    );
  return nameLengths.map(text).find((one) => one.length <= longestMessage) ?? text(nameLengths[2]);
}

/** The reviewed list: every item of the plan, as a Markdown document. */
export function planDocument(plan: Plan): string {
  const rows = (items: readonly PlanItem[]): readonly string[] =>
    items.map((item) =>
      markdownRow(
        [tenantName(item), item.tenant.tenantId, item.identityName, actionText(item.action, plan)].map(forMarkdown),
      ),
    );
  const head = markdownHead([l10n.t('Tenant'), l10n.t('Tenant ID'), l10n.t('Identity'), l10n.t('What will happen')]);
  const left = plan.items.filter((item) => !isWrite(item.action));
  return [
    `# ${l10n.t('Review: {0}', countsText(plan))}`,
    '',
    l10n.t('Nothing has been sent yet.'),
    '',
    ...head,
    ...rows(writes(plan)),
    ...(left.length === 0 ? [] : ['', `## ${l10n.t('Left as they are')}`, '', ...head, ...rows(left)]),
    '',
  ].join('\n');
}
