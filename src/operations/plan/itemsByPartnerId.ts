/** Where in a plan the items are that get a partner ID, so that nobody looks for them among all items of a run. */
import type { Plan, PlanItem } from './plan.ts';

interface Places {
  /** Subscriptions included. */
  readonly all: number[];
  readonly tenants: number[];
  /** How many of the tenants, from the first on, did not fit when they were last looked at. */
  passed: number;
}

/** Places in the order of the plan. */
export class ItemsByPartnerId {
  readonly #places = new Map<string, Places>();

  constructor(plan: Plan) {
    for (const [index, { action, subscription }] of plan.items.entries()) {
      if (action.do === 'link' || action.do === 'change') {
        const places = this.#places.get(action.to) ?? { all: [], tenants: [], passed: 0 };
        this.#places.set(action.to, places);
        places.all.push(index);
        if (subscription === undefined) {
          places.tenants.push(index);
        }
      }
    }
  }

  all(id: string): readonly number[] {
    return this.#places.get(id)?.all ?? [];
  }

  tenants(id: string): readonly number[] {
    return this.#places.get(id)?.tenants ?? [];
  }

  /** The first tenant that fits. One that did not is looked at again only after `fitsAgain`. */
  first(id: string, fits: (index: number) => boolean): number | undefined {
    const places = this.#places.get(id);
    if (places === undefined) {
      return undefined;
    }
    let index = places.tenants[places.passed];
    while (index !== undefined && !fits(index)) {
      places.passed += 1;
      index = places.tenants[places.passed];
    }
    return index;
  }

  fitsAgain(id: string, index: number): void {
    const places = this.#places.get(id);
    while (places !== undefined && (places.tenants[places.passed - 1] ?? -1) >= index) {
      places.passed -= 1;
    }
  }
}

/** The ID that a tenant is to be linked to. */
export function tenantsTarget(item: PlanItem | undefined): string | undefined {
  const isLink = item?.subscription === undefined && (item?.action.do === 'link' || item?.action.do === 'change');
  return isLink ? item.action.to : undefined;
}
