/** What came of a run, in words. Foreign text comes out raw; dialogs neutralise it. */
import * as l10n from '@vscode/l10n';
import { failureSentence } from '../../shared/text/failureText.ts';
import { unclearText } from '../../shared/text/statusText.ts';
import { likelyLocationId } from '../../shared/model/partnerId.ts';
import { associationKind, isWrite, type Plan } from '../plan/plan.ts';
import { failedItems, isWritten, unclearItems, type RunResult } from '../run/runResult.ts';
import type { RunProgress, RunItemState } from '../run/runStates.ts';
import { partner, targetName } from './planText.ts';

/** `Linked 5`, `changed 1`…: what was written, in the past tense. */
function writtenText(items: readonly RunItemState[]): readonly string[] {
  const done = items.filter(isWritten);
  const links = done.filter(({ item }) => associationKind(item) === 'PAL');
  const count = (kind: string): number => links.filter(({ item }) => item.action.do === kind).length;
  const submitted = submittedIn(done).length;
  const found = done.length - links.length - submitted;
  const [link, change, remove] = [count('link'), count('change'), count('remove')];
  return [
    ...(link > 0 ? [l10n.t('{0} linked', link)] : []),
    ...(change > 0 ? [l10n.t('{0} changed', change)] : []),
    ...(remove > 0 ? [l10n.t('{0} removed', remove)] : []),
    ...(submitted > 0 ? [l10n.t('{0} DPOR submitted', submitted)] : []),
    ...(found > 0 ? [l10n.t('{0} DPOR found as wanted', found)] : []),
  ];
}

function submittedIn(items: readonly RunItemState[]): readonly RunItemState[] {
  return items.filter(({ state }) => state.kind === 'done' && state.note === 'submitted');
}

/** How far a run is; what waits for a sign-in is said, since only a user can go on with it. */
export function progressText({ done, total, waiting, throttled }: RunProgress): string {
  return [
    l10n.t('{0} of {1}', done, total),
    ...(waiting === 0 ? [] : [l10n.t('{0} sign-in needed', waiting)]),
    ...(throttled === 0 ? [] : [l10n.t('{0} throttled', throttled)]),
  ].join(' · ');
}

/** The words of the portal. */
function laterText(): string {
  return l10n.t('It might take some time for Azure to show it.');
}

function summary(result: RunResult): string {
  const { counts, items } = result;
  const of = (kind: string): number =>
    items.filter(({ item, state }) => isWrite(item.action) && state.kind === kind).length;
  const already = items.filter(
    ({ item, state }) => isWrite(item.action) && state.kind === 'done' && state.note === 'alreadySo',
  ).length;
  const parts = [
    ...writtenText(items),
    ...(already > 0 ? [l10n.t('{0} with nothing to write', already)] : []),
    ...(of('unclear') > 0 ? [l10n.t('{0} unclear', of('unclear'))] : []),
    ...(of('failed') > 0 ? [l10n.t('{0} failed', of('failed'))] : []),
    ...(of('skipped') > 0 ? [l10n.t('{0} skipped', of('skipped'))] : []),
    ...(counts.cancelled > 0 ? [l10n.t('{0} cancelled', counts.cancelled)] : []),
  ];
  return parts.length === 0 ? l10n.t('Nothing was changed') : parts.join(', ');
}

/** The one target's result in a sentence, where there was only one. */
function single(result: RunResult, plan: Plan): string | undefined {
  const writes = result.items.filter(({ item }) => isWrite(item.action));
  const [only] = writes;
  if (writes.length !== 1 || !only || only.state.kind !== 'done' || only.state.note === 'alreadySo') {
    return undefined;
  }
  const name = targetName(only.item);
  if (associationKind(only.item) === 'DPOR') {
    return singleDpor(only, name, plan);
  }
  switch (only.item.action.do) {
    case 'link':
    case 'change': {
      const link = only.state.link;
      const to = link?.partnerName
        ? `${link.partnerId} · ${link.partnerName}`
        : (link?.partnerId ?? only.item.action.to);
      return plan.intent.kind === 'undo'
        ? l10n.t('{0} is linked to {1} again.', name, to)
        : l10n.t('{0} is linked to {1}.', name, to);
    }
    case 'remove':
      return l10n.t('{0} is no longer linked.', name);
    default:
      return undefined;
  }
}

function singleDpor({ item, state }: RunItemState, name: string, plan: Plan): string | undefined {
  const { action } = item;
  if (!isWrite(action) || state.kind !== 'done') {
    return undefined;
  }
  const shown = state.note !== 'submitted';
  if (action.do === 'remove') {
    return shown
      ? l10n.t('{0}: none reported now.', name)
      : `${l10n.t('The removal of the Digital Partner of Record of {0} was submitted.', name)} ${laterText()}`;
  }
  const to = partner(action.to, action.toName ?? plan.partnerName);
  return shown
    ? l10n.t('{0} is the Digital Partner of Record of {1}.', to, name)
    : `${l10n.t('{0} was submitted as Digital Partner of Record of {1}.', to, name)} ${laterText()}`;
}

function endedText(result: RunResult, plan: Plan): string {
  switch (result.how) {
    case 'takenOver':
      return l10n.t('Another window resumed this run. So far: {0}.', summary(result));
    case 'interrupted':
      return l10n.t('The run was interrupted and can be resumed. So far: {0}.', summary(result));
    case 'cancelled':
      return l10n.t('Cancelled. {0}.', summary(result));
    case 'finished': {
      const later = submittedIn(result.items).length > 0 ? ` ${laterText()}` : '';
      return single(result, plan) ?? `${summary(result)}.${later}`;
    }
  }
}

/** Why the first of them is unclear, and what becomes of it; `''` where none is. */
function firstUnclear(result: RunResult): string {
  const [first] = unclearItems(result);
  return first?.state.kind === 'unclear'
    ? ` ${l10n.t('{0}: {1}. It’s read again until the result is known.', targetName(first.item), unclearText(first.state.failure))}`
    : '';
}

/** What went wrong first, and what to do; with a hint where a global account's ID was probably meant. */
function firstFailure(result: RunResult): string {
  const [first] = failedItems(result);
  if (first?.state.kind !== 'failed') {
    return '';
  }
  const { failure } = first.state;
  const { action } = first.item;
  const hint =
    failure.kind === 'partnerIdInvalid' && (action.do === 'link' || action.do === 'change')
      ? ` ${l10n.t('If {0} is your global account, its first location is often {1}.', action.to, likelyLocationId(action.to))}`
      : '';
  return ` ${targetName(first.item)}: ${failureSentence(failure)}${hint}`;
}

/** Where tokens say nothing (AD FS), the answers alone tell whose links were written: that is said, too. */
function whoseText({ items }: RunResult): string {
  return items.some(({ state }) => state.kind === 'done' && state.note === 'byAnswer')
    ? ` ${l10n.t('Azure’s answers say whose link it is; the token doesn’t.')}`
    : '';
}

/** What came of the run, and the first failure with what to do about it. */
export function resultText(result: RunResult, plan: Plan): string {
  const journal = result.journalFailure
    ? ` ${l10n.t('The journal couldn’t be completed: {0} You might be offered to resume the run, which reads before it writes.', failureSentence(result.journalFailure))}`
    : '';
  return `${endedText(result, plan)}${whoseText(result)}${firstUnclear(result)}${firstFailure(result)}${journal}`;
}
