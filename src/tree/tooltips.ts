/**
 * Tooltips as Markdown. Every value goes through `forMarkdown`, our own words too: they hold partner names and dates.
 * Shown with `isTrusted` and `supportThemeIcons` off.
 */
import * as l10n from '@vscode/l10n';
import { accessOf, accessText } from '../estate/store/access.ts';
import type { ExpectedPartnerId } from '../estate/files/expectedPartnerIds.ts';
import { dporOf } from '../estate/store/dporRow.ts';
import { shownName } from '../estate/store/rowOrder.ts';
import { dporApplies } from '../shared/model/agreement.ts';
import { dporFailed, dporFailure, type DporState, type SubscriptionDpor } from '../shared/model/dpor.ts';
import { agreementText, dporChangeText, dporHint, dporRules, dporSourceText } from '../shared/text/dporText.ts';
import type { Failure } from '../shared/model/failure.ts';
import { failureAdvice, failureReason } from '../shared/text/failureText.ts';
import {
  checkedPal,
  knownPal,
  lastKnownPal,
  shownPal,
  stalePal,
  subscriptionList,
  type Identity,
  type IdentityRow,
  type PalState,
  type Subscription,
  type TenantRow,
} from '../shared/model/model.ts';
import { identityKindText } from '../shared/text/identityText.ts';
import { dporStatus, palStatus } from '../shared/text/statusTable.ts';
import { coveringText, partnerText } from '../shared/text/statusText.ts';
import { forMarkdown } from '../shared/escaping/foreignText.ts';
import { exactTime, timeAgo } from '../shared/text/relativeTime.ts';
import { helpSection } from '../shared/text/helpSection.ts';
import { commandName } from '../manifest.ts';
import type { RowContext } from './rowText.ts';
import { failedWriteOn, ownIn, subscriptionStateText } from './rowParts.ts';
import { dporRollUp, dporStateOf } from './dporText.ts';
import { delegatedText, isDelegated, throughTenant } from './subscriptionRow.ts';
import { driftText, markTexts, palWords } from './tenantRow.ts';

interface Line {
  readonly what: string;
  readonly value: string;
}

/** `identity`: always named here, also where the tree does not show a level of identities. */
export function tenantTooltip(row: TenantRow, identity: Identity | undefined, context: RowContext): string {
  const pal = knownPal(row);
  const lines: Line[] = [
    { what: l10n.t('Status'), value: palOnTooltip(row, context) },
    { what: l10n.t('Last run'), value: failedWriteOn(row, undefined, 'spoken') },
    { what: l10n.t('Last known'), value: lastKnownText(row, context) },
    { what: l10n.t('Expected'), value: expectedText(context.expected(row.ref.tenantId)) },
    { what: l10n.t('Since the last scan'), value: driftText(row, context) },
    { what: l10n.t('Last changed'), value: pal.kind === 'linked' ? changedText(pal.link.updatedTime, context) : '' },
    { what: l10n.t('Through'), value: identity?.name ?? row.ref.identity },
    { what: l10n.t('Access'), value: accessText(accessOf(row, identity)) },
    {
      what: l10n.t('Listed by Azure'),
      value: row.info.added ? l10n.t('no, you added it') : '',
    },
    { what: l10n.t('Subscriptions'), value: subscriptionsText(row) },
    { what: l10n.t('Partner of record'), value: dporRollUp(row, context) },
    {
      what: l10n.t('Name in Azure'),
      value: shownName(row.info) === row.info.displayName?.trim() ? '' : (row.info.displayName ?? ''),
    },
    { what: l10n.t('Default domain'), value: row.info.defaultDomain ?? '' },
    { what: l10n.t('Further domains'), value: domainsText(row) },
    { what: l10n.t('Country'), value: row.info.countryCode ?? '' },
    { what: l10n.t('Tenant ID'), value: row.ref.tenantId },
    { what: l10n.t('Object ID'), value: pal.kind === 'linked' ? (pal.link.objectId ?? '') : '' },
    { what: l10n.t('Marked'), value: markTexts(row, context).join(', ') },
    ...checkedLines(row, context),
  ];
  return paragraphs([
    heading(shownName(row.info), row.ref.tenantId),
    list(lines),
    row.info.displayName ? '' : forMarkdown(namelessText(row)),
    coverText(pal),
    ...failures(row).map(failureTooltip),
  ]);
}

/** Why it is old, and what to do, stands below. */
function palOnTooltip(row: TenantRow, context: RowContext): string {
  const pal = shownPal(row);
  return pal.kind === 'unknown' && !row.activity?.has(undefined)
    ? l10n.t('unknown ({0})', failureReason(pal.failure))
    : aged(palWords(row, ownIn(row, context)), row, context);
}

function aged(text: string, row: TenantRow, context: RowContext): string {
  const stale = stalePal(row);
  return stale ? l10n.t('{0}, as of {1}', text, checkedText(stale.asOf, context)) : text;
}

