/** What two windows know of the DPORs of one tenant, made one: per subscription the latestOf agreement, the latestOf DPOR. */
import {
  dporFailed,
  withFailed,
  withoutFailed,
  type FailedReading,
  type SubscriptionDpor,
} from '../../shared/model/dpor.ts';
import { latestOf, laterOf } from './latest.ts';

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
  const newClearedAt = laterOf(a.newClearedAt, b.newClearedAt);
  const newSince = laterOf(a.newSince, b.newSince);
  return {
    ...mergeAgreement(a, b),
    ...mergeState(a, b),
    newSince: newSince !== undefined && newSince > (newClearedAt ?? -Infinity) ? newSince : undefined,
    newClearedAt,
  };
}

type AgreementPart = Pick<SubscriptionDpor, 'agreement' | 'agreementAt' | 'agreementFailed' | 'leftEaAt'>;

/** An agreement that one window could not read is still known to the other. */
function mergeAgreement(a: AgreementPart, b: AgreementPart): AgreementPart {
  const part = ({ agreement, agreementAt, leftEaAt }: AgreementPart): AgreementPart => ({
    agreement,
    agreementAt,
    leftEaAt,
  });
  const isKnown = ({ agreement }: AgreementPart): boolean => agreement.kind === 'known';
  const failedIn = ({ agreement, agreementAt = 0, agreementFailed }: AgreementPart): FailedReading | undefined =>
    agreement.kind === 'unknown' ? { failure: agreement.failure, at: agreementAt } : agreementFailed;
  const merged =
    isKnown(a) === isKnown(b) ? latestOf(part(a), a.agreementAt, part(b), b.agreementAt) : part(isKnown(a) ? a : b);
  const failed = latest(failedIn(a), failedIn(b));
  return {
    ...merged,
    agreementFailed: isKnown(merged) && failed && failed.at >= (merged.agreementAt ?? -Infinity) ? failed : undefined,
  };
}

type StatePart = Pick<SubscriptionDpor, 'dpor' | 'dporAt'>;

/** What is known counts before that it could not be read; of a reading that failed later than that, the latestOf is told with it. */
function mergeState(a: StatePart, b: StatePart): StatePart {
  const part = ({ dpor, dporAt }: StatePart): StatePart => ({ dpor: withoutFailed(dpor), dporAt });
  const isKnown = ({ dpor }: StatePart): boolean => dpor.kind !== 'unknown' && dpor.kind !== 'notChecked';
  const { dpor, dporAt } =
    isKnown(a) === isKnown(b) ? latestOf(part(a), a.dporAt, part(b), b.dporAt) : part(isKnown(a) ? a : b);
  const failed = latest(failedIn(a), failedIn(b));
  return { dpor: failed && failed.at >= (dporAt ?? -Infinity) ? withFailed(dpor, failed) : dpor, dporAt };
}

function failedIn({ dpor, dporAt }: StatePart): FailedReading | undefined {
  return dpor.kind === 'unknown' ? { failure: dpor.failure, at: dporAt ?? 0 } : dporFailed(dpor);
}

function latest(a: FailedReading | undefined, b: FailedReading | undefined): FailedReading | undefined {
  return a && b ? latestOf(a, a.at, b, b.at) : (a ?? b);
}
