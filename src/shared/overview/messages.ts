/**
 * What the overview (a webview) and its host say to each other. The host counts and words everything; the page draws it and says which
 * number or button was pressed.
 */
import * as v from 'valibot';
import { announcement, answer, count, readerOf, type Numbered } from '../webview/contract.ts';

const text = v.string();

/** How a part of a bar looks: its mark tells it from the others by shape, its colour only repeats that. */
const look = v.picklist([
  'own',
  'covered',
  'underWay',
  'other',
  'none',
  'needsPerson',
  'unclear',
  'unknown',
  'notRead',
  'notHere',
]);
export type Look = v.InferOutput<typeof look>;

const part = v.object({
  /** What `show` names it by. */
  group: text,
  /** `not linked`, `DPOR: none reported`, … */
  text,
  look,
  count,
});
export type BarPart = v.InferOutput<typeof part>;

/** Those that are there, in their order; none has the count 0. */
const bar = v.array(part);
export type Bar = v.InferOutput<typeof bar>;

const ofWhat = v.picklist(['tenants', 'subscriptions']);
export type OfWhat = v.InferOutput<typeof ofWhat>;

/** Next steps, by worth. */
export const stepKinds = ['signIn', 'link', 'review', 'checkDpor', 'settle', 'retry'] as const;
export type StepKind = (typeof stepKinds)[number];

const step = v.object({
  kind: v.picklist(stepKinds),
  /** `Link 12 Tenants`. */
  button: text,
  /** Why, in a sentence. */
  why: text,
});

const overview = v.object({
  /** What sample data is labelled with; absent in Azure mode. */
  sampleLabel: v.optional(text),
  estate: v.object({
    state: v.picklist(['loading', 'noIdentity', 'noTenants', 'rows']),
    /** How old what is known is. */
    age: v.optional(text),
  }),
  /** A scan that is under way. */
  scan: v.optional(v.object({ done: count, total: count })),
  /** Where do we stand, in a sentence: `All 13 tenants are linked.` */
  headline: text,
  /** How many tenants need attention. */
  attention: count,
  tenants: bar,
  subscriptions: bar,
  /** By who signs in; empty where there is one only. Names are untrusted. */
  identities: v.array(v.object({ key: text, name: text, tenants: bar })),
  /** By partner ID, most first. `name`: the partner's or the label. Untrusted. */
  partnerIds: v.array(
    v.object({ id: text, name: v.optional(text), own: v.boolean(), tenants: count, subscriptions: count }),
  ),
  /** Partner IDs that are left out of the list. */
  morePartnerIds: count,
  /** Today last; a day without a scan is missing. */
  coverage: v.object({
    text,
    days: v.array(v.object({ day: text, linked: count, tenants: count })),
  }),
  /** Since the user looked last; absent: they never did. */
  changes: v.optional(
    v.object({ since: text, parts: v.array(v.object({ text, look, by: v.pipe(v.number(), v.integer()) })) }),
  ),
  /** At most five. */
  steps: v.array(step),
});
export type OverviewView = v.InferOutput<typeof overview>;

const fromHost = v.variant('kind', [v.object({ kind: v.literal('view'), view: overview }), announcement, answer]);
export type FromHost = v.InferOutput<typeof fromHost>;

const request = v.variant('ask', [
  v.object({ ask: v.literal('ready') }),
  /** Just these in the Tenants view: of a group, of one identity where that is named, or with this partner ID. */
  v.object({ ask: v.literal('show'), of: ofWhat, group: text, identity: v.optional(text) }),
  v.object({ ask: v.literal('showPartnerId'), of: ofWhat, partnerId: text }),
  v.object({ ask: v.literal('showAttention') }),
  v.object({ ask: v.literal('takeStep'), step: v.picklist(stepKinds) }),
  v.object({ ask: v.literal('addIdentity') }),
  v.object({ ask: v.literal('tryWithSampleData') }),
  v.object({ ask: v.literal('manageLinks') }),
  v.object({ ask: v.literal('refresh') }),
]);
export type Request = v.InferOutput<typeof request>;

export const readFromHost = readerOf(fromHost);
export const readFromPage: (value: unknown) => Numbered<Request> | undefined = readerOf(
  v.object({ id: count, request }),
);
