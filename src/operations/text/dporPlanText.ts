/** What is asked before DPORs are changed, alone or beside PALs. Foreign text comes out raw. */
import * as l10n from '@vscode/l10n';
import { noneReportedHint } from '../../shared/text/dporText.ts';
import type { KindCounts } from '../plan/planCounts.ts';
import { associationKind, isWrite, type Plan, type PlanItem } from '../plan/plan.ts';

/** `besidePal`: the words are not to be mistaken for those of links. */
export function dporCountsText({ link, change, remove }: KindCounts, besidePal: boolean): readonly string[] {
  return [
    ...(link > 0 ? [l10n.t('designate {0}', link)] : []),
    ...(change > 0 ? [besidePal ? l10n.t('change {0} DPOR', change) : l10n.t('change {0}', change)] : []),
    ...(remove > 0 ? [besidePal ? l10n.t('remove {0} DPOR', remove) : l10n.t('remove {0}', remove)] : []),
  ];
}

/** `name`: of the one subscription, where there is one only; `to`: the partner to designate, where all get the same. */
export function dporQuestion(
  plan: Plan,
  { link, change, remove }: KindCounts,
  name: string | undefined,
  to: string,
): string {
  if (plan.intent.kind === 'remove') {
    return name === undefined
      ? l10n.t('Remove the Digital Partner of Record of {0} subscriptions?', remove)
      : l10n.t('Remove the Digital Partner of Record of {0}?', name);
  }
  if (name !== undefined) {
    return change > 0
      ? l10n.t('Change the Digital Partner of Record of {0} to {1}?', name, to)
      : l10n.t('Designate {0} as Digital Partner of Record of {1}?', to, name);
  }
  if (change === 0) {
    return l10n.t('Designate {0} as Digital Partner of Record of {1} subscriptions?', to, link);
  }
  return link === 0
    ? l10n.t('Change the Digital Partner of Record of {0} subscriptions to {1}?', change, to)
    : l10n.t(
        'Designate {0} as Digital Partner of Record of {1}, and change that of {2} more?',
        to,
        subscriptions(link),
        change,
      );
}

function subscriptions(count: number): string {
  return count === 1 ? l10n.t('1 subscription') : l10n.t('{0} subscriptions', count);
}

export function dporButton({ link, change, remove }: KindCounts): string {
  if (remove > 0) {
    return remove === 1 ? l10n.t('Remove Designation') : l10n.t('Remove {0} Designations', remove);
  }
  if (change === 0) {
    return link === 1 ? l10n.t('Designate') : l10n.t('Designate for {0} Subscriptions', link);
  }
  if (link === 0) {
    return change === 1 ? l10n.t('Change Designation') : l10n.t('Change {0} Designations', change);
  }
  return l10n.t('Designate {0} and Change {1}', link, change);
}

/** What a user must know before designating, as lines; none where nothing of the plan is about DPOR. */
export function dporRules(plan: Plan): readonly string[] {
  const items = plan.items.filter((item) => associationKind(item) === 'DPOR' && isWrite(item.action));
  if (items.length === 0) {
    return [];
  }
  return [
    ownerRule(),
    ...(items.some(({ action }) => action.do === 'link') ? [noneReportedText()] : []),
    ...(items.some((item) => isBackToUnknown(item, plan))
      ? [
          l10n.t(
            'If none was reported before the run, the earlier state is unknown, because Azure gives the same answer when access is missing. Undo removes the designation there.',
          ),
        ]
      : []),
  ];
}

/** What the words mean, wherever they stand in a list. */
export function noneReportedText(): string {
  return l10n.t('None reported: {0}', noneReportedHint());
}

export function ownerRule(): string {
  return l10n.t('Only the customer’s account owner may designate a partner of record.');
}

/** Whether an undo removes a designation before which none was reported: what was there is not known. */
export function isBackToUnknown(item: Pick<PlanItem, 'action' | 'subscription'>, plan: Plan): boolean {
  return plan.intent.kind === 'undo' && associationKind(item) === 'DPOR' && item.action.do === 'remove';
}
