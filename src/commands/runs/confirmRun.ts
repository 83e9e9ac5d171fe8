/** What the user is asked before and while a plan is run. */
import * as l10n from '@vscode/l10n';
import type { RunPort } from '../../operations/control/runControl.ts';
import { planCounts, type Plan } from '../../operations/plan/plan.ts';
import { confirmation, countsText, namedInModal, planDocument, type ListedIn } from '../../operations/text/planText.ts';
import type { CommandContext } from '../context/commandContext.ts';
import { signInAgain, signInForRun } from '../identities/signIn.ts';
import { labelled, sampleLines } from '../ui/sampleLabel.ts';

/** `beside`: Markdown to be read with the plan, which then always is. */
export function runPort(context: CommandContext, beside?: string): RunPort {
  return {
    confirm: (plan, listedIn) => confirmRun(context, plan, listedIn, beside),
    signInAgain: (tenants) => signInAgain(context, tenants),
    options: {
      continueAfterFirst: (name, id) => continueAfterFirst(context, name, id),
      signIn: signInForRun(context),
    },
  };
}

async function confirmRun(
  context: CommandContext,
  plan: Plan,
  listedIn: ListedIn,
  beside: string | undefined,
): Promise<boolean> {
  const { writes } = planCounts(plan);
  // What is left out is named as well, and a modal has room for as many of these as of the others.
  const unnamed = Math.max(writes, plan.items.length - writes) > namedInModal;
  const toReview = listedIn === 'document' && (unnamed || beside !== undefined);
  if (toReview && !(await reviewed(context, plan, beside ?? ''))) {
    return false;
  }
  const question = confirmation(plan, listedIn);
  return context.window.dialogs.confirm({ ...question, detail: [...question.detail, ...sampleLines(context.session)] });
}

/** The whole list in a document, with a question that stays while it is read. */
async function reviewed(context: CommandContext, plan: Plan, beside: string): Promise<boolean> {
  await context.window.documents.show(l10n.t('Review'), labelled(context.session, `${planDocument(plan)}${beside}`));
  const answer = await context.window.dialogs.pick(
    [
      {
        value: true,
        label: l10n.t('Continue…'),
        icon: 'arrow-right',
        detail: l10n.t('You’ll be asked once more before anything is sent'),
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

async function continueAfterFirst(
  context: CommandContext,
  name: string | undefined,
  partnerId: string,
): Promise<boolean> {
  return context.window.dialogs.confirm({
    message:
      name === undefined
        ? l10n.t('The first tenant is linked to {0}. Azure sent no name with it.', partnerId)
        : l10n.t('The first tenant is linked to {0}. Its partner is {1}.', partnerId, name),
    detail: [l10n.t('Is that the partner you mean? The other tenants are linked only if you continue.')],
    button: l10n.t('Continue'),
  });
}
