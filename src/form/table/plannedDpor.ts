/** What would happen to a subscription under a draft. What keeps it from being designated is said before there is a partner ID, too. */
import * as l10n from '@vscode/l10n';
import { planDpor, type DporPlanContext } from '../../operations/plan/dporPlan.ts';
import type { Draft, PlannedTarget } from '../../shared/form/messages.ts';
import type { SavedPartnerId } from '../../shared/model/model.ts';
import { intentOf, isFromList } from './draftPlan.ts';
import type { SubscriptionEntry } from './tableEntry.ts';
import { cannot, plannedItem, undecided } from './plannedTargets.ts';

export function plannedDpor(
  draft: Draft,
  own: readonly SavedPartnerId[],
  context: DporPlanContext,
): (entry: SubscriptionEntry) => PlannedTarget {
  if (isFromList(draft)) {
    const text = l10n.t('cannot: {0}', l10n.t('a list gives partner IDs to tenants only'));
    return () => cannot(text);
  }
  const intent = intentOf(draft);
  return (entry) => {
    const plan = planDpor([entry], intent ?? { kind: 'remove' }, context);
    const [item] = plan.items;
    return item === undefined || (intent === undefined && item.action.do !== 'cannot')
      ? undecided
      : plannedItem(item, plan, own);
  };
}
