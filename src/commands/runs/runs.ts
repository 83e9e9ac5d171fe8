/** Plans become runs: confirmed, started, watched, told; resumed, undone, offered again. */
import * as l10n from '@vscode/l10n';
import type { UndoOffer, UnfinishedRun } from '../../operations/operations.ts';
import { lookAgainMs } from '../../operations/journal/unfinishedRuns.ts';
import { consentTo } from '../../operations/consent.ts';
import { planCounts, type Plan } from '../../operations/plan/plan.ts';
import {
  confirmation,
  countsText,
  namedInModal,
  nothingToDo,
  overtakenText,
  planDocument,
  type ListedIn,
} from '../../operations/text/planText.ts';
import { retryPlan } from '../../operations/run/retryPlan.ts';
import type { Run, RunItemState, RunOptions, RunResult } from '../../operations/run/run.ts';
import { runOffers, tenantsToSignInTo } from '../../operations/run/runResult.ts';
import { progressText, resultText, writtenText } from '../../operations/text/runText.ts';
import { unfinishedText } from '../../operations/text/unfinishedText.ts';
import { failureSentence } from '../../shared/text/failureText.ts';
import type { Outcome } from '../../shared/model/outcome.ts';
import { realTimers } from '../../shared/async/clock.ts';
import { backInSession, type App } from '../context/app.ts';
import { showRun } from './showJournal.ts';
import { partnerIdQuestion } from '../context/askPartnerId.ts';
import { labelled, sampleLines } from '../ui/sampleLabel.ts';
import { saveAsOwn } from '../context/savedPartnerIds.ts';
import { signInAgain, signInForRun } from '../identities/signIn.ts';

/** Shows the plan, asks, and runs it only on a clear yes. `beside`: Markdown to be read with it, which then always is. */
export async function confirmAndRun(app: App, plan: Plan, beside?: string): Promise<void> {
  if (planCounts(plan).writes === 0) {
    await app.dialogs.info(nothingToDo(plan));
    return;
  }
  const consent = await consentTo(
    plan,
    (ref) => app.session.store.tenant(ref),
    () => askConsent(app, plan, beside),
  );
  switch (consent.kind) {
    case 'yes':
      await watchRun(app, (options) => app.session.operations.start(plan, options));
      return;
    case 'no':
      return;
    case 'overtaken':
      await app.dialogs.warn(overtakenText(consent.by));
  }
}

/** What a modal has no room for is reviewed in a document first; so is what stands `beside` the plan. */
export async function askConsent(app: App, plan: Plan, beside?: string): Promise<boolean> {
  const { writes } = planCounts(plan);
  // What is left out is named as well, and a modal has room for as many of these as of the others.
  const unnamed = Math.max(writes, plan.items.length - writes) > namedInModal;
  if ((unnamed || beside !== undefined) && !(await reviewed(app, plan, beside ?? ''))) {
    return false;
  }
  return confirmPlan(app, plan, 'document');
}

/** The modal. */
export async function confirmPlan(app: App, plan: Plan, listedIn: ListedIn): Promise<boolean> {
  const question = confirmation(plan, listedIn);
  return app.dialogs.confirm({ ...question, detail: [...question.detail, ...sampleLines(app.session)] });
}

/** The whole list in a document, with a question that stays while it is read. */
async function reviewed(app: App, plan: Plan, beside: string): Promise<boolean> {
  await app.documents.show(l10n.t('Review'), labelled(app.session, `${planDocument(plan)}${beside}`));
  const answer = await app.dialogs.pick(
    [
      {
        value: true,
        label: l10n.t('Continue…'),
        icon: 'arrow-right',
        detail: l10n.t('You are asked once more before anything is sent'),
      },
      { value: false, label: l10n.t('Cancel'), icon: 'close' },
    ],
    {
      title: l10n.t('Review the list: {0}', countsText(plan)),
      placeholder: l10n.t('Continue when the list is right'),
    },
  );
  return answer === true;
}

