/**
 * The guided way: the subscription's page in the portal, the partner ID on the clipboard and the steps beside it; then the user
 * says what they did or saw, and the row shows it as their word.
 */
import * as l10n from '@vscode/l10n';
import { portalSubscription } from '../../azure/clouds/cloud.ts';
import { guideDocument, type GuideAction } from '../../operations/reports/dporGuide.ts';
import { dporConfirmed, type DporChange, type DporPartner } from '../../shared/model/dpor.ts';
import type { CommandContext } from '../context/commandContext.ts';
import { askPartnerId, partnerIdQuestion } from '../context/askPartnerId.ts';
import { portalOf } from '../tenants/openInPortal.ts';
import type { RowArguments } from '../context/rowArguments.ts';
import { labelled } from '../ui/sampleLabel.ts';
import {
  askSubscriptions,
  mayHaveDpor,
  nothingWithDpor,
  targetName,
  type SubscriptionTarget,
} from './askSubscriptions.ts';

/** One subscription after the other, until all are through or the user stops. */
export async function guideInPortal(
  context: CommandContext,
  targets: readonly SubscriptionTarget[],
  change: DporChange,
): Promise<void> {
  await eachInPortal(context, targets, change, async (target, title) => {
    const answer = await context.window.dialogs.pick(
      [
        { value: 'done' as const, label: doneText(change), icon: 'check' },
        { value: 'notDone' as const, label: l10n.t('Not Done'), icon: 'circle-slash' },
      ],
      { title, placeholder: l10n.t('What did you do in the portal?') },
    );
    if (answer === 'done') {
      confirm(context, target, change);
    }
    return answer !== undefined;
  });
}

/** The same to look only. */
export async function lookInPortal(context: CommandContext, targets: readonly SubscriptionTarget[]): Promise<void> {
  await eachInPortal(context, targets, undefined, (target, title) => askWhatShows(context, target, title));
}

/** *Record What the Portal Shows…*: for who has looked already. */
export async function confirmDpor(context: CommandContext, from: RowArguments): Promise<void> {
  const targets = await askSubscriptions(context, from, {
    title: l10n.t('Record What the Portal Shows'),
    placeholder: l10n.t('Subscriptions that you looked at'),
    offers: mayHaveDpor,
    none: nothingWithDpor(),
  });
  for (const target of targets?.filter(mayHaveDpor) ?? []) {
    if (!(await askWhatShows(context, target, targetName(target)))) {
      return;
    }
  }
}

/** `false`: the user wants to go no further. */
async function askWhatShows(context: CommandContext, target: SubscriptionTarget, title: string): Promise<boolean> {
  const answer = await context.window.dialogs.pick(
    [
      { value: 'partner' as const, label: l10n.t('A Partner Is Shown…'), icon: 'verified' },
      { value: 'none' as const, label: l10n.t('No Partner Is Shown'), icon: 'circle-slash' },
      { value: 'unseen' as const, label: l10n.t('I Didn’t Look'), icon: 'close' },
    ],
    { title, placeholder: l10n.t('What does Partner information show in the portal?') },
  );
  switch (answer) {
    case 'partner': {
      const partnerId = await askPartnerId(partnerIdQuestion(context), title);
      if (partnerId === undefined) {
        return false;
      }
      confirm(context, target, { do: 'designate', partner: partnerOf(context, partnerId) });
      return true;
    }
    case 'none':
      confirm(context, target, { do: 'remove' });
      return true;
    case 'unseen':
      return true;
    case undefined:
      return false;
  }
}

export function partnerOf(context: CommandContext, partnerId: string): DporPartner {
  const partnerName = context.session.store.partnerName(partnerId);
  return { partnerId, partnerName };
}

function confirm(context: CommandContext, { row, subscription }: SubscriptionTarget, change: DporChange): void {
  context.session.store.setDpor(row.ref, subscription.subscriptionId, dporConfirmed(change, Date.now()));
}

function doneText(change: DporChange): string {
  return change.do === 'designate'
    ? l10n.t('I Saved {0} There', change.partner.partnerId)
    : l10n.t('I Removed the Partner There');
}

async function eachInPortal(
  context: CommandContext,
  targets: readonly SubscriptionTarget[],
  change: DporChange | undefined,
  ask: (target: SubscriptionTarget, title: string) => Promise<boolean>,
): Promise<void> {
  const cloud = await portalOf(context);
  if (!cloud) {
    return;
  }
  for (const [index, target] of targets.entries()) {
    const name = targetName(target);
    const title = targets.length === 1 ? name : l10n.t('{0} ({1} of {2})', name, index + 1, targets.length);
    const { subscriptionId: id, displayName } = target.subscription;
    const steps = guideDocument(guideAction(target, change), {
      subscription: { id, name: displayName },
      portal: cloud.portal,
    });
    await context.window.documents.show(l10n.t('Steps in the Portal'), labelled(context.session, steps));
    if (change?.do === 'designate') {
      await context.window.copy(change.partner.partnerId);
    }
    // Sample data has no page in the portal; the steps show what would be done there.
    if (context.session.mode === 'azure') {
      const { tenantId } = target.row.ref;
      await context.window.openExternal(portalSubscription(cloud, tenantId, id));
    }
    if (!(await ask(target, title))) {
      return;
    }
  }
}

/** `undefined`: only to look. */
function guideAction({ dpor }: SubscriptionTarget, change: DporChange | undefined): GuideAction {
  switch (change?.do) {
    case 'designate':
      return { do: dpor.kind === 'designated' ? 'change' : 'designate', partner: change.partner };
    case 'remove':
      return { do: 'remove' };
    case undefined:
      return { do: 'look' };
  }
}
