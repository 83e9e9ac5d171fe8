/** The journal as a person reads it: Markdown, pure. All foreign text is made harmless here. */
import * as l10n from '@vscode/l10n';
import { markdownHead, markdownRow } from '../shared/markdownTable.ts';
import type { IdentityKey } from '../shared/model.ts';
import { unclearText } from '../shared/status.ts';
import { forMarkdown, oneLine } from '../shared/text.ts';
import { noneReportedText } from './dporPlanText.ts';
import { afterText, heldText } from './heldText.ts';
import { itemFacts } from './itemFacts.ts';
import type { GateLine, RunEnding, RunLine } from './journalLine.ts';
import { associationKind, isWrite } from './plan.ts';
import { longestName, partner, subscriptionColumns, tenantName, type SubscriptionColumns } from './planText.ts';
import { isUnproved, writtenBy } from './runRecord.ts';
import type { ItemRecord, RunRecord } from './runRecord.ts';
import { itemStateText } from './stateText.ts';

/** How an identity is called; a journal holds keys only, as names are people's. */
export type IdentityName = (key: IdentityKey) => string;

const byKey: IdentityName = (key) => key;

/** Everything about one run: what was changed, when, by which identity, from what to what, with Azure's request IDs. */
export function runReport(run: RunRecord, identityName: IdentityName = byKey): string {
  return [`# ${runTitle(run)}`, '', ...runBody(run, identityName), ''].join('\n');
}

/** Runs in the order given: newest first, as the journal gives them. */
export function journalReport(runs: readonly RunRecord[], identityName: IdentityName = byKey): string {
  const sections = runs.flatMap((run) => [`## ${runTitle(run)}`, '', ...runBody(run, identityName), '']);
  const none = [l10n.t('No run has changed anything yet.'), ''];
  return [`# ${l10n.t('Journal')}`, '', ...(runs.length === 0 ? none : sections)].join('\n');
}

function runTitle(run: RunRecord): string {
  return l10n.t('{0}: {1}', timeText(run.startedAt), intentText(run.head));
}

function intentText({ intent, partnerName, items }: RunLine): string {
  const kinds = new Set(items.map(associationKind));
  switch (intent.kind) {
    case 'link': {
      const to = forMarkdown(partner(intent.partnerId, partnerName));
      if (!kinds.has('DPOR')) {
        return l10n.t('link partner ID {0}', to);
      }
      return kinds.has('PAL')
        ? l10n.t('link and designate partner ID {0}', to)
        : l10n.t('designate partner ID {0}', to);
    }
    case 'remove':
      if (!kinds.has('DPOR')) {
        return l10n.t('remove links');
      }
      return kinds.has('PAL') ? l10n.t('remove links and designations') : l10n.t('remove designations');
    case 'list':
      return l10n.t('link partner IDs from a list');
    case 'undo':
      return l10n.t('undo of run {0}', forMarkdown(intent.runId));
  }
}

function runBody(run: RunRecord, identityName: IdentityName): readonly string[] {
  const perhaps = run.items.filter(isUnproved).length;
  const written = run.items.filter((item) => isKnownWritten(item)).length;
  const beside = subscriptionColumns(run.items.map(({ item }) => item));
  return [
    `- ${l10n.t('Run ID: {0}', forMarkdown(run.id))}`,
    `- ${endText(run)}`,
    ...run.resumedAt.map((at) => `- ${l10n.t('Resumed: {0}', timeText(at))}`),
    ...run.gates.map(gateText),
    `- ${targetsText(run, written)}`,
    ...(perhaps === 0 ? [] : [`- ${l10n.t('Unclear, may have been written: {0}', perhaps)}`]),
    ...(beside.heads.length === 0 ? [] : [`- ${noneReportedText()}`]),
    '',
    ...markdownHead([
      l10n.t('Tenant'),
      l10n.t('Tenant ID'),
      ...beside.heads,
      l10n.t('Identity'),
      l10n.t('Before'),
      l10n.t('After'),
      l10n.t('Result'),
      l10n.t('Time'),
      l10n.t('Request ID'),
      l10n.t('Correlation ID'),
    ]),
    ...run.items.map((item) => itemRow(item, run, beside, identityName)),
  ];
}