/** Starts a run, shows it until it ends, and says what came of it. */
export async function watchRun(app: App, start: (options: RunOptions) => Promise<Outcome<Run>>): Promise<void> {
  const outcome = await start({
    continueAfterFirst: (name, id) => continueAfterFirst(app, name, id),
    signIn: signInForRun(app),
  });
  if (!outcome.ok) {
    await app.dialogs.error(l10n.t('The run could not be started. {0}', failureSentence(outcome.failure)));
    return;
  }
  await watchStarted(app, outcome.value);
}

/** Shows a run until it ends, and says what came of it. */
export async function watchStarted(app: App, run: Run): Promise<void> {
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
  await tellResult(app, run.plan, result);
}

export async function continueAfterFirst(app: App, name: string | undefined, partnerId: string): Promise<boolean> {
  return app.dialogs.confirm({
    message:
      name === undefined
        ? l10n.t('The first tenant is linked to {0}. Azure sent no name with it.', partnerId)
        : l10n.t('The first tenant is linked to {0}. Its partner is {1}.', partnerId, name),
    detail: [l10n.t('Is that the partner you mean? The other tenants are linked only if you continue.')],
    button: l10n.t('Continue'),
  });
}

async function tellResult(app: App, plan: Plan, result: RunResult): Promise<void> {
  const report = l10n.t('Show Report');
  const undoButton = l10n.t('Undo');
  const retry = l10n.t('Retry Failed');
  const offers = runOffers(result);
  const wrote = writtenText(result.items).length > 0;
  const resume = l10n.t('Resume');
  const save = unsavedPartnerId(app, plan, wrote);
  const buttons = [
    ...(offers.retry ? [retry] : []),
    ...(save ? [save.button] : []),
    ...(offers.undo ? [undoButton] : []),
    ...(offers.resume ? [resume] : []),
    report,
  ];
  const text = resultText(result, plan);
  const answer = await (offers.failed.length > 0
    ? app.dialogs.warn(text, ...buttons)
    : app.dialogs.info(text, ...buttons));
  if (answer === report) {
    await showRun(app, result.id);
    return;
  }
  const now = answer === undefined ? undefined : await backInSession(app);
  if (now === undefined) {
    return;
  }
  if (answer === undoButton) {
    await undoRun(now, result.id);
  } else if (answer === resume) {
    await resumeRun(now);
  } else if (answer === retry) {
    await retryFailed(now, plan, offers.failed);
  } else if (save && answer === save.button) {
    const question = partnerIdQuestion(now);
    await saveAsOwn(question, save.id, question.partnerName(save.id) ?? '');
  }
}

/** After a first link with no ID saved, saving it is offered: without any, no link can be called another partner's. */
function unsavedPartnerId(
  app: App,
  plan: Plan,
  wrote: boolean,
): { readonly id: string; readonly button: string } | undefined {
  if (!wrote || plan.intent.kind !== 'link' || app.session.ownPartnerIds.list().length > 0) {
    return undefined;
  }
  const id = plan.intent.partnerId;
  return { id, button: l10n.t('Save {0} as Ours', id) };
}

/** Signs in where that is what was missing, reads again what failed, and plans anew for that alone. */
async function retryFailed(app: App, plan: Plan, failures: readonly RunItemState[]): Promise<void> {
  const { session } = app;
  await signInAgain(app, tenantsToSignInTo(failures));
  await session.readAgain(
    failures.map(({ item }) => item),
    session.closing,
  );
  await confirmAndRun(
    app,
    retryPlan(plan, failures, (ref) => session.store.tenant(ref), session.planContext()),
  );
}

export async function undoLastRun(app: App): Promise<void> {
  if (app.session.operations.running().length > 0) {
    await app.dialogs.info(l10n.t('A run is under way. Cancel it or wait until it has ended, then undo it.'));
    return;
  }
  await undo(app, (signal) => app.session.operations.planUndoOfLast(signal));
}