/** Where the state itself does not say it: a tenant that waits for a sign-in may have been linked all along. */
function lastKnownText(row: TenantRow, context: RowContext): string {
  const last = lastKnownPal(row);
  return last === undefined
    ? ''
    : l10n.t('{0}, as of {1}', palStatus(last.pal, ownIn(row, context)).long, checkedText(last.at, context));
}

/** What is old was checked, and was tried again since. */
function checkedLines(row: TenantRow, context: RowContext): readonly Line[] {
  const stale = stalePal(row);
  return [
    { what: l10n.t('Checked'), value: checkedText(stale ? stale.asOf : row.checkedAt, context) },
    {
      what: l10n.t('Tried again'),
      value: stale && checkedPal(row).kind === 'unknown' ? checkedText(row.checkedAt, context) : '',
    },
  ];
}

function namelessText({ info }: TenantRow): string {
  return info.added
    ? l10n.t('Azure does not list this tenant here, and so gives no name for it.')
    : l10n.t('Azure gives no name for this tenant, as is usual for guests.');
}

export function subscriptionTooltip(subscription: Subscription, row: TenantRow, context: RowContext): string {
  const known = dporOf(row, subscription.subscriptionId);
  const dpor = dporStateOf(subscription, row);
  return paragraphs([
    heading(subscription.displayName ?? '', subscription.subscriptionId),
    list([
      { what: l10n.t('Status'), value: aged(throughTenant(knownPal(row), ownIn(row, context)), row, context) },
      { what: l10n.t('Partner of record'), value: dporStatus(dpor, ownIn(row, context), context.time).long },
      { what: l10n.t('Last run'), value: failedWriteOn(row, subscription.subscriptionId, 'spoken') },
      { what: l10n.t('Change'), value: 'change' in dpor ? dporChangeText(dpor.change) : '' },
      { what: l10n.t('As of'), value: 'at' in dpor ? checkedText(dpor.at, context) : '' },
      { what: l10n.t('Tried again'), value: checkedText(dporFailed(dpor)?.at, context) },
      {
        what: l10n.t('State'),
        value: subscription.state === undefined ? '' : subscriptionStateText(subscription.state),
      },
      { what: l10n.t('Seen through'), value: shownName(row.info) },
      { what: l10n.t('Azure Lighthouse'), value: delegatedText(subscription, row, context) },
      { what: l10n.t('Subscription ID'), value: subscription.subscriptionId },
      { what: l10n.t('Tenant ID'), value: subscription.tenantId },
      { what: l10n.t('Offer'), value: subscription.quotaId ?? '' },
      { what: l10n.t('Agreement'), value: agreementWithAge(known, context) },
      { what: l10n.t('Checked'), value: checkedText(row.subscriptionsCheckedAt, context) },
    ]),
    ...dporSentences(dpor, known).map(forMarkdown),
    dpor.kind === 'unclear' ? failureTooltip(dpor.write.failure) : '',
    ...distinct([dporFailure(dpor), known.agreementFailed?.failure, stalePal(row)?.failure]).map(failureTooltip),
  ]);
}

function agreementWithAge({ agreement, agreementAt, agreementFailed }: SubscriptionDpor, context: RowContext): string {
  const text = agreementText(agreement);
  return text !== '' && agreementFailed && agreementAt !== undefined
    ? l10n.t('{0}, as of {1}', text, checkedText(agreementAt, context))
    : text;
}

/** One of each kind is enough to say what to do. */
function distinct(failures: readonly (Failure | undefined)[]): readonly Failure[] {
  const found = failures.filter((one) => one !== undefined);
  return found.filter((one, index) => found.findIndex(({ kind }) => kind === one.kind) === index);
}

/** What is known of a DPOR and from whom, and what a user should know of it. */
function dporSentences(dpor: DporState, known: SubscriptionDpor): readonly string[] {
  const applies = dpor.kind !== 'doesNotApply' && dpor.kind !== 'notAvailableInCloud';
  const isEa = dporApplies({}, known.agreement).kind === 'applies';
  return [
    dporSourceText(dpor) ?? '',
    dpor.kind === 'unknown' ? '' : (dporHint(dpor) ?? ''),
    known.leftEaAt === undefined
      ? ''
      : l10n.t('This subscription used to be under an Enterprise Agreement. Its DPOR wasn’t carried over.'),
    isEa && applies ? dporRules() : '',
  ];
}

export function identityTooltip(row: IdentityRow): string {
  const { identity, state } = row;
  return paragraphs([
    heading(identity.name, identity.key),
    list([
      { what: l10n.t('Signs in as'), value: identity.kind === 'sample' ? '' : identityKindText(identity.kind) },
      { what: l10n.t('Home tenant ID'), value: identity.homeTenantId ?? '' },
      { what: l10n.t('Object ID'), value: identity.objectId ?? '' },
    ]),
    state.kind === 'failed' ? failureTooltip(state.failure) : '',
    state.kind === 'signInNeeded' && state.failure ? failureTooltip(state.failure) : '',
    state.kind === 'notAllowed'
      ? forMarkdown(l10n.t('VS Code knows this account, but you have not yet allowed Partner Link to use it.'))
      : '',
  ]);
}

