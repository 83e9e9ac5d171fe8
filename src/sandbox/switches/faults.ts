/** Things that go wrong on purpose: rules that say which requests, how often, and what comes instead. */

export interface FaultMatch {
  /** `GET`, `PUT`, …; `TOKEN` for token requests of identities and over the wire (those answers only that are for tokens). */
  readonly method?: string;
  /** Part of path and query, in any case. */
  readonly pathIncludes?: string;
  /** The tenant of the token that the request carries, or that a token is asked for. */
  readonly tenantId?: string;
}

export type FaultAnswer =
  /** An error of the service. `applied`: a write takes effect all the same. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly code?: string;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly applied?: boolean;
    }
  /** Nothing gets out. Default code: `ENOTFOUND`. */
  | { readonly kind: 'offline'; readonly code?: string }
  /** TLS fails. Default code: `SELF_SIGNED_CERT_IN_CHAIN`. */
  | { readonly kind: 'certificate'; readonly code?: string }
  /** A proxy's or captive portal's page. Default status: 200. */
  | { readonly kind: 'html'; readonly status?: number }
  /** The right answer (a write applied), half of it. `stream`: the connection breaks instead of ending early. */
  | { readonly kind: 'cutOff'; readonly how?: 'text' | 'stream' }
  /** No answer until the request is aborted or times out; nothing applied. */
  | { readonly kind: 'hang'; readonly applied?: false }
  /** The same, and a write takes effect before. */
  | { readonly kind: 'hang'; readonly applied: true }
  /** A write is applied and its answer lost: `ECONNRESET`. */
  | { readonly kind: 'lostAnswer' }
  /**
   * 401 with claims, until a token comes that answers them. `never`: no token is good enough. `bySignIn`: none comes before
   * somebody has signed in to the tenant.
   */
  | {
      readonly kind: 'claimsChallenge';
      readonly claims?: string;
      readonly never?: boolean;
      readonly bySignIn?: boolean;
    }
  /** 200 with a link of another tenant or object. */
  | { readonly kind: 'wrongTenantAnswer'; readonly tenantId?: string; readonly objectId?: string }
  /** The right answer, about another subscription and another partner ID than it should be. */
  | { readonly kind: 'wrongIdAnswer' }
  | { readonly kind: 'csp' }
  | { readonly kind: 'forbidden' }
  /** 404 on everything of Microsoft.ManagementPartner, `/operations` too. Other paths are left alone. */
  | { readonly kind: 'providerMissing' }
  /** For tokens: one of another tenant comes. */
  | { readonly kind: 'wrongTenantToken'; readonly tenantId: string }
  /** For tokens: silently none comes. */
  | {
      readonly kind: 'tokenFails';
      readonly failure: 'signInNeeded' | 'accountNotAllowed' | 'tenantBlocked' | 'offline' | 'unknown';
      readonly code?: string;
    };

export interface FaultRule {
  readonly match: FaultMatch;
  /** How many requests it hits before it is spent, counted per process. Absent: every one. */
  readonly times?: number;
  readonly answer: FaultAnswer;
}

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
