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

export type Filter = (typeof filters)[number];

export interface FilterContext extends AttentionContext {
  /** Show tenants that the user has hidden as well. */
  readonly showHidden?: boolean;
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
  }
}
