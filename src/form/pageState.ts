/** Everything around the form's table, from what the session knows. */
import * as l10n from '@vscode/l10n';
import { unfinishedText } from '../operations/text/unfinishedText.ts';
import { estateState } from '../session/estateState.ts';
import type { Session } from '../session/session.ts';
import type { Page, TargetList } from '../shared/form/messages.ts';
import { sampleLabel } from '../shared/text/sampleLabel.ts';
import { asOfText } from '../shared/text/relativeTime.ts';
import type { LoadedList } from './loadedList.ts';
import type { FormRuns } from './runs/formRuns.ts';

/** More problems than anybody reads; the rest is a number. */
const mostProblems = 500;

export interface PageFacts {
  readonly session: Session;
  readonly list: LoadedList | undefined;
  readonly keptAsExpected: boolean;
  readonly expected: Page['expected'];
  readonly runs: Pick<FormRuns, 'followed' | 'unfinished'>;
  /** BCP 47. */
  readonly language?: string;
  readonly now: number;
}

export function pageOf(facts: PageFacts): Page {
  const { session, list, runs } = facts;
  const { progress } = session.scanner;
  return {
    sampleLabel: sampleLabel(session.mode),
    savedPartnerIds: session.ownPartnerIds.list().map(({ id, label }) => {
      const name = session.store.partnerName(id);
      return { id, ...(label === undefined ? {} : { label }), ...(name === undefined ? {} : { name }) };
    }),
    ...(list ? { list: listOf(list, facts.keptAsExpected) } : {}),
    expected: facts.expected,
    ...(progress.kind === 'scanning' ? { scan: { done: progress.done, total: progress.total } } : {}),
    unfinished: runs.unfinished.map((run) => ({
      id: run.id,
      text: unfinishedText(run),
      where: run.where,
    })),
    ...(runs.followed ? { run: runs.followed.info() } : {}),
    estate: { state: estateState(session), ...ageOf(facts) },
  };
}

function listOf({ source, byKey, matched, problems }: LoadedList, keptAsExpected: boolean): TargetList {
  const more = problems.length - mostProblems;
  return {
    source,
    matched: byKey.size,
    problems: [
      ...problems.slice(0, mostProblems).map(({ line, text, why }) => ({ line, text, why })),
      ...(more > 0 ? [{ line: 0, text: '', why: l10n.t('and {0} more', more) }] : []),
    ],
    givesPartnerIds: matched.some(({ partnerId }) => partnerId !== undefined),
    keptAsExpected,
  };
}

function ageOf({ session, now, language }: PageFacts): Pick<Page['estate'], 'age'> {
  const { knownAsOf } = session.store;
  const age = asOfText(knownAsOf, now, { locale: language });
  return age === undefined ? {} : { age };
}
