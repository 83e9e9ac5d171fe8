/** Which tenants the view shows. */
import { knownPal, type TenantRow } from '../../shared/model/model.ts';
import { palMeaning, rightIn } from '../../shared/text/statusText.ts';
import { designatedToOther, needsAttention, withNoneReported, type AttentionContext } from './attention.ts';

export const filters = [
  'all',
  'needsAttention',
  'notLinked',
  'anotherPartner',
  'signInNeeded',
  'eaNoneReported',
] as const;

/** One that the user picks from a list, or just those that something else pointed to. */
export type Filter = (typeof filters)[number] | 'chosen';

/** Tenants that were pointed to by what they are, so that the view follows when they change. */
export interface Chosen {
  /** What they are, in words: `not linked`. */
  readonly text: string;
  holds(row: TenantRow): boolean;
}

export interface FilterContext extends AttentionContext {
  /** Show tenants that the user has hidden as well. */
  readonly showHidden?: boolean;
  /** Those of the filter `chosen`. */
  readonly chosen?: Chosen;
}

/** Whether a row is shown. One that is being checked is judged by what it was before, so that it does not jump. */
export function matches(row: TenantRow, filter: Filter, context: FilterContext): boolean {
  if (!context.showHidden && context.marks.get(row.ref.tenantId).has('hidden')) {
    return false;
  }
  switch (filter) {
    case 'all':
      return true;
    case 'needsAttention':
      return needsAttention(row, context);
    case 'notLinked':
      return palMeaning(knownPal(row), context.own) === 'notLinked';
    case 'anotherPartner': {
      const own = rightIn(context.own, context.expected.get(row.ref.tenantId));
      return palMeaning(knownPal(row), own) === 'anotherPartner' || designatedToOther(row, own).length > 0;
    }
    case 'signInNeeded':
      return palMeaning(knownPal(row), context.own) === 'needsPerson';
    case 'eaNoneReported':
      return withNoneReported(row).length > 0;
    case 'chosen':
      return context.chosen?.holds(row) ?? true;
  }
}
