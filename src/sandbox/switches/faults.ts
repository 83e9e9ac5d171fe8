/** Things that go wrong on purpose: rules that say which requests, how often, and what comes instead. */
import * as v from 'valibot';

const httpStatus = v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(599));
const text = v.optional(v.string());
const flag = v.optional(v.boolean());

const faultMatch = v.strictObject({
  /** `GET`, `PUT`, …; `TOKEN` for token requests of identities and over the wire (those answers only that are for tokens). */
  method: text,
  /** Part of path and query, in any case. */
  pathIncludes: text,
  /** The tenant of the token that the request carries, or that a token is asked for. */
  tenantId: text,
});

const faultAnswer = v.variant('kind', [
  /** An error of the service. `applied`: a write takes effect all the same. */
  v.strictObject({
    kind: v.literal('status'),
    status: httpStatus,
    code: text,
    message: text,
    headers: v.optional(v.record(v.string(), v.string())),
    applied: flag,
  }),
  /** Nothing gets out. Default code: `ENOTFOUND`. */
  v.strictObject({ kind: v.literal('offline'), code: text }),
  /** TLS fails. Default code: `SELF_SIGNED_CERT_IN_CHAIN`. */
  v.strictObject({ kind: v.literal('certificate'), code: text }),
  /** A proxy's or captive portal's page. Default status: 200. */
  v.strictObject({ kind: v.literal('html'), status: v.optional(httpStatus) }),
  /** The right answer (a write applied), half of it. `stream`: the connection breaks instead of ending early. */
  v.strictObject({ kind: v.literal('cutOff'), how: v.optional(v.picklist(['text', 'stream'])) }),
  /** No answer until the request is aborted or times out; nothing applied. */
  v.strictObject({ kind: v.literal('hang'), applied: v.optional(v.literal(false)) }),
  /** The same, and a write takes effect before. */
  v.strictObject({ kind: v.literal('hang'), applied: v.literal(true) }),
  /** A write is applied and its answer lost: `ECONNRESET`. */
  v.strictObject({ kind: v.literal('lostAnswer') }),
  /**
   * 401 with claims, until a token comes that answers them. `never`: no token is good enough. `bySignIn`: none comes before
   * somebody has signed in to the tenant.
   */
  v.strictObject({ kind: v.literal('claimsChallenge'), claims: text, never: flag, bySignIn: flag }),
  /** 200 with a link of another tenant or object. */
  v.strictObject({ kind: v.literal('wrongTenantAnswer'), tenantId: text, objectId: text }),
  /** The right answer, about another subscription and another partner ID than it should be. */
  v.strictObject({ kind: v.literal('wrongIdAnswer') }),
  v.strictObject({ kind: v.literal('csp') }),
  v.strictObject({ kind: v.literal('forbidden') }),
  /** 404 on everything of Microsoft.ManagementPartner, `/operations` too. Other paths are left alone. */
  v.strictObject({ kind: v.literal('providerMissing') }),
  /** For tokens: one of another tenant comes. */
  v.strictObject({ kind: v.literal('wrongTenantToken'), tenantId: v.string() }),
  /** For tokens: silently none comes. */
  v.strictObject({
    kind: v.literal('tokenFails'),
    failure: v.picklist(['signInNeeded', 'accountNotAllowed', 'tenantBlocked', 'offline', 'unknown']),
    code: text,
  }),
]);
export type FaultAnswer = v.InferOutput<typeof faultAnswer>;

/** Schema and type in one, as all that a switches file holds. */
export const faultRule = v.strictObject({
  match: faultMatch,
  /** How many requests it hits before it is spent, counted per process. Absent: every one. */
  times: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  answer: faultAnswer,
});
export type FaultRule = v.InferOutput<typeof faultRule>;

/** The claims of a challenge that says nothing else: a step up that conditional access might ask for. */
export const defaultClaims = '{"access_token":{"acrs":{"essential":true,"value":"c1"}}}';

const forTokens: ReadonlySet<FaultAnswer['kind']> = new Set(['wrongTenantToken', 'tokenFails']);

export interface FaultTarget {
  readonly method: string;
  readonly pathAndQuery: string;
  readonly tenantId?: string;
  /** Claims that the token answers already. */
  readonly answersClaims?: string;
}

/** Picks the first rule that hits and counts it. */
export class Faults {
  readonly #used = new WeakMap<FaultRule, number>();

  pick(rules: readonly FaultRule[], target: FaultTarget): FaultAnswer | undefined {
    for (const rule of rules) {
      const used = this.#used.get(rule) ?? 0;
      if (used < (rule.times ?? Infinity) && hits(rule, target)) {
        this.#used.set(rule, used + 1);
        return rule.answer;
      }
    }
    return undefined;
  }
}

function hits({ match, answer }: FaultRule, target: FaultTarget): boolean {
  if (forTokens.has(answer.kind) !== (target.method === 'TOKEN')) {
    return false;
  }
  if (match.method !== undefined && match.method !== target.method) {
    return false;
  }
  if (match.tenantId !== undefined && match.tenantId !== target.tenantId) {
    return false;
  }
  const path = target.pathAndQuery.toLowerCase();
  if (match.pathIncludes !== undefined && !path.includes(match.pathIncludes.toLowerCase())) {
    return false;
  }
  switch (answer.kind) {
    case 'claimsChallenge':
      return answer.never === true || target.answersClaims !== (answer.claims ?? defaultClaims);
    case 'providerMissing':
      return path.startsWith('/providers/microsoft.managementpartner');
    default:
      return true;
  }
}
