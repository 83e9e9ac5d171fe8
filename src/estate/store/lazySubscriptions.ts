/** Lists of subscriptions that are made when somebody looks at them: an estate has tens of thousands, and its tenants' rows need few. */
import type { Subscription, SubscriptionsState } from '../../shared/model/model.ts';

type ListedState = Extract<SubscriptionsState, { readonly kind: 'known' | 'unknown' }>;

const counts = new WeakMap<SubscriptionsState, number>();

/** The state with a list of `count` subscriptions that `make` is asked for once at most. Copies of the state have it made. */
export function withLazySubscriptions(
  state: DistributedOmit<ListedState, 'list'>,
  count: number,
  make: () => readonly Subscription[],
): ListedState {
  let made: readonly Subscription[] | undefined;
  const late = {
    ...state,
    get list() {
      return (made ??= make());
    },
  };
  counts.set(late, count);
  return late;
}

/** How many subscriptions are known or were last known; makes no list. */
export function subscriptionCount(state: SubscriptionsState): number {
  return counts.get(state) ?? (state.kind === 'notChecked' ? 0 : (state.list?.length ?? 0));
}

type DistributedOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
