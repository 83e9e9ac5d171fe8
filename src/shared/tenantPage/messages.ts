/**
 * What the tenant page (a webview) and its host say to each other. The host words everything; the page draws it and says which button was
 * pressed. Every text may hold names that are untrusted.
 */
import * as v from 'valibot';
import { announcement, answer, count, readerOf, type Numbered } from '../webview/contract.ts';

const text = v.string();

const fact = v.object({
  what: text,
  value: text,
  /** Worth copying. */
  isId: v.optional(v.literal(true)),
});
export type ShownFact = v.InferOutput<typeof fact>;

const tone = v.picklist(['good', 'warning', 'wanting', 'needsPerson', 'unclear', 'failed', 'stale', 'plain']);

const status = v.object({
  /** One character, told apart by its shape. */
  mark: text,
  text,
  /** Repeats what the text says. */
  tone,
});
export type ShownStatus = v.InferOutput<typeof status>;

/** Why something is unknown or old, and what to do. */
const trouble = v.object({
  reason: text,
  /** Azure's own words. */
  said: v.optional(text),
  advice: text,
  /** Of the page about failures. */
  section: text,
  ids: v.array(fact),
});
export type Trouble = v.InferOutput<typeof trouble>;

/** What may be done about a tenant, by its command. */
export const tenantActions = [
  'link',
  'change',
  'remove',
  'signInToTenant',
  'allowAccount',
  'refreshTenant',
  'manageLinks',
  'openInPortal',
  'copyAsScript',
  'markSeen',
  'pin',
  'unpin',
  'markNotOurs',
  'unmarkNotOurs',
  'hide',
  'unhide',
] as const;
export type TenantAction = (typeof tenantActions)[number];

/** What may be done about a subscription. */
export const subscriptionActions = [
  'checkDpor',
  'designate',
  'changeDpor',
  'removeDpor',
  'requestDesignation',
  'confirmDpor',
] as const;
export type SubscriptionAction = (typeof subscriptionActions)[number];

const subscription = v.object({
  id: text,
  name: text,
  dpor: status,
  /** `enabled`, and through whom Azure Lighthouse shows it. */
  state: text,
  offer: text,
  agreement: text,
  /** How old what is said is, and what a user should know of it. */
  notes: v.array(text),
  troubles: v.array(trouble),
  actions: v.array(v.object({ command: v.picklist(subscriptionActions), text })),
});
export type ShownSubscription = v.InferOutput<typeof subscription>;

/** One of the user’s identities that reaches the tenant. */
const reach = v.object({
  key: text,
  name: text,
  /** It is the one that the page is about. */
  shown: v.boolean(),
  status,
  objectId: text,
  changed: text,
});
export type Reach = v.InferOutput<typeof reach>;

const event = v.object({
  at: text,
  /** The tenant's link, or the name of a subscription. */
  about: text,
  before: text,
  after: text,
  result: text,
  identity: text,
});
export type HistoryEvent = v.InferOutput<typeof event>;

const tenant = v.object({
  key: text,
  name: text,
  status,
  /** Why it needs attention. */
  attention: v.array(text),
  link: v.array(fact),
  facts: v.array(fact),
  notes: v.array(text),
  troubles: v.array(trouble),
  /** The first is the one that this tenant needs. */
  actions: v.array(v.object({ command: v.picklist(tenantActions), text })),
  reaches: v.array(reach),
  subscriptions: v.object({
    total: count,
    /** The first of them, or all. */
    list: v.array(subscription),
    /** Where there is none to list, or it is not known whether these are all: why. */
    why: v.optional(text),
    /** Who may designate; absent where none of them can have a partner of record. */
    rules: v.optional(text),
  }),
  history: v.object({
    state: v.picklist(['reading', 'read', 'failed']),
    /** Newest first. */
    events: v.array(event),
    /** Older runs were not looked through. */
    more: v.boolean(),
  }),
});
export type ShownTenant = v.InferOutput<typeof tenant>;

const view = v.object({
  /** What sample data is labelled with; absent in Azure mode. */
  sampleLabel: v.optional(text),
  /** Absent: which tenant is not known, or it is no longer there. */
  tenant: v.optional(tenant),
  loading: v.boolean(),
});
export type TenantPageView = v.InferOutput<typeof view>;

const fromHost = v.variant('kind', [v.object({ kind: v.literal('view'), view }), announcement, answer]);
export type FromHost = v.InferOutput<typeof fromHost>;

const request = v.variant('ask', [
  /** `tenant`: the one that the page showed before VS Code let go of it. */
  v.object({ ask: v.literal('ready'), tenant: v.optional(text) }),
  v.object({ ask: v.literal('act'), command: v.picklist(tenantActions) }),
  v.object({ ask: v.literal('actOn'), subscription: text, command: v.picklist(subscriptionActions) }),
  /** The same tenant through another identity. */
  v.object({ ask: v.literal('showTenant'), tenant: text }),
  v.object({ ask: v.literal('showAllSubscriptions') }),
  v.object({ ask: v.literal('copy'), text: v.pipe(text, v.maxLength(200)) }),
  v.object({ ask: v.literal('learnMore'), section: text }),
  v.object({ ask: v.literal('showInTree') }),
  v.object({ ask: v.literal('showJournal') }),
]);
export type Request = v.InferOutput<typeof request>;

/** What VS Code keeps of a page for when it is shown again, or the window reloaded. */
const kept = v.object({ tenant: text });
export type KeptState = v.InferOutput<typeof kept>;

export const readFromHost = readerOf(fromHost);
export const readKeptState = readerOf(kept);
export const readFromPage: (value: unknown) => Numbered<Request> | undefined = readerOf(
  v.object({ id: count, request }),
);