/** One certain run, which need not be the last one any more when its button is clicked. */
async function undoRun(app: App, id: string): Promise<void> {
  await undo(app, (signal) => app.session.operations.planUndoOf(id, signal));
}

async function undo(app: App, read: (signal: AbortSignal) => Promise<Outcome<UndoOffer>>): Promise<void> {
  const offer = await app.dialogs.progress(l10n.t('Reading what the run wrote'), true, ({ signal }) => read(signal));
  if (!offer.ok) {
    if (offer.failure.kind !== 'cancelled') {
      await app.dialogs.error(failureSentence(offer.failure));
    }
    return;
  }
  switch (offer.value.kind) {
    case 'nothingToUndo':
      await app.dialogs.info(l10n.t('There is no run to undo.'));
      return;
    case 'unfinished':
      await offerUnfinished(app, offer.value.run);
      return;
    case 'plan':
      await confirmAndRun(app, offer.value.plan);
  }
}

async function offerUnfinished(app: App, run: UnfinishedRun): Promise<void> {
  if (run.where === 'anotherWindow') {
    await app.dialogs.info(unfinishedText(run));
    return;
  }
  const resume = l10n.t('Resume');
  const discard = l10n.t('Discard');
  const show = l10n.t('Show Report');
  const answer = await app.dialogs.warn(unfinishedText(run), resume, show, discard);
  if (answer === show) {
    await showRun(app, run.id);
    return;
  }
  const now = answer === undefined ? undefined : await backInSession(app);
  if (now && answer === resume) {
    await watchRun(now, (options) => now.session.operations.resume(run.id, options));
  } else if (now && answer === discard) {
    await discardRun(now, run);
  }
}

export async function discardRun(app: App, run: UnfinishedRun): Promise<void> {
  const yes = await app.dialogs.confirm({
    message: l10n.t('Discard the interrupted run?'),
    detail: [l10n.t('What it wrote stays and can be undone; what it did not begin is not done.')],
    button: l10n.t('Discard'),
  });
  if (!yes) {
    return;
  }
  const outcome = await app.session.operations.discard(run.id);
  if (!outcome.ok) {
    await app.dialogs.error(failureSentence(outcome.failure));
  }
}

export async function resumeRun(app: App): Promise<void> {
  const runs = await app.session.operations.unfinished();
  const [only] = runs;
  if (!only) {
    await app.dialogs.info(l10n.t('There is no run to resume.'));
    return;
  }
  const chosen =
    runs.length === 1
      ? only
      : await app.dialogs.pick(
          runs.map((run) => ({
            value: run,
            label: countsText(run.plan),
            description: run.where === 'anotherWindow' ? l10n.t('running in another window') : unfinishedText(run),
            detail: new Date(run.startedAt).toLocaleString(),
          })),
          { title: l10n.t('Resume Run'), placeholder: l10n.t('Run to go on with') },
        );
  if (chosen) {
    await offerUnfinished(app, chosen);
  }
}

/**
 * Offers each run that is left once (`offered`: ids of those that were), beside one another: an offer may stay unanswered for hours. A run
 * that another window is at is looked at until it has ended: an extension host that was killed is started anew by VS Code at once, and
 * until its heartbeat is 10 s old it counts as another window that lives.
 */
export async function offerUnfinishedRuns(app: App, offered: Set<string>): Promise<void> {
  const { operations, closing } = await app.ready();
  while (!closing.aborted) {
    const runs = (await operations.unfinished()).filter(({ id }) => !offered.has(id));
    for (const left of runs.filter(({ where }) => where === 'nobody')) {
      offered.add(left.id);
      void offerUnfinished(app, left).catch(() => {
        app.log.error('An interrupted run could not be offered');
      });
    }
    if (runs.every(({ where }) => where === 'nobody')) {
      return;
    }
    await realTimers.wait(lookAgainMs, closing);
  }
}
