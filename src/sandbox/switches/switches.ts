/** What can be switched in the stand-in, at run time too. */
import * as v from 'valibot';
import { faultRule } from './faults.ts';
import type { GeneratedScenario } from '../scenario/generator.ts';

const amount = v.pipe(v.number(), v.minValue(0));
const whole = v.pipe(amount, v.integer());
const count = v.pipe(v.number(), v.integer(), v.minValue(1));
const share = v.optional(v.pipe(amount, v.maxValue(1)));

const generated = {
  kind: v.literal('generated'),
  tenants: whole,
  subscriptionsPerTenant: whole,
  linkedShare: share,
  anotherPartnerShare: share,
  signInShare: share,
  designatedShare: share,
  identities: v.optional(count),
  listed: v.optional(whole),
} as const satisfies Record<keyof GeneratedScenario, v.GenericSchema>;

/** Where the facts say *not known*, both ways can be switched on: the product must work whichever way it turns out. */
const unknownAnswers = v.strictObject({
  /** PUT where a link exists. */
  putOnLinked: v.picklist(['conflict', 'overwrites']),
  /** DELETE with another ID than the linked one: 200 and nothing happens, 200 and the link goes, or 404. */
  deleteOtherId: v.picklist(['ignored', 'deletes', 'notFound']),
  /** GET `/partners/{id}` with another ID than the linked one: 404, or the link that is there. */
  getOtherId: v.picklist(['notFound', 'theLink']),
  putStatus: v.picklist([200, 201]),
  deleteStatus: v.picklist([200, 204]),
  /** Whether tokens of AD FS name tenant and object (`tid`, `oid`). */
  adfsClaims: v.picklist(['none', 'tenantAndObject']),
});
export type UnknownAnswers = v.InferOutput<typeof unknownAnswers>;

/** The billing service of DPOR: of what it does next to nothing is known. */
const billingSwitches = v.strictObject({
  /** Whether it takes tokens of this client, or with which status it refuses them. */
  client: v.picklist(['accepted', 401, 403]),
  /** Milliseconds before a change shows. */
  delayMs: amount,
  /** Readings of the subscription before a change shows, counted per process. */
  delayReads: whole,
  /** HTTP status of its one error. */
  errorStatus: v.picklist([200, 400, 404, 500]),
  removeAnswer: v.picklist(['empty', 'noContent', 'true', 'object', 'partner']),
});
export type BillingSwitches = v.InferOutput<typeof billingSwitches>;

/** Strict: a misspelt switch would otherwise be a test that tests nothing. */
const switches = v.strictObject({
  scenario: v.variant('kind', [v.strictObject({ kind: v.literal('default') }), v.strictObject(generated)]),
  /** Per request, milliseconds. A write is applied half-way through. */
  latencyMs: amount,
  /** Per token that is not yet at hand, milliseconds. */
  tokenLatencyMs: amount,
  /** Entries per page of `/tenants` and `/subscriptions`. */
  pageSize: count,
  /** Adds tenants whose names try to be more than names. */
  hostileNames: v.boolean(),
  /** Lists customers of Azure Lighthouse among the tenants, as `ProjectedBy`. */
  projectedTenants: v.boolean(),
  /** Nobody is signed in until *newAccount* is. */
  signedOut: v.boolean(),
  /** Answers 429 when a principal's documented budget is used up; otherwise the budget is only told in headers. */
  enforceBudget: v.boolean(),
  /** Of the sandbox when it is served: who issues tokens, as the metadata endpoint names it; both answer whatever it says. */
  authority: v.picklist(['entra', 'adfs']),
  unknowns: unknownAnswers,
  billing: billingSwitches,
  faults: v.pipe(v.array(faultRule), v.readonly()),
});
export type Switches = Readonly<v.InferOutput<typeof switches>>;
export type Authority = Switches['authority'];

/** What `set` takes and a switches file holds: only what differs from the defaults. */
export const switchesChange = v.strictObject({
  ...v.partial(switches).entries,
  unknowns: v.optional(v.partial(unknownAnswers)),
  billing: v.optional(v.partial(billingSwitches)),
});
export type SwitchesChange = Readonly<v.InferOutput<typeof switchesChange>>;

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
