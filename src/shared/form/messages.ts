/**
 * What the form (a webview) and its host say to each other. The schemas are the types and the run-time guards of both ends;
 * `read…` gives `undefined` for anything else. Names and Azure's words come as they are: each end shows them as text only.
 */
import * as v from 'valibot';
import { announcement, answerEntries, count, readerOf, severity, type Numbered } from '../webview/contract.ts';

const text = v.string();

/** Whose tenants these are: what belongs to one mode is nothing to the other. */
const mode = v.picklist(['azure', 'sandbox']);

/**
 * What the user is about to do to tenants (PAL) and subscriptions (DPOR) alike. `fromList`: each tenant gets the partner ID that the
 * loaded list gives it, and `partnerId` where the list gives none; a list is about tenants only.
 */
const draft = v.object({
  action: v.picklist(['link', 'remove']),
  /** As typed. */
  partnerId: v.pipe(text, v.maxLength(200)),
  fromList: v.boolean(),
});
export type Draft = v.InferOutput<typeof draft>;

/** A status to filter by; each target has exactly one. */
export const targetStatuses = [
  'ownLink',
  'anotherPartner',
  'notLinked',
  'noneReported',
  'submitted',
  'confirmed',
  'covered',
  'signInNeeded',
  'notChecked',
  'unclear',
  'unknown',
  'notAvailable',
] as const;
export type TargetStatus = (typeof targetStatuses)[number];

const common = {
  key: text,
  /** Display name, or what stands for it. */
  name: text,
  tenantId: text,
  identity: text,
  /** `home`, `guest`, `Lighthouse`, `service principal`, `not known`, in the user's language. */
  access: text,
  /** The status text: `PAL 1234567 · Contoso`, `not linked`, `DPOR: none reported`, … */
  current: text,
  status: v.picklist(targetStatuses),
  needsAttention: v.boolean(),
};

const tenantTarget = v.object({
  kind: v.literal('tenant'),
  ...common,
  /** It is being read again; `status` is what it was. */
  reading: v.optional(v.literal(true)),
  /** Default domain, where it is another than the name. */
  domain: v.optional(text),
  /** What the loaded list says of it; `partnerId` may be missing there. */
  listed: v.optional(v.object({ partnerId: v.optional(text), label: v.optional(text) })),
  /** The kept expectation that it does not meet. */
  expected: v.optional(text),
});

/** DPOR applies to it. It stands right after the tenant through which it is seen. */
const subscriptionTarget = v.object({
  kind: v.literal('subscription'),
  ...common,
  subscriptionId: text,
  /** That tenant's name. */
  tenant: text,
  /** Where `current` is known from, and what it may mean, as sentences; absent where nothing is claimed. */
  source: v.optional(text),
});

/** One line of the table: something a partner ID can be put on. `key` tells it from all others and outlives the panel. */
const target = v.variant('kind', [tenantTarget, subscriptionTarget]);
export type Target = v.InferOutput<typeof target>;
export type TenantTarget = Extract<Target, { readonly kind: 'tenant' }>;
export type SubscriptionTarget = Extract<Target, { readonly kind: 'subscription' }>;

/**
 * Ten thousand targets come before the first row is shown: what a schema takes for each, and the copy it makes, is most of the
 * waiting. These say the same by hand; test/unit/shared/form/messages.test.ts holds them and the schemas together.
 */
const targetList = v.custom<Target[]>((value) => isListOf(value, isTarget));
const countList = v.custom<number[]>((value) => isListOf(value, isCount));
const changedTargets = v.custom<[number, Target][]>((value) =>
  isListOf(value, (one) => Array.isArray(one) && one.length === 2 && isCount(one[0]) && isTarget(one[1])),
);

/** For that test. */
export const bySchema = {
  targets: v.array(target),
  counts: v.array(count),
  changed: v.array(v.tuple([count, target])),
} as const;
export const byHand = { targets: targetList, counts: countList, changed: changedTargets } as const;

const statusSet: ReadonlySet<unknown> = new Set(targetStatuses);

function isTarget(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const one = value as { readonly [K in keyof TenantTarget | keyof SubscriptionTarget]?: unknown };
  return (
    typeof one.key === 'string' &&
    typeof one.name === 'string' &&
    typeof one.tenantId === 'string' &&
    typeof one.identity === 'string' &&
    typeof one.access === 'string' &&
    typeof one.current === 'string' &&
    statusSet.has(one.status) &&
    typeof one.needsAttention === 'boolean' &&
    (one.kind === 'tenant' ? isOfTenant(one) : one.kind === 'subscription' && isOfSubscription(one))
  );
}

