/** Which targets are not to be written as the page showed it. */
import { goneText } from '../../operations/control/consent.ts';
import { goalOf, isWrite, reviewedOf, targetKey, type Plan, type PlannedAction } from '../../operations/plan/plan.ts';
import { aboutTarget, itemText, type AboutTarget } from '../../operations/text/planText.ts';
import type { PlannedTarget, ShownAction } from '../../shared/form/messages.ts';
import { oneLine } from '../../shared/escaping/foreignText.ts';
import { entryKey, type TableEntry } from './tableEntry.ts';
import type { PlannedTargets } from './plannedTargets.ts';

/** `planned`: what would happen to the entries now, in their order. What is written neither then nor now needs no look. */
export function staleActions(
  shown: readonly ShownAction[],
  entries: readonly TableEntry[],
  { actions, of }: PlannedTargets,
): readonly AboutTarget[] {
  const open = new Map(shown.flatMap((one) => one.keys.map((key) => [key, one])));
  const changed = entries.flatMap((entry, at): readonly AboutTarget[] => {
    const key = entryKey(entry);
    const [before, now] = [open.get(key), actions[of[at] ?? -1]];
    open.delete(key);
    const same = before !== undefined && now !== undefined && before.do === now.do && before.text === now.text;
    return same || !(isWritten(before) || isWritten(now)) ? [] : [aboutTarget(asItem(entry), now?.text ?? '')];
  });
  const gone = [...open].filter(([, one]) => isWritten(one));
  return [...changed, ...gone.map(([key]) => ({ name: (longest: number) => idIn(key, longest), text: goneText() }))];
}

/** Which items of a plan an earlier one of the same targets wrote otherwise; names that were learnt meanwhile say nothing. */
export function otherwisePlanned(before: Plan, now: Plan): readonly AboutTarget[] {
  const earlier = new Map(before.items.map((item) => [targetKey(item), item.action]));
  return now.items
    .filter((item) => !sameWrite(earlier.get(targetKey(item)), item.action))
    .map((item) => aboutTarget(item, itemText(item, now)));
}

function sameWrite(a: PlannedAction | undefined, b: PlannedAction): boolean {
  if (a === undefined || !isWrite(a) || !isWrite(b)) {
    return (a !== undefined && isWrite(a)) === isWrite(b);
  }
  return a.do === b.do && goalOf(a) === goalOf(b) && reviewedOf(a) === reviewedOf(b);
}

function asItem(entry: TableEntry): Parameters<typeof aboutTarget>[0] {
  const { ref, info } = entry.row;
  const tenant = { tenantName: info.displayName, domain: info.defaultDomain, tenant: ref };
  if (entry.kind === 'tenant') {
    return tenant;
  }
  const { subscriptionId: id, displayName: name } = entry.subscription;
  return { ...tenant, subscription: { id, name } };
}

function isWritten(action: Pick<PlannedTarget, 'do'> | undefined): boolean {
  return action?.do === 'link' || action?.do === 'change' || action?.do === 'remove';
}

/** Its row is gone, and its name with it. */
function idIn(key: string, longest: number): string {
  return oneLine(key.slice(key.lastIndexOf('|') + 1), longest);
}
