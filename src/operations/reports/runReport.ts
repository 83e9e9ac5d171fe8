/** The journal as a user reads it: Markdown, pure. All foreign text is made harmless here. */
import * as l10n from '@vscode/l10n';
import { forMarkdown } from '../../shared/escaping/foreignText.ts';
import { noneReportedText } from '../text/dporPlanText.ts';
import type { GateLine, RunEnding, RunLine } from '../journal/journalLine.ts';
import { associationKind } from '../plan/plan.ts';
import { partner } from '../text/planText.ts';
import { identityCell, runTable, requestIds, timeText, type IdentityName } from './runTable.ts';
import { isUnproved, writtenBy, type ItemRecord, type RunRecord } from '../journal/runRecord.ts';

export type { IdentityName } from './runTable.ts';

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
  const identities = new Set(run.items.map(({ item }) => item.tenant.identity));
  const [identity] = identities;
  return [
    `- ${l10n.t('Run ID: {0}', forMarkdown(run.id))}`,
    `- ${endText(run)}`,
    ...run.resumedAt.map((at) => `- ${l10n.t('Resumed: {0}', timeText(at))}`),
    ...run.gates.map(gateText),
    `- ${targetsText(run, written)}`,
    ...(perhaps === 0 ? [] : [`- ${l10n.t('Unclear, may have been written: {0}', perhaps)}`]),
    ...(identity === undefined || identities.size > 1
      ? []
      : [`- ${l10n.t('Identity: {0}', identityCell(identity, identityName))}`]),
    ...(run.items.some(({ item }) => item.subscription) ? [`- ${noneReportedText()}`] : []),
    '',
    ...runTable(run, identities.size > 1 ? identityName : undefined),
    ...requestIds(run),
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
