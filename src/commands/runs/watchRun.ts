/** A run as a notification shows it: its progress, and what came of it. */
import * as l10n from '@vscode/l10n';
import type { Plan } from '../../operations/plan/plan.ts';
import type { Run } from '../../operations/run/run.ts';
import { isWritten, runOffers, type RunResult } from '../../operations/run/runResult.ts';
import { countsText } from '../../operations/text/planText.ts';
import { progressText, resultText } from '../../operations/text/runText.ts';
import { backInSession, type CommandContext } from '../context/commandContext.ts';
import { partnerIdQuestion } from '../context/askPartnerId.ts';
import { saveAsOwn } from '../context/savedPartnerIds.ts';
import { showRun } from './showJournal.ts';

/** What the user goes on with, in the session that is open by then. */
export interface NextStep {
  readonly context: CommandContext;
  readonly step: 'undo' | 'resume' | 'retry';
  readonly result: RunResult;
}

/** Shows a run until it ends, and says what came of it. */
export async function watchRun(context: CommandContext, run: Run): Promise<NextStep | undefined> {
  const result = await context.window.dialogs.progress(
    l10n.t('Partner Link: {0}', countsText(run.plan)),
    true,
    async ({ report, signal }) => {
      const tell = (): void => {
        const { done, total } = run.progress;
        report({ message: progressText(run.progress), done, total });
      };
      const listening = run.onDidChange(tell);
      signal.addEventListener('abort', () => {
        run.cancel();
      });
      tell();
      try {
        return await run.finished;
      } finally {
        listening.dispose();
      }
    },
  );
  await context.session.save();
  return tellResult(context, run.plan, result);
}

async function tellResult(context: CommandContext, plan: Plan, result: RunResult): Promise<NextStep | undefined> {
  const report = l10n.t('Show Report');
  const undo = l10n.t('Undo');
  const retry = l10n.t('Retry Failed');
  const resume = l10n.t('Resume');
  const offers = runOffers(result);
  const save = unsavedPartnerId(context, plan, result);
  const buttons = [
    ...(offers.retry ? [retry] : []),
    ...(save ? [save.button] : []),
    ...(offers.undo ? [undo] : []),
    ...(offers.resume ? [resume] : []),
    report,
  ];
  const text = resultText(result, plan);
  const answer = await (offers.failed.length > 0
    ? context.window.dialogs.warn(text, ...buttons)
    : context.window.dialogs.info(text, ...buttons));
  if (answer === report) {
    await showRun(context, result.id);
    return undefined;
  }
  const now = answer === undefined ? undefined : await backInSession(context);
  if (now && save && answer === save.button) {
    const question = partnerIdQuestion(now);
    await saveAsOwn(question, save.id, question.partnerName(save.id) ?? '');
    return undefined;
  }
  const step = answer === undo ? 'undo' : answer === resume ? 'resume' : 'retry';
  return now && { context: now, step, result };
}

/** After a first link with no ID saved, saving it is offered: without any, no link can be called another partner's. */
function unsavedPartnerId(
  context: CommandContext,
  plan: Plan,
  result: RunResult,
): { readonly id: string; readonly button: string } | undefined {
  if (plan.intent.kind !== 'link' || !result.items.some(isWritten) || context.session.ownPartnerIds.list().length > 0) {
    return undefined;
  }
  const id = plan.intent.partnerId;
  return { id, button: l10n.t('Save {0} as Ours', id) };
}