/** Azure took it, or a reading found it. */
function isKnownWritten(item: ItemRecord): boolean {
  const written = writtenBy(item);
  return written !== undefined && !item.open && (written.certain || item.outcome?.result.kind === 'done');
}

function endText(run: RunRecord): string {
  return run.ended === undefined
    ? l10n.t('Not ended')
    : l10n.t('Ended: {0} ({1})', timeText(run.ended.at), endingText(run.ended.how));
}

function endingText(how: RunEnding): string {
  switch (how) {
    case 'finished':
      return l10n.t('finished');
    case 'cancelled':
      return l10n.t('cancelled');
    case 'discarded':
      return l10n.t('interrupted, then discarded');
  }
}

function gateText(gate: GateLine): string {
  const first = forMarkdown(partner(gate.partnerId, gate.partnerName));
  switch (gate.answer) {
    case undefined:
      return `- ${l10n.t('After the first link ({0}): asked whether to continue, not answered', first)}`;
    case true:
      return `- ${l10n.t('After the first link ({0}): continued', first)}`;
    case false:
      return `- ${l10n.t('After the first link ({0}): not continued', first)}`;
  }
}

function targetsText({ items }: RunRecord, written: number): string {
  const subscriptions = items.filter(({ item }) => associationKind(item) === 'DPOR').length;
  const tenants = items.length - subscriptions;
  if (subscriptions === 0) {
    return l10n.t('Tenants: {0}, written: {1}', tenants, written);
  }
  return tenants === 0
    ? l10n.t('Subscriptions: {0}, written: {1}', subscriptions, written)
    : l10n.t('Tenants: {0}, subscriptions: {1}, written: {2}', tenants, subscriptions, written);
}

function itemRow(record: ItemRecord, run: RunRecord, beside: SubscriptionColumns, identityName: IdentityName): string {
  const { item, outcome } = record;
  const { before, after } = beforeAndAfter(record, run);
  const at = outcome?.at ?? record.intent?.at;
  const identity = oneLine(identityName(item.tenant.identity), longestName);
  const foreign = [tenantName(item), item.tenant.tenantId, ...beside.cells(item), identity, before, after];
  return markdownRow([
    ...foreign.map((cell) => forMarkdown(cell)),
    forMarkdown(resultText(record, run)),
    at === undefined ? '' : timeText(at),
    forMarkdown(outcome?.requestId ?? ''),
    forMarkdown(outcome?.correlationId ?? ''),
  ]);
}

/** What was read before and what is there after; only what was read or answered, never what was merely planned. */
function beforeAndAfter(record: ItemRecord, run: RunRecord): { readonly before: string; readonly after: string } {
  if (!isWrite(record.item.action)) {
    return { before: '', after: '' };
  }
  const facts = itemFacts(record, run);
  const nothing = facts.after === undefined && facts.wrote === 'no';
  return { before: heldText(facts.before, partner), after: nothing ? '' : afterText(facts, partner) };
}

function resultText({ item, outcome, open }: ItemRecord, run: RunRecord): string {
  const kind = associationKind(item);
  if (open) {
    return unclearText({ kind: 'interrupted' });
  }
  if (outcome !== undefined) {
    return outcome.wrote === 'perhaps' && outcome.result.kind === 'skipped'
      ? l10n.t('{0}; it may have been written before', itemStateText(outcome.result, kind))
      : itemStateText(outcome.result, kind);
  }
  if (item.action.do === 'cannot') {
    return itemStateText({ kind: 'skipped', why: { kind: 'cannot', obstacle: item.action.why } }, kind);
  }
  if (!isWrite(item.action)) {
    return l10n.t('done (already so, nothing was written)');
  }
  return run.ended === undefined ? l10n.t('not begun') : itemStateText({ kind: 'cancelled' });
}

/** The same in every time zone: a journal is compared with logs of others. */
function timeText(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
