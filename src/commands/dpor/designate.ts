/** *Designate*, *Change* and *Remove* a partner of record: choose, read, validate, plan, confirm, run; or be guided through the portal. */
import * as l10n from '@vscode/l10n';
import { planDpor } from '../../operations/plan/dporPlan.ts';
import type { PalIntent } from '../../operations/plan/plan.ts';
import type { CommandContext } from '../context/commandContext.ts';
import { askPartnerId, partnerIdQuestion } from '../context/askPartnerId.ts';
import type { RowArguments } from '../context/rowArguments.ts';
import { confirmAndRun } from '../runs/startRun.ts';
import { readDpors, withAgreements } from './checkDpor.ts';
import { guideInPortal, partnerOf } from './guideInPortal.ts';
import { askDporMethod, type DporMethod } from './askPortalService.ts';
import {
  askSubscriptions,
  mayHaveDpor,
  nothingWithDpor,
  refOf,
  renewed,
  type SubscriptionsQuestion,
  type SubscriptionTarget,
} from './askSubscriptions.ts';
import { validateThrough } from './validateThrough.ts';

export async function designate(context: CommandContext, from: RowArguments): Promise<void> {
  const title = l10n.t('Designate Partner of Record');
  await set(context, from, {
    title,
    placeholder: l10n.t('Subscriptions to designate a partner for'),
    offers: mayHaveDpor,
    none: nothingWithDpor(),
  });
}

export async function changeDpor(context: CommandContext, from: RowArguments): Promise<void> {
  await set(context, from, {
    title: l10n.t('Change Partner of Record'),
    placeholder: l10n.t('Subscriptions to designate another partner for'),
    ...designatedOnly(),
  });
}

export async function removeDpor(context: CommandContext, from: RowArguments): Promise<void> {
  const chosen = await choose(context, from, {
    title: l10n.t('Remove Partner of Record'),
    placeholder: l10n.t('Subscriptions to remove the partner of record from'),
    ...designatedOnly(),
  });
  if (chosen?.way === 'guided') {
    await guideInPortal(context, chosen.targets, { do: 'remove' });
  } else if (chosen) {
    await plan(context, chosen.targets, { kind: 'remove' });
  }
}

function designatedOnly(): Pick<SubscriptionsQuestion, 'offers' | 'none'> {
  return {
    offers: ({ dpor }) => dpor.kind === 'designated',
    none: l10n.t('No subscription is known to have a partner of record. Check DPOR first.'),
  };
}

async function set(context: CommandContext, from: RowArguments, question: SubscriptionsQuestion): Promise<void> {
  const chosen = await choose(context, from, question);
  if (!chosen) {
    return;
  }
  const partnerId = await askPartnerId(partnerIdQuestion(context), question.title);
  if (partnerId === undefined) {
    return;
  }
  if (chosen.way === 'guided') {
    await guideInPortal(context, chosen.targets, { do: 'designate', partner: partnerOf(context, partnerId) });
    return;
  }
  const first = chosen.targets.find(mayHaveDpor);
  // As in the portal: nothing is saved before the service has told whose ID it is.
  if (!first || (await validateThrough(context, first, partnerId))) {
    await plan(context, chosen.targets, { kind: 'link', partnerId });
  }
}

interface Chosen {
  readonly targets: readonly SubscriptionTarget[];
  readonly way: DporMethod;
}

/** The subscriptions, with what is to be known of them for a plan. `undefined`: there is nothing to do, or the user cancels. */
async function choose(
  context: CommandContext,
  from: RowArguments,
  question: SubscriptionsQuestion,
): Promise<Chosen | undefined> {
  const asked = await askSubscriptions(context, from, question);
  const targets = asked && (await withAgreements(context, asked));
  const way = targets && (await askDporMethod(context, question.title));
  if (!targets || !way) {
    return undefined;
  }
  if (way === 'guided') {
    return { targets: targets.filter(mayHaveDpor), way };
  }
  const unread = targets.filter((target) => mayHaveDpor(target) && !context.session.dpor.wasTold(refOf(target)));
  if (unread.length > 0 && !(await readDpors(context, unread))) {
    return undefined;
  }
  return { targets: renewed(context.session, targets), way };
}

async function plan(context: CommandContext, targets: readonly SubscriptionTarget[], intent: PalIntent): Promise<void> {
  await confirmAndRun(context, planDpor(targets, intent, context.session.planContext()));
}
