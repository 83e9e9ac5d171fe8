/**
 * The guided way: the subscription's page in the portal, the partner ID on the clipboard and the steps beside it; then the user
 * says what they did or saw, and the row shows it as their word.
 */
import * as l10n from '@vscode/l10n';
import { portalSubscription } from '../../azure/clouds/cloud.ts';
import { guideDocument, type GuideAction } from '../../operations/reports/dporGuide.ts';
import { dporConfirmed, type DporChange, type DporPartner } from '../../shared/model/dpor.ts';
import type { App } from '../context/app.ts';
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
  app: App,
  targets: readonly SubscriptionTarget[],
  change: DporChange,
): Promise<void> {
  await eachInPortal(app, targets, change, async (target, title) => {
    const answer = await app.dialogs.pick(
      [
        { value: 'done' as const, label: doneText(change), icon: 'check' },
        { value: 'notDone' as const, label: l10n.t('It Is Not Done'), icon: 'circle-slash' },
      ],
      { title, placeholder: l10n.t('What did you do in the portal?') },
    );
    if (answer === 'done') {
      confirm(app, target, change);
    }
    return answer !== undefined;
  });
}

/** The same to look only. */
export async function lookInPortal(app: App, targets: readonly SubscriptionTarget[]): Promise<void> {
  await eachInPortal(app, targets, undefined, (target, title) => askWhatShows(app, target, title));
}

/** *Say What the Portal Shows…*: for who has looked already. */
export async function confirmDpor(app: App, from: RowArguments): Promise<void> {
  const targets = await askSubscriptions(app, from, {
    title: l10n.t('Say What the Portal Shows'),
    placeholder: l10n.t('Subscriptions that you looked at'),
    offers: mayHaveDpor,
    none: nothingWithDpor(),
  });
  for (const target of targets?.filter(mayHaveDpor) ?? []) {
    if (!(await askWhatShows(app, target, targetName(target)))) {
      return;
    }
  }
}

/** `false`: the user wants to go no further. */
async function askWhatShows(app: App, target: SubscriptionTarget, title: string): Promise<boolean> {
  const answer = await app.dialogs.pick(
    [
      { value: 'partner' as const, label: l10n.t('A Partner Is Shown…'), icon: 'verified' },
      { value: 'none' as const, label: l10n.t('No Partner Is Shown'), icon: 'circle-slash' },
      { value: 'unseen' as const, label: l10n.t('I Did Not Look'), icon: 'close' },
    ],
    { title, placeholder: l10n.t('What does Partner information show in the portal?') },
  );
  switch (answer) {
    case 'partner': {
      const partnerId = await askPartnerId(partnerIdQuestion(app), title);
      if (partnerId === undefined) {
        return false;
      }
      confirm(app, target, { do: 'designate', partner: partnerOf(app, partnerId) });
      return true;
    }
    case 'none':
      confirm(app, target, { do: 'remove' });
      return true;
    case 'unseen':
      return true;
    case undefined:
      return false;
  }
}

export function partnerOf(app: App, partnerId: string): DporPartner {
  const partnerName = app.session.store.partnerName(partnerId);
  return { partnerId, partnerName };
}

function confirm(app: App, { row, subscription }: SubscriptionTarget, change: DporChange): void {
  app.session.store.setDpor(row.ref, subscription.subscriptionId, dporConfirmed(change, Date.now()));
}

function doneText(change: DporChange): string {
  return change.do === 'designate'
    ? l10n.t('I Saved {0} There', change.partner.partnerId)
    : l10n.t('I Removed the Partner There');
}

async function eachInPortal(
  app: App,
  targets: readonly SubscriptionTarget[],
  change: DporChange | undefined,
  ask: (target: SubscriptionTarget, title: string) => Promise<boolean>,
): Promise<void> {
  const cloud = await portalOf(app);
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
    await app.documents.show(l10n.t('Steps in the Portal'), labelled(app.session, steps));
    if (change?.do === 'designate') {
      await app.copy(change.partner.partnerId);
    }
    // Sample data has no page in the portal; the steps show what would be done there.
    if (app.session.mode === 'azure') {
      const { tenantId } = target.row.ref;
      await app.openExternal(portalSubscription(cloud, tenantId, id));
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
