/** The overview of all tenants, for others to keep or to read by machine: CSV, JSON, Markdown. Pure. */
import * as l10n from '@vscode/l10n';
import { accessOf, accessText, type Access } from '../../estate/store/access.ts';
import {
  attentionReasons,
  attentionText,
  type AttentionContext,
  type AttentionReason,
} from '../../estate/view/attention.ts';
import {
  knownPal,
  lastKnownPal,
  stalePal,
  subscriptionList,
  type Identity,
  type IdentityKey,
  type PalState,
  type SavedPartnerId,
  type TenantRow,
} from '../../shared/model/model.ts';
import { markdownRow } from '../../shared/escaping/markdownTable.ts';
import { palStatus } from '../../shared/text/statusTable.ts';
import { rightIn, staleText } from '../../shared/text/statusText.ts';
import { forJson, forMarkdown } from '../../shared/escaping/foreignText.ts';
import { writeCsv } from './writeCsv.ts';
import type { ExportFormat } from './runExport.ts';

export interface EstateExportContext extends AttentionContext {
  identity(key: IdentityKey): Identity | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Rows in the order given. Foreign text is made harmless for the format; JSON holds it raw. */
export function exportEstate(rows: readonly TenantRow[], format: ExportFormat, context: EstateExportContext): string {
  const entries = rows.map((row) => entryOf(row, context));
  switch (format) {
    case 'csv':
      return writeCsv(
        columns,
        entries.map((entry) => cellsOf(entry, (text) => text)),
      );
    case 'json': {
      const document: EstateDocument = {
        format: 'partner-link.estate',
        version: 1,
        exportedAt: new Date(context.now).toISOString(),
        tenants: entries.map(({ tenant }) => tenant),
      };
      return forJson(document);
    }
    case 'markdown':
      return [
        `# ${l10n.t('Tenants')}`,
        '',
        `- ${l10n.t('As of {0}', new Date(context.now).toISOString())}`,
        `- ${l10n.t('Tenants: {0}, needing attention: {1}', rows.length, entries.filter(({ tenant }) => tenant.attention.length > 0).length)}`,
        '',
        markdownRow(columns),
        markdownRow(columns.map(() => '---')),
        ...entries.map((entry) => markdownRow(cellsOf(entry, forMarkdown))),
        '',
      ].join('\n');
  }
}

/** The same in every language: these files are read by machines, too. *Tenant ID* and *Partner ID* can be loaded as a list of targets. */
const columns = [
  'Tenant',
  'Tenant ID',
  'Domain',
  'Identity',
  'Access',
  'Status',
  'Partner ID',
  'Partner',
  'Expected partner ID',
  'Needs attention',
  'Subscriptions',
  'Checked',
] as const;

/** The JSON of an estate. Stable like that of a run. Absent fields: not known, or there is none. */
export interface EstateDocument {
  readonly format: 'partner-link.estate';
  readonly version: 1;
  readonly exportedAt: string;
  readonly tenants: readonly EstateDocumentTenant[];
}

export interface EstateDocumentTenant {
  readonly tenantId: string;
  readonly tenantName?: string;
  readonly domain?: string;
  readonly furtherDomains?: readonly string[];
  readonly identity: { readonly key: string; readonly name: string };
  readonly access: Access;
  readonly pal: PalState['kind'];
  readonly partnerId?: string;
  readonly partnerName?: string;
  /** Where the PAL could not be read again: when it was last known to be so, and why not since. */
  readonly palAsOf?: string;
  readonly palFailure?: { readonly kind: string; readonly code?: string; readonly status?: number };
  /** What was read last, where `pal` says something else by now, such as that a sign-in is needed. */
  readonly lastKnown?: { readonly pal: PalState['kind']; readonly partnerId?: string; readonly asOf: string };
  readonly expectedPartnerId?: string;
  /** Of a tenant that is seen through Azure Lighthouse only: the ids of the tenants in which a link covers it. */
  readonly coveredThrough?: readonly string[];
  readonly attention: readonly AttentionReason[];
  /** How many there are, or last were; absent: not known. */
  readonly subscriptions?: number;
  /** When the last check ended, well or not. */
  readonly checkedAt?: string;
}

/** With the status in words. */
interface Entry {
  readonly tenant: EstateDocumentTenant;
  readonly status: string;
}

function entryOf(row: TenantRow, context: EstateExportContext): Entry {
  const pal = knownPal(row);
  const stale = stalePal(row);
  const last = lastKnownPal(row);
  const identity = context.identity(row.ref.identity);
  const countKnown = row.subscriptions.kind !== 'notChecked' && row.subscriptions.list !== undefined;
  const tenant: EstateDocumentTenant = {
    tenantId: row.ref.tenantId,
    tenantName: row.info.displayName,
    domain: row.info.defaultDomain,
    furtherDomains: row.info.domains,
    identity: { key: row.ref.identity, name: identity?.name ?? row.ref.identity },
    access: accessOf(row, identity),
    pal: pal.kind,
    partnerId: pal.kind === 'linked' ? pal.link.partnerId : undefined,
    partnerName: pal.kind === 'linked' ? pal.link.partnerName : undefined,
    palAsOf: stale && isoTime(stale.asOf),
    palFailure: stale && { kind: stale.failure.kind, code: stale.failure.code, status: stale.failure.status },
    lastKnown: last && {
      pal: last.pal.kind,
      partnerId: last.pal.kind === 'linked' ? last.pal.link.partnerId : undefined,
      asOf: isoTime(last.at),
    },
    expectedPartnerId: context.expected.get(row.ref.tenantId)?.partnerId,
    coveredThrough: pal.kind === 'covered' ? pal.through.map(({ tenantId }) => tenantId) : undefined,
    attention: attentionReasons(row, context),
    subscriptions: countKnown ? subscriptionList(row.subscriptions).length : undefined,
    checkedAt: row.checkedAt === undefined ? undefined : isoTime(row.checkedAt),
  };
  const own = rightIn(context.own, context.expected.get(row.ref.tenantId));
  return { tenant, status: statusText(row, own) };
}

/** What was known last is told beside a state that does not say it. What is being checked is told as it was before. */
function statusText(row: TenantRow, own: readonly SavedPartnerId[]): string {
  const text = palStatus(knownPal(row), own).long;
  const stale = stalePal(row);
  const last = lastKnownPal(row);
  return stale
    ? staleText(text, stale, isoTime)
    : last
      ? l10n.t('{0}; last known: {1}, as of {2}', text, palStatus(last.pal, own).long, isoTime(last.at))
      : text;
}

function isoTime(at: number): string {
  return new Date(at).toISOString();
}

function cellsOf({ tenant, status }: Entry, made: (text: string) => string): readonly string[] {
  return [
    tenant.tenantName ?? '',
    tenant.tenantId,
    tenant.domain ?? '',
    tenant.identity.name,
    accessText(tenant.access),
    status,
    tenant.partnerId ?? '',
    tenant.partnerName ?? '',
    tenant.expectedPartnerId ?? '',
    tenant.attention.map(attentionText).join('; '),
    tenant.subscriptions === undefined ? '' : String(tenant.subscriptions),
    tenant.checkedAt ?? '',
  ].map(made);
}
