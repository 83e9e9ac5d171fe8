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
import type { CommandContext } from '../context/commandContext.ts';
import { runPort } from './confirmRun.ts';
import { askUnfinished, chooseUnfinished } from './unfinishedRun.ts';
import { watchRun } from './watchRun.ts';

/** Shows the plan, asks, and runs it only on a clear yes. `beside`: Markdown to be read with it, which then always is. */
export async function confirmAndRun(context: CommandContext, plan: Plan, beside?: string): Promise<void> {
  await follow(context, await controlOf(context, beside).start(plan, 'document'));
}

function controlOf(context: CommandContext, beside?: string): RunControl {
  return new RunControl(context.session, runPort(context, beside), context.session.closing);
}

const dialogOf = {
  nothingToDo: 'info',
  overtaken: 'warn',
  failed: 'error',
} as const satisfies Record<RefusedStart, 'info' | 'warn' | 'error'>;

async function follow(context: CommandContext, start: RunStart): Promise<void> {
  switch (start.kind) {
    case 'begun':
      return followRun(context, start.run);
    case 'cancelled':
      return;
    case 'refused':
      await context.window.dialogs[dialogOf[start.why]](start.text);
  }
}

/** Shows a run until it ends, says what came of it, and goes on with what the user chooses then. */
export async function followRun(context: CommandContext, run: Run): Promise<void> {
  const next = await watchRun(context, run);
  switch (next?.step) {
    case 'undo':
      return undo(next.context, (signal) => next.context.session.operations.planUndoOf(next.result.id, signal));
    case 'resume':
      return resumeRun(next.context);
    case 'retry':
      return follow(
        next.context,
        await controlOf(next.context).retry(run.plan, failedItems(next.result), () => 'document'),
      );
    case undefined:
      return;
  }
}

export async function undoLastRun(context: CommandContext): Promise<void> {
  if (context.session.operations.running().length > 0) {
    await context.window.dialogs.info(
      l10n.t('A run is in progress. Cancel it or wait until it ends, and then undo it.'),
    );
    return;
  }
  await undo(context, (signal) => context.session.operations.planUndoOfLast(signal));
}

async function undo(
  context: CommandContext,
  read: (signal: AbortSignal) => Promise<Outcome<UndoOffer>>,
): Promise<void> {
  const offer = await context.window.dialogs.progress(l10n.t('Reading what the run wrote'), true, ({ signal }) =>
    read(signal),
  );
  const start = await controlOf(context).undo(offer);
  switch (start.kind) {
    case 'nothingToUndo':
      await context.window.dialogs.info(l10n.t('There is no run to undo.'));
      return;
    case 'unfinished':
      return offerUnfinished(context, start.run);
    default:
      return follow(context, start);
  }
}

export async function resumeRun(context: CommandContext): Promise<void> {
  const chosen = await chooseUnfinished(context);
  if (chosen) {
    await offerUnfinished(context, chosen);
  }
}

async function offerUnfinished(context: CommandContext, run: UnfinishedRun): Promise<void> {
  const now = await askUnfinished(context, run);
  if (now) {
    await follow(now, await controlOf(now).resume(run.id));
  }
}

/**
 * Offers each run that is left once (`offered`: ids of those that were), beside one another: an offer may stay unanswered for hours.
 * Ends when no other window is at one.
 */
export async function offerUnfinishedRuns(context: CommandContext, offered: Set<string>): Promise<void> {
  const { operations, closing } = context.session;
  const look = async (): Promise<readonly UnfinishedRun[]> => {
    const runs = (await operations.unfinished()).filter(({ id }) => !offered.has(id));
    for (const left of runs.filter(({ where }) => where === 'nobody')) {
      offered.add(left.id);
      void offerUnfinished(context, left).catch(() => {
        context.window.log.error('An interrupted run could not be offered');
      });
    }
    return runs;
  };
  if (!closing.aborted) {
    await lookAgain(await look(), look, systemClock, closing);
  }
}