function isOfTenant(one: { readonly [K in keyof TenantTarget]?: unknown }): boolean {
  return (
    (one.reading === undefined || one.reading === true) &&
    isMaybeText(one.domain) &&
    (one.listed === undefined || isListed(one.listed)) &&
    isMaybeText(one.expected)
  );
}

function isOfSubscription(one: { readonly [K in keyof SubscriptionTarget]?: unknown }): boolean {
  return typeof one.subscriptionId === 'string' && typeof one.tenant === 'string' && isMaybeText(one.source);
}

function isListed(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) {
    return false;
  }
  const one = value as { readonly partnerId?: unknown; readonly label?: unknown };
  return isMaybeText(one.partnerId) && isMaybeText(one.label);
}

function isMaybeText(value: unknown): boolean {
  return value === undefined || typeof value === 'string';
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function isListOf(value: unknown, is: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(is);
}

/** What would happen to a target under the current draft. */
const plannedAction = v.object({
  do: v.picklist(['link', 'change', 'remove', 'nothing', 'cannot']),
  /** A change away from an ID that is not one of the user's own. */
  fromOther: v.boolean(),
  /** `not linked → 1234567 · Contoso`, `already linked`, `sign-in needed`; empty while the draft has no usable partner ID. */
  text,
  /** What the user can do about a target that cannot be planned. */
  remedy: v.optional(v.picklist(['check', 'signIn', 'guide'])),
});
export type PlannedTarget = v.InferOutput<typeof plannedAction>;

const runItem = v.object({
  key: text,
  state: v.picklist([
    'queued',
    'signInNeeded',
    'throttled',
    'running',
    'done',
    'unclear',
    'failed',
    'skipped',
    'cancelled',
  ]),
  /** `done`, `failed (why, what to do)`, `skipped (why)`, … */
  text,
});
export type RunItem = v.InferOutput<typeof runItem>;

const runInfo = v.object({
  id: text,
  /** `Link 12, change 3`. */
  title: text,
  phase: v.picklist(['running', 'asking', 'finished']),
  cancelling: v.boolean(),
  done: count,
  total: count,
  /** Those that wait until somebody has signed in. */
  waiting: count,
  /** Those that Azure refused for now, and that begin anew when it asked them to. */
  throttled: count,
  /** Once finished: what came of it, in a sentence or two. */
  result: v.optional(text),
  failed: count,
  canRetry: v.boolean(),
  canUndo: v.boolean(),
  canResume: v.boolean(),
});
export type RunInfo = v.InferOutput<typeof runInfo>;

const savedPartnerId = v.object({ id: text, label: v.optional(text), name: v.optional(text) });

const list = v.object({
  /** The file's name. */
  source: text,
  /** Targets that a line matched. */
  matched: count,
  /** Lines that could not be used: where, what, why. */
  problems: v.array(v.object({ line: count, text, why: text })),
  /** Some lines give a partner ID of their own. */
  givesPartnerIds: v.boolean(),
  /** It is what the kept expectation holds. */
  keptAsExpected: v.boolean(),
});
export type TargetList = v.InferOutput<typeof list>;

/** What is known of a partner ID. */
const knowledge = v.object({
  severity,
  /** The partner's name and where it comes from, or that it cannot be known yet; further hints. A sentence each. */
  sentences: v.array(text),
  /** It can be saved as one of the user's own. */
  canSave: v.boolean(),
});
export type Knowledge = v.InferOutput<typeof knowledge>;

/** Everything around the table. Sent whole whenever any of it changes. */
const page = v.object({
  /** What sample data is labelled with; absent in Azure mode. */
  sampleLabel: v.optional(text),
  savedPartnerIds: v.array(savedPartnerId),
  list: v.optional(list),
  /** How many expectations are kept; 0: none. */
  expected: v.object({ count, text: v.optional(text) }),
  /** A scan that is under way: `148 of 400`. */
  scan: v.optional(v.object({ done: count, total: count })),
  /** Runs that wait to be resumed, newest first. */
  unfinished: v.array(v.object({ id: text, text, where: v.picklist(['nobody', 'anotherWindow']) })),
  run: v.optional(runInfo),
  /** Whose rows these are: how old the knowledge is, or that nobody is signed in. */
  estate: v.object({ state: v.picklist(['loading', 'noIdentity', 'noTenants', 'rows']), age: v.optional(text) }),
});
export type Page = v.InferOutput<typeof page>;

const fromHost = v.variant('kind', [
  /** First of all, and again when the mode has changed: what to start from. */
  v.object({
    kind: v.literal('opened'),
    mode,
    draft,
    /** Selected beforehand: the rows that the form was opened from, or what was selected before it was restored. */
    selected: v.array(text),
  }),
  v.object({ kind: v.literal('page'), page }),
  /**
   * A part of all targets, in the view's order. `generation` grows when rows come, go or move; parts of an older one are void.
   * All parts of a generation are sent one after another; the last one makes it current.
   */
  v.object({ kind: v.literal('targets'), generation: count, from: count, of: count, targets: targetList }),
  /** Some targets of the current generation changed. */
  v.object({ kind: v.literal('changed'), generation: count, targets: changedTargets }),
  /**
   * What would happen, for all targets (`at` absent: in their order) or for those at these places. `of` has for each a place in
   * `actions`: thousands of rows share a few actions. `draft` is the number of the `draft` request that it answers.
   */
  v.object({
    kind: v.literal('actions'),
    generation: count,
    draft: count,
    actions: v.array(plannedAction),
    at: v.optional(countList),
    of: countList,
  }),
  /** States of a run's targets: those that changed since the last message, all of them with the first. */
  v.object({ kind: v.literal('runItems'), run: text, items: v.array(runItem) }),
  /** Select exactly these: a list was loaded. With `also`, beside what is selected: more rows were opened in the form. */
  v.object({ kind: v.literal('select'), keys: v.array(text), also: v.optional(v.boolean()) }),
  announcement,
  v.object({ ...answerEntries, knowledge: v.optional(knowledge) }),
]);
export type FromHost = v.InferOutput<typeof fromHost>;

const keys = v.array(text);

/** What was shown as what would happen to each of these targets. */
const shownAction = v.object({ do: plannedAction.entries.do, text, keys });
export type ShownAction = v.InferOutput<typeof shownAction>;

/** What the form asks for. Each request has a number of its own and gets one answer. */
const request = v.variant('ask', [
  /** The page is there and listens; what VS Code kept for it over a reload, where it did. */
  v.object({
    ask: v.literal('ready'),
    kept: v.optional(v.object({ mode, draft, selected: keys })),
  }),
  v.object({ ask: v.literal('draft'), draft }),
  /** `through`: the key of a subscription, by which the portal's own validation is asked. */
  v.object({ ask: v.literal('validate'), partnerId: text, through: v.optional(text) }),
  v.object({ ask: v.literal('savePartnerId'), partnerId: text }),
  v.object({ ask: v.literal('loadList') }),
  v.object({ ask: v.literal('forgetList') }),
  v.object({ ask: v.literal('keepExpected') }),
  v.object({ ask: v.literal('forgetExpected') }),
  /** `shown`: what the rows of the selected targets said would happen. Where that is not so any more, nothing is done. */
  v.object({ ask: v.literal('apply'), draft, shown: v.array(shownAction) }),
  v.object({ ask: v.literal('cancelRun'), run: text }),
  v.object({ ask: v.literal('retryFailed'), run: text }),
  v.object({ ask: v.literal('undoRun'), run: text }),
  v.object({ ask: v.literal('resumeRun'), run: text }),
  v.object({ ask: v.literal('discardRun'), run: text }),
  v.object({ ask: v.literal('exportRun'), run: text }),
  v.object({ ask: v.literal('showReport'), run: text }),
  /** The result has been read: back to the draft. */
  v.object({ ask: v.literal('leaveRun'), run: text }),
  v.object({ ask: v.literal('copyScript'), draft, keys }),
  v.object({ ask: v.literal('showJournal') }),
  /** Which subscriptions of these tenants DPOR applies to, so that they stand in the table. */
  v.object({ ask: v.literal('findSubscriptions'), keys }),
  v.object({ ask: v.literal('check'), keys }),
  /** What can't be done here for these subscriptions is done by the user in the portal. */
  v.object({ ask: v.literal('guide'), draft, keys }),
  v.object({ ask: v.literal('signIn'), keys }),
  v.object({ ask: v.literal('addIdentity') }),
  v.object({ ask: v.literal('reveal'), key: text }),
  /** Scan everything again. */
  v.object({ ask: v.literal('refresh') }),
]);
export type Request = v.InferOutput<typeof request>;

const fromForm = v.object({ id: count, request });
export type FromForm = Numbered<Request>;

/** What VS Code keeps for a panel over a reload of the window. */
const keptState = v.object({
  /** 1 named what is linked, which each target's kind says now. */
  v: v.picklist([1, 2]),
  mode,
  draft,
  selected: keys,
});
export type KeptState = v.InferOutput<typeof keptState>;

export const readFromHost = readerOf(fromHost);
export const readFromForm = readerOf(fromForm);
export const readKeptState = readerOf(keptState);

export const emptyDraft: Draft = { action: 'link', partnerId: '', fromList: false };
