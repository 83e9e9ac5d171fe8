/** What can be switched in the stand-in, at run time too. */
import type { FaultRule } from './faults.ts';
import type { GeneratedScenario } from '../scenario/generator.ts';

export type ScenarioChoice = { readonly kind: 'default' } | GeneratedScenario;

/** Where the facts say *not known*, both ways can be switched on: the product must work whichever way it turns out. */
export interface UnknownAnswers {
  /** PUT where a link exists. */
  readonly putOnLinked: 'conflict' | 'overwrites';
  /** DELETE with another ID than the linked one: 200 and nothing happens, 200 and the link goes, or 404. */
  readonly deleteOtherId: 'ignored' | 'deletes' | 'notFound';
  /** GET `/partners/{id}` with another ID than the linked one: 404, or the link that is there. */
  readonly getOtherId: 'notFound' | 'theLink';
  readonly putStatus: 200 | 201;
  readonly deleteStatus: 200 | 204;
  /** Whether tokens of AD FS name tenant and object (`tid`, `oid`). */
  readonly adfsClaims: 'none' | 'tenantAndObject';
}

/** The billing service of DPOR: of what it does next to nothing is known. */
export interface BillingSwitches {
  /** Whether it takes tokens of this client, or with which status it refuses them. */
  readonly client: 'accepted' | 401 | 403;
  /** Milliseconds before a change shows. */
  readonly delayMs: number;
  /** Readings of the subscription before a change shows, counted per process. */
  readonly delayReads: number;
  /** HTTP status of its one error. */
  readonly errorStatus: 200 | 400 | 404 | 500;
  readonly removeAnswer: 'empty' | 'noContent' | 'true' | 'object' | 'partner';
}

/** Who issues tokens, as the metadata endpoint names it; both answer whatever it says. */
export type Authority = 'entra' | 'adfs';

export interface Switches {
  readonly scenario: ScenarioChoice;
  /** Per request, milliseconds. A write is applied half-way through. */
  readonly latencyMs: number;
  /** Per token that is not yet at hand, milliseconds. */
  readonly tokenLatencyMs: number;
  /** Entries per page of `/tenants` and `/subscriptions`. */
  readonly pageSize: number;
  /** Adds tenants whose names try to be more than names. */
  readonly hostileNames: boolean;
  /** Lists customers of Azure Lighthouse among the tenants, as `ProjectedBy`. */
  readonly projectedTenants: boolean;
  /** Nobody is signed in until *newAccount* is. */
  readonly signedOut: boolean;
  /** Answers 429 when a principal's documented budget is used up; otherwise the budget is only told in headers. */
  readonly enforceBudget: boolean;
  /** Of the sandbox when it is served. */
  readonly authority: Authority;
  readonly unknowns: UnknownAnswers;
  readonly billing: BillingSwitches;
  readonly faults: readonly FaultRule[];
}

export const defaultSwitches: Switches = {
  scenario: { kind: 'default' },
  latencyMs: 0,
  tokenLatencyMs: 0,
  // assumed: pages of 100; the facts only say that lists are paged by nextLink.
  pageSize: 100,
  hostileNames: false,
  projectedTenants: false,
  signedOut: false,
  enforceBudget: false,
  authority: 'entra',
  unknowns: {
    putOnLinked: 'conflict',
    deleteOtherId: 'ignored',
    getOtherId: 'notFound',
    putStatus: 200,
    deleteStatus: 200,
    adfsClaims: 'none',
  },
  // assumed: all of it.
  billing: { client: 'accepted', delayMs: 0, delayReads: 0, errorStatus: 404, removeAnswer: 'empty' },
  faults: [],
};

/** What `set` takes and a switches file holds: only what differs from the defaults. */
export type SwitchesChange = Partial<Omit<Switches, 'unknowns' | 'billing'>> & {
  readonly unknowns?: Partial<UnknownAnswers>;
  readonly billing?: Partial<BillingSwitches>;
};

export function changeSwitches(from: Switches, change: SwitchesChange): Switches {
  return {
    ...from,
    ...change,
    unknowns: { ...from.unknowns, ...change.unknowns },
    billing: { ...from.billing, ...change.billing },
  };
}

/** Where switches come from. `read` gives the same object as long as nothing changed. */
export interface SwitchSource {
  read(): Switches;
  change(change: SwitchesChange): void;
}

export function memorySwitches(start: SwitchesChange = {}): SwitchSource {
  let current = changeSwitches(defaultSwitches, start);
  return {
    read: () => current,
    change: (change) => {
      current = changeSwitches(current, change);
    },
  };
}
