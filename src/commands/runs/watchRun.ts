/** A run as a notification shows it: its progress, and what came of it. */
import * as l10n from '@vscode/l10n';
import type { Plan } from '../../operations/plan/plan.ts';
import type { Run, RunResult } from '../../operations/run/run.ts';
import { isWritten, runOffers } from '../../operations/run/runResult.ts';
import { countsText } from '../../operations/text/planText.ts';
import { progressText, resultText } from '../../operations/text/runText.ts';
import { backInSession, type App } from '../context/app.ts';
import { partnerIdQuestion } from '../context/askPartnerId.ts';
import { saveAsOwn } from '../context/savedPartnerIds.ts';
import { showRun } from './showJournal.ts';

/** What the user goes on with, in the session that is open by then. */
export interface NextStep {
  readonly app: App;
  readonly step: 'undo' | 'resume' | 'retry';
  readonly result: RunResult;
}

/** Shows a run until it ends, and says what came of it. */
export async function watchRun(app: App, run: Run): Promise<NextStep | undefined> {
  const result = await app.dialogs.progress(
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
  await app.session.save();
  return tellResult(app, run.plan, result);
}

async function tellResult(app: App, plan: Plan, result: RunResult): Promise<NextStep | undefined> {
  const report = l10n.t('Show Report');
  const undo = l10n.t('Undo');
  const retry = l10n.t('Retry Failed');
  const resume = l10n.t('Resume');
  const offers = runOffers(result);
  const save = unsavedPartnerId(app, plan, result);
  const buttons = [
    ...(offers.retry ? [retry] : []),
    ...(save ? [save.button] : []),
    ...(offers.undo ? [undo] : []),
    ...(offers.resume ? [resume] : []),
    report,
  ];
  const text = resultText(result, plan);
  const answer = await (offers.failed.length > 0
    ? app.dialogs.warn(text, ...buttons)
    : app.dialogs.info(text, ...buttons));
  if (answer === report) {
    await showRun(app, result.id);
    return undefined;
  }
  const now = answer === undefined ? undefined : await backInSession(app);
  if (now && save && answer === save.button) {
    const question = partnerIdQuestion(now);
    await saveAsOwn(question, save.id, question.partnerName(save.id) ?? '');
    return undefined;
  }
  const step = answer === undo ? 'undo' : answer === resume ? 'resume' : 'retry';
  return now && { app: now, step, result };
}

/** After a first link with no ID saved, saving it is offered: without any, no link can be called another partner's. */
function unsavedPartnerId(
  app: App,
  plan: Plan,
  result: RunResult,
): { readonly id: string; readonly button: string } | undefined {
  if (plan.intent.kind !== 'link' || !result.items.some(isWritten) || app.session.ownPartnerIds.list().length > 0) {
    return undefined;
  }
  const id = plan.intent.partnerId;
  return { id, button: l10n.t('Save {0} as Ours', id) };
}
