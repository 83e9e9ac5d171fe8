/** *Designate*, *Change* and *Remove* a partner of record: choose, read, validate, plan, confirm, run; or be guided through the portal. */
import * as l10n from '@vscode/l10n';
import { planDpor } from '../../operations/plan/dporPlan.ts';
import type { PalIntent } from '../../operations/plan/plan.ts';
import type { App } from '../context/app.ts';
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

export async function designate(app: App, from: RowArguments): Promise<void> {
  const title = l10n.t('Designate Partner of Record');
  await set(app, from, {
    title,
    placeholder: l10n.t('Subscriptions to designate a partner for'),
    offers: mayHaveDpor,
    none: nothingWithDpor(),
  });
}

export async function changeDpor(app: App, from: RowArguments): Promise<void> {
  await set(app, from, {
    title: l10n.t('Change Partner of Record'),
    placeholder: l10n.t('Subscriptions to designate another partner for'),
    ...designatedOnly(),
  });
}

export async function removeDpor(app: App, from: RowArguments): Promise<void> {
  const chosen = await choose(app, from, {
    title: l10n.t('Remove Partner of Record'),
    placeholder: l10n.t('Subscriptions to remove the partner of record of'),
    ...designatedOnly(),
  });
  if (chosen?.way === 'guided') {
    await guideInPortal(app, chosen.targets, { do: 'remove' });
  } else if (chosen) {
    await plan(app, chosen.targets, { kind: 'remove' });
  }
}

function designatedOnly(): Pick<SubscriptionsQuestion, 'offers' | 'none'> {
  return {
    offers: ({ dpor }) => dpor.kind === 'designated',
    none: l10n.t('No subscription is known to have a partner of record. Check DPOR first.'),
  };
}

async function set(app: App, from: RowArguments, question: SubscriptionsQuestion): Promise<void> {
  const chosen = await choose(app, from, question);
  if (!chosen) {
    return;
  }
  const partnerId = await askPartnerId(partnerIdQuestion(app), question.title);
  if (partnerId === undefined) {
    return;
  }
  if (chosen.way === 'guided') {
    await guideInPortal(app, chosen.targets, { do: 'designate', partner: partnerOf(app, partnerId) });
    return;
  }
  const first = chosen.targets.find(mayHaveDpor);
  // As in the portal: nothing is saved before the service has told whose ID it is.
  if (!first || (await validateThrough(app, first, partnerId))) {
    await plan(app, chosen.targets, { kind: 'link', partnerId });
  }
}

interface Chosen {
  readonly targets: readonly SubscriptionTarget[];
  readonly way: DporMethod;
}

/** The subscriptions, with what is to be known of them for a plan. `undefined`: there is nothing to do, or the user cancels. */
async function choose(app: App, from: RowArguments, question: SubscriptionsQuestion): Promise<Chosen | undefined> {
  const asked = await askSubscriptions(app, from, question);
  const targets = asked && (await withAgreements(app, asked));
  const way = targets && (await askDporMethod(app, question.title));
  if (!targets || !way) {
    return undefined;
  }
  if (way === 'guided') {
    return { targets: targets.filter(mayHaveDpor), way };
  }
  const unread = targets.filter((target) => mayHaveDpor(target) && !app.session.dpor.wasTold(refOf(target)));
  if (unread.length > 0 && !(await readDpors(app, unread))) {
    return undefined;
  }
  return { targets: renewed(app.session, targets), way };
}

async function plan(app: App, targets: readonly SubscriptionTarget[], intent: PalIntent): Promise<void> {
  await confirmAndRun(app, planDpor(targets, intent, app.session.planContext()));
}
