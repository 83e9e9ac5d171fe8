/** A run, and what follows from its result: *Retry Failed*, *Undo* and *Resume* are runs again. */
import * as l10n from '@vscode/l10n';
import { lookAgain } from '../../operations/control/lookAgain.ts';
import { RunControl, type RefusedStart, type RunStart } from '../../operations/control/runControl.ts';
import type { UndoOffer, UnfinishedRun } from '../../operations/operations.ts';
import type { Plan } from '../../operations/plan/plan.ts';
import type { Run } from '../../operations/run/run.ts';
import { failedItems } from '../../operations/run/runResult.ts';
import { systemClock } from '../../shared/async/clock.ts';
import type { Outcome } from '../../shared/model/outcome.ts';
import type { App } from '../context/app.ts';
import { runPort } from './confirmRun.ts';
import { askUnfinished, chooseUnfinished } from './unfinishedRun.ts';
import { watchRun } from './watchRun.ts';

/** Shows the plan, asks, and runs it only on a clear yes. `beside`: Markdown to be read with it, which then always is. */
export async function confirmAndRun(app: App, plan: Plan, beside?: string): Promise<void> {
  await follow(app, await controlOf(app, beside).start(plan, 'document'));
}

function controlOf(app: App, beside?: string): RunControl {
  return new RunControl(app.session, runPort(app, beside), app.session.closing);
}

const dialogOf = {
  nothingToDo: 'info',
  overtaken: 'warn',
  failed: 'error',
} as const satisfies Record<RefusedStart, 'info' | 'warn' | 'error'>;

async function follow(app: App, start: RunStart): Promise<void> {
  switch (start.kind) {
    case 'begun':
      return followRun(app, start.run);
    case 'cancelled':
      return;
    case 'refused':
      await app.dialogs[dialogOf[start.why]](start.text);
  }
}

/** Shows a run until it ends, says what came of it, and goes on with what the user chooses then. */
export async function followRun(app: App, run: Run): Promise<void> {
  const next = await watchRun(app, run);
  switch (next?.step) {
    case 'undo':
      return undo(next.app, (signal) => next.app.session.operations.planUndoOf(next.result.id, signal));
    case 'resume':
      return resumeRun(next.app);
    case 'retry':
      return follow(next.app, await controlOf(next.app).retry(run.plan, failedItems(next.result), () => 'document'));
    case undefined:
      return;
  }
}

export async function undoLastRun(app: App): Promise<void> {
  if (app.session.operations.running().length > 0) {
    await app.dialogs.info(l10n.t('A run is under way. Cancel it or wait until it has ended, then undo it.'));
    return;
  }
  await undo(app, (signal) => app.session.operations.planUndoOfLast(signal));
}

async function undo(app: App, read: (signal: AbortSignal) => Promise<Outcome<UndoOffer>>): Promise<void> {
  const offer = await app.dialogs.progress(l10n.t('Reading what the run wrote'), true, ({ signal }) => read(signal));
  const start = await controlOf(app).undo(offer);
  switch (start.kind) {
    case 'nothingToUndo':
      await app.dialogs.info(l10n.t('There is no run to undo.'));
      return;
    case 'unfinished':
      return offerUnfinished(app, start.run);
    default:
      return follow(app, start);
  }
}

export async function resumeRun(app: App): Promise<void> {
  const chosen = await chooseUnfinished(app);
  if (chosen) {
    await offerUnfinished(app, chosen);
  }
}

async function offerUnfinished(app: App, run: UnfinishedRun): Promise<void> {
  const now = await askUnfinished(app, run);
  if (now) {
    await follow(now, await controlOf(now).resume(run.id));
  }
}

/**
 * Offers each run that is left once (`offered`: ids of those that were), beside one another: an offer may stay unanswered for hours.
 * Ends when no other window is at one.
 */
export async function offerUnfinishedRuns(app: App, offered: Set<string>): Promise<void> {
  const { operations, closing } = await app.ready();
  const look = async (): Promise<readonly UnfinishedRun[]> => {
    const runs = (await operations.unfinished()).filter(({ id }) => !offered.has(id));
    for (const left of runs.filter(({ where }) => where === 'nobody')) {
      offered.add(left.id);
      void offerUnfinished(app, left).catch(() => {
        app.log.error('An interrupted run could not be offered');
      });
    }
    return runs;
  };
  if (!closing.aborted) {
    await lookAgain(await look(), look, systemClock, closing);
  }
}
