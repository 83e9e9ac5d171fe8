/** What the user is asked of a run that was interrupted. */
import * as l10n from '@vscode/l10n';
import type { UnfinishedRun } from '../../operations/operations.ts';
import { countsText } from '../../operations/text/planText.ts';
import { unfinishedText } from '../../operations/text/unfinishedText.ts';
import { backInSession, type CommandContext } from '../context/commandContext.ts';
import { tellFailure } from '../context/tellFailure.ts';
import { showRun } from './showJournal.ts';

/** Asks what is to become of it. Returns where to resume it, if that is the answer. */
export async function askUnfinished(context: CommandContext, run: UnfinishedRun): Promise<CommandContext | undefined> {
  if (run.where === 'anotherWindow') {
    await context.window.dialogs.info(unfinishedText(run));
    return undefined;
  }
  const resume = l10n.t('Resume');
  const discard = l10n.t('Discard');
  const show = l10n.t('Show Report');
  const answer = await context.window.dialogs.warn(unfinishedText(run), resume, show, discard);
  if (answer === show) {
    await showRun(context, run.id);
    return undefined;
  }
  const now = answer === undefined ? undefined : await backInSession(context);
  if (now && answer === discard) {
    await discardRun(now, run);
    return undefined;
  }
  return now;
}

export async function discardRun(context: CommandContext, run: UnfinishedRun): Promise<void> {
  const yes = await context.window.dialogs.confirm({
    message: l10n.t('Discard the interrupted run?'),
    detail: [l10n.t('What it changed stays and can be undone. What it didn’t start isn’t done.')],
    button: l10n.t('Discard'),
  });
  if (!yes) {
    return;
  }
  const outcome = await context.session.operations.discard(run.id);
  if (!outcome.ok) {
    await tellFailure(context.window, outcome.failure);
  }
}

export async function chooseUnfinished(context: CommandContext): Promise<UnfinishedRun | undefined> {
  const runs = await context.session.operations.unfinished();
  const [only] = runs;
  if (!only) {
    await context.window.dialogs.info(l10n.t('There is no run to resume.'));
    return undefined;
  }
  return runs.length === 1
    ? only
    : context.window.dialogs.pick(
        runs.map((run) => ({
          value: run,
          label: countsText(run.plan),
          description: run.where === 'anotherWindow' ? l10n.t('running in another window') : unfinishedText(run),
          detail: new Date(run.startedAt).toLocaleString(),
        })),
        { title: l10n.t('Resume Run'), placeholder: l10n.t('Run to resume') },
      );
}
