/** All that is known of a tenant, as its tooltip and its page say it. */
import * as l10n from '@vscode/l10n';
import type { ExpectedPartnerId } from '../../estate/files/expectedPartnerIds.ts';
import { accessOf, accessText } from '../../estate/store/access.ts';
import { shownName } from '../../estate/store/rowOrder.ts';
import {
  checkedPal,
  knownPal,
  lastKnownPal,
  shownPal,
  stalePal,
  subscriptionList,
  type Identity,
  type TenantRow,
} from '../../shared/model/model.ts';
import { failureReason } from '../../shared/text/failureText.ts';
import { palStatus } from '../../shared/text/statusTable.ts';
import { coveringText, partnerText } from '../../shared/text/statusText.ts';
import { dporRollUp } from './dporText.ts';
import { whenText, type Fact } from './fact.ts';
import type { RowContext } from './rowContext.ts';
import { failedWriteOn, ownIn } from './rowWords.ts';
import { isDelegated } from './subscriptionWords.ts';
import { driftText, markTexts, palWords } from './tenantWords.ts';

/** Of its link, and through which identity. */
export function linkFacts(row: TenantRow, identity: Identity | undefined, context: RowContext): readonly Fact[] {
  const pal = knownPal(row);
  return [
    { what: l10n.t('Status'), value: statusText(row, context) },
    { what: l10n.t('Last run'), value: failedWriteOn(row, undefined, 'spoken') },
    { what: l10n.t('Last known'), value: lastKnownText(row, context) },
    { what: l10n.t('Expected'), value: expectedText(context.expected(row.ref.tenantId)) },
    { what: l10n.t('Since the last scan'), value: driftText(row, context) },
    { what: l10n.t('Last changed'), value: pal.kind === 'linked' ? changedText(pal.link.updatedTime, context) : '' },
    { what: l10n.t('Through'), value: identity?.name ?? row.ref.identity },
  ];
}

/** Of the tenant itself. `domains`: how many of its further domains there is room for. */
export function tenantFacts(
  row: TenantRow,
  identity: Identity | undefined,
  context: RowContext,
  domains: number,
): readonly Fact[] {
  const { info } = row;
  return [
    { what: l10n.t('Access'), value: accessText(accessOf(row, identity)) },
    { what: l10n.t('Listed by Azure'), value: info.added ? l10n.t('no, you added it') : '' },
    { what: l10n.t('Subscriptions'), value: subscriptionsText(row) },
    { what: l10n.t('Partner of record'), value: dporRollUp(row, context) },
    {
      what: l10n.t('Name in Azure'),
      value: shownName(info) === info.displayName?.trim() ? '' : (info.displayName ?? ''),
    },
    { what: l10n.t('Default domain'), value: info.defaultDomain ?? '' },
    { what: l10n.t('Further domains'), value: domainsText(row, domains) },
    { what: l10n.t('Country'), value: info.countryCode ?? '' },
    { what: l10n.t('Tenant ID'), value: row.ref.tenantId, isId: true },
    { what: l10n.t('Marked'), value: markTexts(row, context).join(', ') },
  ];
}

/** By which object, and how old what is said of the link is. What is old was checked, and was tried again since. */
export function checkFacts(row: TenantRow, context: RowContext): readonly Fact[] {
  const pal = knownPal(row);
  const stale = stalePal(row);
  return [
    { what: l10n.t('Object ID'), value: pal.kind === 'linked' ? (pal.link.objectId ?? '') : '', isId: true },
    { what: l10n.t('Checked'), value: whenText(stale ? stale.asOf : row.checkedAt, context) },
    {
      what: l10n.t('Tried again'),
      value: stale && checkedPal(row).kind === 'unknown' ? whenText(row.checkedAt, context) : '',
    },
  ];
}

/** Sentences on what a reader may miss. */
export function tenantNotes(row: TenantRow): readonly string[] {
  const pal = knownPal(row);
  return [
    ...(row.info.displayName ? [] : [namelessText(row)]),
    ...(pal.kind === 'covered'
      ? [
          l10n.t(
            'Azure shows this tenant through Azure Lighthouse only. Its subscriptions stand below {0}, and a link there covers them. If you have an account of your own in it, Sign In to Tenant shows the link of that account.',
            coveringText(pal.through),
          ),
        ]
      : []),
  ];
}

function namelessText({ info }: TenantRow): string {
  return info.added
    ? l10n.t('Azure does not list this tenant here, and so gives no name for it.')
    : l10n.t('Azure gives no name for this tenant, as is usual for guests.');
}

/** Why it is old, and what to do, its failures say. */
function statusText(row: TenantRow, context: RowContext): string {
  const pal = shownPal(row);
  return pal.kind === 'unknown' && !row.activity?.has(undefined)
    ? l10n.t('unknown ({0})', failureReason(pal.failure))
    : aged(palWords(row, ownIn(row, context)), row, context);
}

/** What is said of its PAL, with its age where it could not be read again. */
export function aged(text: string, row: TenantRow, context: RowContext): string {
  const stale = stalePal(row);
  return stale ? l10n.t('{0}, as of {1}', text, whenText(stale.asOf, context)) : text;
}

/** Where the state itself does not say it: a tenant that waits for a sign-in may have been linked all along. */
function lastKnownText(row: TenantRow, context: RowContext): string {
  const last = lastKnownPal(row);
  return last === undefined
    ? ''
    : l10n.t('{0}, as of {1}', palStatus(last.pal, ownIn(row, context)).long, whenText(last.at, context));
}

/** Of the kept list, whether or not it is what is there. */
function expectedText(expected: ExpectedPartnerId | undefined): string {
  return expected === undefined ? '' : partnerText({ partnerId: expected.partnerId, partnerName: expected.label });
}

function domainsText({ info }: TenantRow, room: number): string {
  const [few, more] = [info.domains?.slice(0, room) ?? [], (info.domains?.length ?? 0) - room];
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
export function changedText(sent: string | undefined, context: RowContext): string {
  if (sent === undefined) {
    return '';
  }
  const at = Date.parse(sent);
  return Number.isNaN(at) ? sent : whenText(at, context);
}
