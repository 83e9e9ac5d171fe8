/** The journal as a person reads it: Markdown, pure. All foreign text is made harmless here. */
import * as l10n from '@vscode/l10n';
import { markdownHead, markdownRow } from '../shared/markdownTable.ts';
import type { IdentityKey } from '../shared/model.ts';
import { forMarkdown, oneLine } from '../shared/text.ts';
import { itemFacts, type HeldFact } from './itemFacts.ts';
import type { GateLine, RunEnding } from './journalLine.ts';
import { isWrite } from './plan.ts';
import type { PlanIntent } from './plan.ts';
import { longestName, partner, tenantName } from './planText.ts';
import { writtenBy } from './runRecord.ts';
import type { ItemRecord, RunRecord } from './runRecord.ts';
import { itemStateText, obstacleText } from './stateText.ts';

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
  return l10n.t('{0}: {1}', timeText(run.startedAt), intentText(run.head.intent, run.head.partnerName));
}

function intentText(intent: PlanIntent, partnerName: string | undefined): string {
  switch (intent.kind) {
    case 'link':
      return l10n.t('link partner ID {0}', forMarkdown(partner(intent.partnerId, partnerName)));
    case 'remove':
      return l10n.t('remove links');
    case 'list':
      return l10n.t('link partner IDs from a list');
    case 'undo':
      return l10n.t('undo of run {0}', forMarkdown(intent.runId));
  }
}

function runBody(run: RunRecord, identityName: IdentityName): readonly string[] {
  const written = run.items.filter((item) => writtenBy(item)?.certain === true).length;
  const perhaps = run.items.filter((item) => writtenBy(item)?.certain === false).length;
  return [
    `- ${l10n.t('Run ID: {0}', forMarkdown(run.id))}`,
    `- ${endText(run)}`,
    ...run.resumedAt.map((at) => `- ${l10n.t('Resumed: {0}', timeText(at))}`),
    ...run.gates.map(gateText),
    `- ${l10n.t('Tenants: {0}, written: {1}', run.items.length, written)}`,
    ...(perhaps === 0 ? [] : [`- ${l10n.t('Perhaps written (no answer came): {0}', perhaps)}`]),
    '',
    ...markdownHead([
      l10n.t('Tenant'),
      l10n.t('Tenant ID'),
      l10n.t('Identity'),
      l10n.t('Before'),
      l10n.t('After'),
      l10n.t('Result'),
      l10n.t('Time'),
      l10n.t('Request ID'),
      l10n.t('Correlation ID'),
    ]),
    ...run.items.map((item) => itemRow(item, run, identityName)),
  ];
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

function itemRow(record: ItemRecord, run: RunRecord, identityName: IdentityName): string {
  const { item, outcome } = record;
  const { before, after } = beforeAndAfter(record, run);
  const at = outcome?.at ?? record.intent?.at;
  const identity = oneLine(identityName(item.tenant.identity), longestName);
  const foreign = [tenantName(item), item.tenant.tenantId, identity, before, after];
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
  const { before, after, wrote } = itemFacts(record, run);
  return { before: heldText(before), after: after === undefined && wrote === 'no' ? '' : heldText(after) };
}

function heldText(held: HeldFact | undefined): string {
  if (held === undefined) {
    return l10n.t('not known');
  }
  return held.state === 'notLinked' ? l10n.t('not linked') : partner(held.partnerId, held.partnerName);
}

function resultText({ item, outcome, open }: ItemRecord, run: RunRecord): string {
  if (open) {
    return l10n.t('announced; whether it was written is not known');
  }
  if (outcome !== undefined) {
    return outcome.wrote === 'perhaps' && outcome.result.kind !== 'done'
      ? l10n.t('{0}; whether it was written is not known', itemStateText(outcome.result))
      : itemStateText(outcome.result);
  }
  if (item.action.do === 'cannot') {
    return l10n.t('skipped ({0})', obstacleText(item.action.why));
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
