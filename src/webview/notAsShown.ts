/** Which targets are not to be written as the page showed it. */
import { goneText } from '../operations/overtaken.ts';
import { aboutTarget, type AboutTarget } from '../operations/planText.ts';
import type { PlannedTarget, ShownAction } from '../shared/form/messages.ts';
import { tenantKey, type TenantRow } from '../shared/model.ts';
import { oneLine } from '../shared/text.ts';
import type { PlannedTargets } from './plannedTargets.ts';

/** `planned`: what would happen to the rows now, in their order. What is written neither then nor now needs no look. */
export function notAsShown(
  shown: readonly ShownAction[],
  rows: readonly TenantRow[],
  { actions, of }: PlannedTargets,
): readonly AboutTarget[] {
  const open = new Map(shown.flatMap((one) => one.keys.map((key) => [key, one])));
  const changed = rows.flatMap((row, place): readonly AboutTarget[] => {
    const key = tenantKey(row.ref);
    const [before, now] = [open.get(key), actions[of[place] ?? -1]];
    open.delete(key);
    const same = before !== undefined && now !== undefined && before.do === now.do && before.text === now.text;
    return same || !(isWritten(before) || isWritten(now))
      ? []
      : [
          aboutTarget(
            { tenantName: row.info.displayName, domain: row.info.defaultDomain, tenant: row.ref },
            now?.text ?? '',
          ),
        ];
  });
  const gone = [...open].filter(([, one]) => isWritten(one));
  return [...changed, ...gone.map(([key]) => ({ name: (longest: number) => idIn(key, longest), text: goneText() }))];
}

function isWritten(action: Pick<PlannedTarget, 'do'> | undefined): boolean {
  return action?.do === 'link' || action?.do === 'change' || action?.do === 'remove';
}

/** Its row is gone, and its name with it. */
function idIn(key: string, longest: number): string {
  return oneLine(key.slice(key.lastIndexOf('|') + 1), longest);
}