/** Below a tenant whose subscriptions are not known. */
export function noteTooltip(row: TenantRow): string {
  return row.subscriptions.kind === 'unknown' ? failureTooltip(row.subscriptions.failure) : '';
}

function failures(row: TenantRow): readonly Failure[] {
  const ofPal = stalePal(row)?.failure ?? palFailure(row.pal);
  if (knownPal(row).kind === 'covered') {
    return [];
  }
  const ofSubscriptions = row.subscriptions.kind === 'unknown' ? row.subscriptions.failure : undefined;
  return distinct([ofPal, ofSubscriptions]);
}

/** Also for states that are no failure and still call for the same advice. */
function palFailure(pal: PalState): Failure | undefined {
  switch (pal.kind) {
    case 'unknown':
      return pal.failure;
    case 'unclear':
      return pal.write.failure;
    case 'signInNeeded':
      return pal.failure ?? { kind: 'signInNeeded' };
    case 'accountNotAllowed':
      return { kind: 'accountNotAllowed' };
    case 'notAvailableInCloud':
      return { kind: 'notAvailableInCloud' };
    case 'notChecked':
    case 'checking':
    case 'linked':
    case 'notLinked':
    case 'covered':
      return undefined;
  }
}

/** `''` for a tenant that has a link of its own, or may have one. */
function coverText(pal: PalState): string {
  return pal.kind === 'covered'
    ? forMarkdown(
        l10n.t(
          'Azure shows this tenant through Azure Lighthouse only. Its subscriptions stand below {0}, and a link there covers them. If you have an account of your own in it, Sign In to Tenant shows the link of that account.',
          coveringText(pal.through),
        ),
      )
    : '';
}

/** What happened, in Azure's words too, what to do, and the ids that Azure Support asks for. */
export function failureTooltip(failure: Failure): string {
  const reason = failureReason(failure);
  const said = failure.serviceMessage === undefined ? '' : forMarkdown(failure.serviceMessage);
  return [
    `**${forMarkdown(reason.charAt(0).toUpperCase() + reason.slice(1))}**`,
    said === '' ? '' : `${forMarkdown(l10n.t('Azure says:'))} “${said}”`,
    `${forMarkdown(failureAdvice(failure))} ${helpLink(failure)}`,
    list([
      { what: l10n.t('Error code'), value: failure.code ?? '' },
      { what: l10n.t('Request ID'), value: failure.requestId ?? '' },
    ]),
  ]
    .filter((part) => part !== '')
    .join('  \n');
}

/** The only command that a tooltip may run; see `TenantsView.resolveTreeItem`. */
function helpLink({ kind }: Failure): string {
  const argument = encodeURIComponent(JSON.stringify(helpSection[kind]));
  return `[${forMarkdown(l10n.t('Learn More'))}](command:${commandName('openHelp')}?${argument})`;
}

/** Of the kept list, whether or not it is what is there. */
function expectedText(expected: ExpectedPartnerId | undefined): string {
  return expected === undefined ? '' : partnerText({ partnerId: expected.partnerId, partnerName: expected.label });
}

/** A tooltip has room for a few. */
function domainsText({ info }: TenantRow): string {
  const [few, more] = [info.domains?.slice(0, 5) ?? [], (info.domains?.length ?? 0) - 5];
  return more > 0 ? l10n.t('{0} and {1} more', few.join(', '), more) : few.join(', ');
}

function subscriptionsText(row: TenantRow): string {
  const all = subscriptionList(row.subscriptions);
  if (row.subscriptions.kind === 'notChecked' || (row.subscriptions.kind !== 'known' && !row.subscriptions.list)) {
    return '';
  }
  const delegated = all.filter((one) => isDelegated(one, row)).length;
  const notEnabled = all.filter(({ state }) => state !== undefined && state !== 'Enabled').length;
  return [
    all.length === 0 ? l10n.t('none') : String(all.length),
    notEnabled > 0 ? l10n.t('{0} not enabled', notEnabled) : '',
    delegated > 0 ? l10n.t('{0} delegated through Azure Lighthouse', delegated) : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

/** The service sends seven decimals of a second; what is no date comes out as it came. */
function changedText(sent: string | undefined, context: RowContext): string {
  if (sent === undefined) {
    return '';
  }
  const at = Date.parse(sent);
  return Number.isNaN(at) ? sent : checkedText(at, context);
}

function checkedText(at: number | undefined, { now, time }: RowContext): string {
  return at === undefined ? '' : l10n.t('{0} ({1})', timeAgo(at, now, time), exactTime(at, time));
}

/** A name of nothing visible gives way to the id. */
function heading(name: string, id: string): string {
  return `**${forMarkdown(name) || forMarkdown(id)}**`;
}

function list(lines: readonly Line[]): string {
  return lines
    .map(({ what, value }) => ({ what, value: forMarkdown(value) }))
    .filter(({ value }) => value !== '')
    .map(({ what, value }) => `${forMarkdown(what)}: ${value}`)
    .join('  \n');
}

function paragraphs(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
