/**
 * Which subscriptions a DPOR command is about. From rows: those picked, and all of a picked tenant to which DPOR may apply. From
 * the palette: always asked, never the tree's old selection.
 */
import * as l10n from '@vscode/l10n';
import { dporOf } from '../../estate/store/dporRow.ts';
import type { SubscriptionRef } from '../../estate/scan/dporReader.ts';
import { compareText, rowNames } from '../../estate/store/rowOrder.ts';
import type { Session } from '../../session/session.ts';
import { dporApplies } from '../../shared/model/agreement.ts';
import { shownDpor, type DporState } from '../../shared/model/dpor.ts';
import { dporText } from '../../shared/text/statusTable.ts';
import { subscriptionList, type Subscription, type TenantRow } from '../../shared/model/model.ts';
import type { CommandContext } from '../context/commandContext.ts';
import type { PickItem, PickOptions } from '../ui/dialogs.ts';
import { nodesOf, type RowArguments } from '../context/rowArguments.ts';

export interface SubscriptionTarget {
  readonly row: TenantRow;
  readonly subscription: Subscription;
  readonly dpor: DporState;
}

export function refOf({ row, subscription }: SubscriptionTarget): SubscriptionRef {
  return { tenant: row.ref, subscriptionId: subscription.subscriptionId };
}

export function targetName({ subscription }: SubscriptionTarget): string {
  return subscription.displayName ?? subscription.subscriptionId;
}

/** Whether DPOR applies, or nothing says yet that it does not. */
export function mayHaveDpor({ row, subscription }: SubscriptionTarget): boolean {
  const { agreement } = dporOf(row, subscription.subscriptionId);
  return dporApplies(subscription, agreement).kind !== 'doesNotApply';
}

function targetsOf(session: Session): readonly SubscriptionTarget[] {
  return session.store.allTenants().flatMap(below);
}

/** The same subscriptions as the store has them now; those that are gone are left out. */
export function renewed(session: Session, targets: readonly SubscriptionTarget[]): readonly SubscriptionTarget[] {
  return targetsAt(session, targets.map(refOf));
}

export function targetsAt(session: Session, refs: readonly SubscriptionRef[]): readonly SubscriptionTarget[] {
  return refs.flatMap(({ tenant, subscriptionId }) => {
    const row = session.store.tenant(tenant);
    return row ? below(row).filter(({ subscription }) => subscription.subscriptionId === subscriptionId) : [];
  });
}

function below(row: TenantRow): readonly SubscriptionTarget[] {
  return subscriptionList(row.subscriptions).map((subscription) => ({
    row,
    subscription,
    dpor: shownDpor(subscription, dporOf(row, subscription.subscriptionId)),
  }));
}

export interface SubscriptionsQuestion extends PickOptions {
  /** Which subscriptions the palette offers. */
  readonly offers: (target: SubscriptionTarget) => boolean;
  /** Said when there is none to offer. */
  readonly none: string;
}

/** `undefined`: nothing to act on, or the user cancels. Picked rows may include ones that the command does not apply to. */
export async function askSubscriptions(
  context: CommandContext,
  from: RowArguments,
  question: SubscriptionsQuestion,
): Promise<readonly SubscriptionTarget[] | undefined> {
  const picked = pickedTargets(context.session, from);
  if (picked) {
    if (picked.length === 0) {
      await context.window.dialogs.info(question.none);
      return undefined;
    }
    return picked;
  }
  const offered = targetsOf(context.session).filter(question.offers);
  if (offered.length === 0) {
    await context.window.dialogs.info(question.none);
    return undefined;
  }
  const chosen = await context.window.dialogs.pickMany(subscriptionItems(context.session, offered), question);
  return chosen && chosen.length > 0 ? chosen : undefined;
}

/** The clicked subscription, where DPOR may apply to it. */
export function clickedSubscription(session: Session, from: RowArguments): SubscriptionTarget | undefined {
  const [node] = nodesOf(from);
  return node?.kind === 'subscription' ? pickedTargets(session, from)?.find(mayHaveDpor) : undefined;
}

/** `undefined`: the command does not come from rows. */
function pickedTargets(session: Session, from: RowArguments): readonly SubscriptionTarget[] | undefined {
  const nodes = nodesOf(from).filter((node) => node.kind === 'tenant' || node.kind === 'subscription');
  if (nodes.length === 0) {
    return undefined;
  }
  const targets = new Map<Subscription, SubscriptionTarget>();
  for (const node of nodes) {
    const row = session.store.tenant(node.ref);
    for (const target of row ? below(row) : []) {
      const isMeant =
        node.kind === 'subscription' ? target.subscription.subscriptionId === node.subscriptionId : mayHaveDpor(target);
      if (isMeant) {
        targets.set(target.subscription, target);
      }
    }
  }
  return [...targets.values()];
}

/** Its DPOR in words, with its age where it could not be read again. */
export function dporTextIn(session: Session, { row, dpor }: SubscriptionTarget): string {
  return dporText(dpor, session.rightIn(row.ref.tenantId));
}

/** Subscriptions as quick-pick items: name, DPOR, tenant and ID, and the identity where there are several. */
function subscriptionItems(
  session: Session,
  targets: readonly SubscriptionTarget[],
): readonly PickItem<SubscriptionTarget>[] {
  const names = rowNames(session.store.allTenants().map((row) => row.info));
  const several = session.store.identities().length > 1;
  return targets
    .map((target) => {
      const { row, subscription } = target;
      const name = names.get(row.ref.tenantId);
      const identity = several ? session.store.identity(row.ref.identity)?.identity.name : undefined;
      return {
        value: target,
        label: targetName(target),
        description: dporTextIn(session, target),
        detail: [name?.name ?? row.ref.tenantId, name?.beside, subscription.subscriptionId, identity]
          .filter((part) => part !== undefined)
          .join(' · '),
      };
    })
    .sort((a, b) => compareText(a.label, b.label) || compareText(a.detail, b.detail));
}

export function nothingWithDpor(): string {
  return l10n.t('No known subscription can have a DPOR. Refresh the tenants, or open one in the view.');
}
