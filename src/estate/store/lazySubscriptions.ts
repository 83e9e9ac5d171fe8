/** Lists of subscriptions that are made when somebody looks at them: an estate has tens of thousands, and its tenants' rows need few. */
import { subscriptionList, type Subscription, type SubscriptionsState } from '../../shared/model/model.ts';

type ListedState = Extract<SubscriptionsState, { readonly kind: 'known' | 'unknown' }>;

/** What can be told of a list without making it. */
interface ListFacts {
  readonly count: number;
  /** The offers, each at least once; null: one has none. */
  readonly quotaIds: readonly (string | null)[];
}

const factsOf = new WeakMap<SubscriptionsState, ListFacts>();

/** The state with a list that `make` is asked for once at most. Copies of the state have it made. */
export function withLazySubscriptions(
  state: DistributedOmit<ListedState, 'list'>,
  facts: ListFacts,
  make: () => readonly Subscription[],
): ListedState {
  let made: readonly Subscription[] | undefined;
  const late = {
    ...state,
    get list() {
      return (made ??= make());
    },
  };
  factsOf.set(late, facts);
  return late;
}

/** How many subscriptions are known or were last known; makes no list. */
export function subscriptionCount(state: SubscriptionsState): number {
  return factsOf.get(state)?.count ?? (state.kind === 'notChecked' ? 0 : (state.list?.length ?? 0));
}

/** The offers of the subscriptions that are known or were last known, each at least once; makes no list. */
export function quotaIdsIn(state: SubscriptionsState): readonly (string | null)[] {
  return factsOf.get(state)?.quotaIds ?? subscriptionList(state).map(({ quotaId = null }) => quotaId);
}

type DistributedOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
