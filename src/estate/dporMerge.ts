/** What two windows know of the DPORs of one tenant, made one: per subscription the newest agreement, the newest DPOR. */
import type { SubscriptionDpor } from '../shared/dpor.ts';
import { newest, laterOf } from './newest.ts';

export type DporMap = ReadonlyMap<string, SubscriptionDpor> | undefined;

/** `listed`: the subscriptions there are; of others nothing is kept. Absent: that is not known, and all is kept. */
export function mergeDpor(a: DporMap, b: DporMap, listed: ReadonlySet<string> | undefined): DporMap {
  if (a === b || !a || !b) {
    return kept(a ?? b, listed);
  }
  const merged = new Map(a);
  for (const [id, other] of b) {
    const one = a.get(id);
    merged.set(id, one ? mergeOne(one, other) : other);
  }
  return kept(merged, listed);
}

function kept(map: DporMap, listed: ReadonlySet<string> | undefined): DporMap {
  if (!map || !listed || [...map.keys()].every((id) => listed.has(id))) {
    return map;
  }
  const rest = new Map([...map].filter(([id]) => listed.has(id)));
  return rest.size > 0 ? rest : undefined;
}

function mergeOne(a: SubscriptionDpor, b: SubscriptionDpor): SubscriptionDpor {
  const { agreement, leftEaAt } = newest(
    { agreement: a.agreement, leftEaAt: a.leftEaAt },
    a.agreementAt,
    { agreement: b.agreement, leftEaAt: b.leftEaAt },
    b.agreementAt,
  );
  const newClearedAt = laterOf(a.newClearedAt, b.newClearedAt);
  const newSince = laterOf(a.newSince, b.newSince);
  return {
    agreement,
    agreementAt: laterOf(a.agreementAt, b.agreementAt),
    leftEaAt,
    dpor: newest(a.dpor, a.dporAt, b.dpor, b.dporAt),
    dporAt: laterOf(a.dporAt, b.dporAt),
    newSince: newSince !== undefined && newSince > (newClearedAt ?? -Infinity) ? newSince : undefined,
    newClearedAt,
  };
}
