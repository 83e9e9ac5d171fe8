/** The result of a run, for others to keep or to read by machine: CSV, JSON, Markdown. Pure; no token is known here. */
import * as l10n from '@vscode/l10n';
import { partnerText, unclearText } from '../../shared/text/statusText.ts';
import { forJson } from '../../shared/escaping/foreignText.ts';
import { writeCsv } from './writeCsv.ts';
import { afterText, holderText } from './holderText.ts';
import { endOf, failureIn, itemResult, type ItemResult } from './itemResult.ts';
import { associationKind, type AssociationKind } from '../plan/plan.ts';
import { runReport, type IdentityName } from './runReport.ts';
import type { ItemRecord, RunRecord } from '../journal/runRecord.ts';
import { failureSentence } from '../../shared/text/failureText.ts';
import { notBegunText, perhapsWrittenText, skippedReason } from '../text/stateText.ts';

export const exportFormats = ['csv', 'json', 'markdown'] as const;

export type ExportFormat = (typeof exportFormats)[number];

/** What a file of the format ends in, without the dot. */
export function fileEnding(format: ExportFormat): string {
  return format === 'markdown' ? 'md' : format;
}

/** `run` as the journal has it. Foreign text is made harmless for the format; JSON holds it raw. */
export function exportRun(run: RunRecord, format: ExportFormat, identityName: IdentityName): string {
  switch (format) {
    case 'csv':
      return writeCsv(
        columns,
        run.items.map((record) => csvRow(record, run, identityName)),
      );
    case 'json':
      return forJson(runDocument(run, identityName));
    case 'markdown':
      return runReport(run, identityName);
  }
}

/** The same in every language: these files are read by machines, too. */
const columns = [
  'Tenant',
  'Tenant ID',
  'Domain',
  'Identity',
  'Association',
  'Subscription',
  'Subscription ID',
  'Before',
  'After',
  'Result',
  'Reason',
  'Time',
  'Request ID',
  'Correlation ID',
] as const;

function csvRow(record: ItemRecord, run: RunRecord, identityName: IdentityName): readonly string[] {
  const { item } = record;
  const facts = itemResult(record, run);
  return [
    item.tenantName ?? '',
    item.tenant.tenantId,
    item.domain ?? '',
    identityName(item.tenant.identity),
    associationKind(item),
    item.subscription?.name ?? '',
    item.subscription?.id ?? '',
    holderText(facts.before, partnerWords),
    afterText(facts, partnerWords),
    resultText(facts),
    reasonText(record, run),
    facts.at === undefined ? '' : new Date(facts.at).toISOString(),
    facts.requestId ?? '',
    facts.correlationId ?? '',
  ];
}

function partnerWords(partnerId: string, partnerName: string | undefined): string {
  return partnerText({ partnerId, partnerName });
}

function resultText({ result }: ItemResult): string {
  switch (result) {
    case 'done':
      return l10n.t('done');
    case 'submitted':
      return l10n.t('submitted');
    case 'alreadySo':
      return l10n.t('nothing to write');
    case 'unclear':
      return l10n.t('unclear');
    case 'failed':
      return l10n.t('failed');
    case 'skipped':
      return l10n.t('skipped');
    case 'cancelled':
      return l10n.t('cancelled');
    case 'notBegun':
      return notBegunText();
  }
}

/** Why it did not end in *done*; with what to do. `''` where nothing went wrong. */
function reasonText(record: ItemRecord, run: RunRecord): string {
  const end = endOf(record, run);
  switch (end?.kind) {
    case 'unclear':
      return unclearText(end.failure);
    case 'failed':
      return failureSentence(end.failure);
    case 'skipped': {
      const why = skippedReason(end.why, associationKind(record.item));
      return record.outcome?.wrote === 'perhaps' ? perhapsWrittenText(why) : why;
    }
    default:
      return '';
  }
}

/**
 * The JSON of a run. Its shape is stable: fields may join, and `version` goes up where one goes or changes its meaning.
 * Absent fields: not known, or there is none. Times are ISO 8601 in UTC.
 */
export interface RunDocument {
  readonly format: 'partner-link.run';
  /** 2: a write without a proof is *unclear*, which version 1 called *failed* or *notKnown*. */
  readonly version: 2;
  readonly runId: string;
  readonly startedAt: string;
  readonly ended?: { readonly at: string; readonly how: 'finished' | 'cancelled' | 'discarded' };
  readonly intent: 'link' | 'remove' | 'list' | 'undo';
  /** The one ID to link, where the run had one. */
  readonly partnerId?: string;
  readonly partnerName?: string;
  /** The run that was undone. */
  readonly undoes?: string;
  readonly items: readonly RunDocumentItem[];
}

export interface RunDocumentItem extends Omit<ItemResult, 'at'> {
  readonly tenantId: string;
  readonly tenantName?: string;
  readonly domain?: string;
  /** How the user calls the identity, and its key. */
  readonly identity: { readonly key: string; readonly name: string };
  readonly association: AssociationKind;
  /** Of a DPOR: the subscription it is of. */
  readonly subscriptionId?: string;
  readonly subscriptionName?: string;
  /** Of a DPOR, *link* is *designate*. */
  readonly planned: 'link' | 'change' | 'remove' | 'nothing' | 'cannot';
  /** The partner ID that was to be linked or designated. */
  readonly plannedPartnerId?: string;
  /** In words, for people. */
  readonly reason?: string;
  /** Of a failure: its kind, and Azure's own code and status. */
  readonly failure?: { readonly kind: string; readonly code?: string; readonly status?: number };
  readonly at?: string;
}

function runDocument(run: RunRecord, identityName: IdentityName): RunDocument {
  const { intent, partnerName } = run.head;
  return {
    format: 'partner-link.run',
    version: 2,
    runId: run.id,
    startedAt: new Date(run.startedAt).toISOString(),
    ended: run.ended && { at: new Date(run.ended.at).toISOString(), how: run.ended.how },
    intent: intent.kind,
    partnerId: intent.kind === 'link' ? intent.partnerId : undefined,
    partnerName,
    undoes: intent.kind === 'undo' ? intent.runId : undefined,
    items: run.items.map((record) => documentItem(record, run, identityName)),
  };
}

function documentItem(record: ItemRecord, run: RunRecord, identityName: IdentityName): RunDocumentItem {
  const { item, outcome } = record;
  const { at, ...facts } = itemResult(record, run);
  const failure = failureIn(outcome?.result);
  return {
    tenantId: item.tenant.tenantId,
    tenantName: item.tenantName,
    domain: item.domain,
    identity: { key: item.tenant.identity, name: identityName(item.tenant.identity) },
    association: associationKind(item),
    subscriptionId: item.subscription?.id,
    subscriptionName: item.subscription?.name,
    planned: item.action.do,
    plannedPartnerId: item.action.do === 'link' || item.action.do === 'change' ? item.action.to : undefined,
    ...facts,
    reason: reasonText(record, run) || undefined,
    failure: failure && { kind: failure.kind, code: failure.code, status: failure.status },
    at: at === undefined ? undefined : new Date(at).toISOString(),
  };
}
