/** What to do next, by worth: each step with the tenants that it is about. Pure. */
import * as l10n from '@vscode/l10n';
import { attentionReasons, type AttentionContext, type AttentionReason } from '../estate/view/attention.ts';
import { countedSubscriptions, dporGroup, palGroup } from '../estate/view/estateCounts.ts';
import type { SubscriptionRef } from '../estate/scan/dporReader.ts';
import type { StepKind } from '../shared/overview/messages.ts';
import type { TenantRow } from '../shared/model/model.ts';

export interface NextStep {
  readonly kind: StepKind;
  readonly rows: readonly TenantRow[];
  /** Of `checkDpor`. */
  readonly subscriptions: readonly SubscriptionRef[];
}

/** As many as are told: more is no next step. */
const mostSteps = 5;

const reasonsToReview: readonly AttentionReason[] = [
  'anotherPartner',
  'dporOfAnotherPartner',
  'linkDrifted',
  'notAsExpected',
];

export function nextSteps(rows: readonly TenantRow[], context: AttentionContext): readonly NextStep[] {
  const found: Record<Exclude<StepKind, 'checkDpor'>, TenantRow[]> = {
    signIn: [],
    link: [],
    review: [],
    settle: [],
    retry: [],
  };
  const unread: SubscriptionRef[] = [];
  for (const row of rows) {
    const group = palGroup(row, context);
    if (group === 'notOurs') {
      continue;
    }
    if (group === 'needsPerson') {
      found.signIn.push(row);
    }
    const reasons = attentionReasons(row, context);
    if (reasons.includes('notLinked')) {
      found.link.push(row);
    }
    if (reasons.some((reason) => reasonsToReview.includes(reason))) {
      found.review.push(row);
    }
    if (reasons.includes('unclear')) {
      found.settle.push(row);
    }
    if (reasons.includes('checkFailed')) {
      found.retry.push(row);
    }
    unread.push(...notRead(row, context));
  }
  const step = (kind: Exclude<StepKind, 'checkDpor'>): NextStep => ({ kind, rows: found[kind], subscriptions: [] });
  return [
    step('signIn'),
    step('link'),
    step('review'),
    { kind: 'checkDpor' as const, rows: [], subscriptions: unread },
    step('settle'),
    step('retry'),
  ]
    .filter((one) => countOf(one) > 0)
    .slice(0, mostSteps);
}

/** Nobody has asked for the partner of record of these, or of what they were bought by. */
function notRead(row: TenantRow, context: AttentionContext): readonly SubscriptionRef[] {
  return countedSubscriptions(row, context)
    .filter((one) => dporGroup(one, row, context) === 'notChecked')
    .map(({ subscriptionId }) => ({ tenant: row.ref, subscriptionId }));
}

export function countOf({ kind, rows, subscriptions }: NextStep): number {
  return kind === 'checkDpor' ? subscriptions.length : rows.length;
}

/** What its button says. */
export function stepButton(step: NextStep): string {
  const count = countOf(step);
  const one = count === 1;
  switch (step.kind) {
    case 'signIn':
      return l10n.t('Sign In to {0}', count);
    case 'link':
      return one ? l10n.t('Link 1 Tenant') : l10n.t('Link {0} Tenants', count);
    case 'review':
      return one ? l10n.t('Review 1 Link') : l10n.t('Review {0} Links', count);
    case 'checkDpor':
      return one ? l10n.t('Check DPOR of 1') : l10n.t('Check DPOR of {0}', count);
    case 'settle':
      return one ? l10n.t('Check 1 Unclear') : l10n.t('Check {0} Unclear', count);
    case 'retry':
      return one ? l10n.t('Check 1 Again') : l10n.t('Check {0} Again', count);
  }
}

/** Why it is worth doing. */
export function stepReason(step: NextStep): string {
  const one = countOf(step) === 1;
  switch (step.kind) {
    case 'signIn':
      return one
        ? l10n.t('Its link can’t be read until you sign in.')
        : l10n.t('Their links can’t be read until you sign in.');
    case 'link':
      return one
        ? l10n.t('No partner ID is linked there, and a subscription is enabled.')
        : l10n.t('No partner ID is linked there, and subscriptions are enabled.');
    case 'review':
      return l10n.t('Another partner’s ID, not the expected one, or changed by someone else.');
    case 'checkDpor':
      return one
        ? l10n.t('The partner of record of this subscription hasn’t been checked yet.')
        : l10n.t('The partner of record of these subscriptions hasn’t been checked yet.');
    case 'settle':
      return l10n.t('A change might have been made. Checking again shows whether it was.');
    case 'retry':
      return l10n.t('The last check failed, so what’s known is old.');
  }
}

/** What its tenants are, above the rows of the Tenants view. */
export function stepText(kind: StepKind): string {
  switch (kind) {
    case 'signIn':
      return l10n.t('sign-in needed');
    case 'link':
      return l10n.t('not linked, with an enabled subscription');
    case 'review':
      return l10n.t('another partner’s, unexpected or changed links');
    case 'checkDpor':
      return l10n.t('DPOR not checked');
    case 'settle':
      return l10n.t('unclear');
    case 'retry':
      return l10n.t('a check failed');
  }
}
