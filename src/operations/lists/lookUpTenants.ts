/** A list of tenants to add to an identity: each line looked up, and none left without a word. No VS Code, and nothing is kept. */
import type { Failure } from '../../shared/model/failure.ts';
import type { TenantRow } from '../../shared/model/model.ts';
import type { Outcome } from '../../shared/model/outcome.ts';
import { forEachLimit } from '../../shared/async/forEachLimit.ts';
import type { TargetName } from './targetLine.ts';
import type { ParsedTargets } from './parseTargets.ts';
import { tenantsByDomain } from './matchTargets.ts';

export type LineEnd =
  /** `domain`: what it was found by. */
  | { readonly kind: 'added'; readonly tenantId: string; readonly domain?: string }
  /** The identity has it already, listed by Azure or added before. */
  | { readonly kind: 'alreadyThere'; readonly tenantId: string }
  /** Means the same tenant as an earlier line. */
  | { readonly kind: 'sameAs'; readonly tenantId: string; readonly line: number }
  | { readonly kind: 'notFound' }
  | { readonly kind: 'notReached'; readonly failure: Failure }
  /** The user stopped before it was looked up. */
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'malformed'; readonly why: string };

export interface ReportedLine {
  /** Counted from 1; 0: the list as a whole. */
  readonly line: number;
  /** Untrusted text. */
  readonly text: string;
  readonly end: LineEnd;
}

export interface LookUpParts {
  /** The tenants that the identity has. */
  readonly rows: readonly TenantRow[];
  /** Never rejects; `tenantNotFound`: nobody has the domain. */
  readonly find: (domain: string) => Promise<Outcome<string>>;
  readonly signal: AbortSignal;
  readonly progressed?: (done: number, total: number) => void;
}

/** Domains looked up at once. */
const mostAtOnce = 8;

/** What became of each line, in their order. An id is taken as it is: whether there is such a tenant shows when it is checked. */
export async function lookUpTenants(list: ParsedTargets, parts: LookUpParts): Promise<readonly ReportedLine[]> {
  const known = new Set(parts.rows.map(({ ref }) => ref.tenantId));
  const found = await findDomains(list, parts);
  const firstLines = new Map<string, number>();
  const endOf = (line: number, name: TargetName): LineEnd => {
    const outcome = name.kind === 'id' ? { ok: true as const, value: name.id } : found.get(name.domain);
    if (!outcome) {
      return { kind: 'cancelled' };
    }
    if (!outcome.ok) {
      return endOfFailure(outcome.failure);
    }
    const tenantId = outcome.value;
    const first = firstLines.get(tenantId);
    if (first !== undefined) {
      return { kind: 'sameAs', tenantId, line: first };
    }
    firstLines.set(tenantId, line);
    return known.has(tenantId)
      ? { kind: 'alreadyThere', tenantId }
      : { kind: 'added', tenantId, domain: name.kind === 'domain' ? name.domain : undefined };
  };
  return [
    ...list.entries.map(({ line, text, tenant }) => ({ line, text, end: endOf(line, tenant) })),
    ...list.problems.map(({ line, text, why }): ReportedLine => ({ line, text, end: { kind: 'malformed', why } })),
  ].sort((a, b) => a.line - b.line);
}

/** Each domain once; one that a single tenant of the identity has is not asked for. Those not reached before the signal are missing. */
async function findDomains(
  list: ParsedTargets,
  { rows, find, signal, progressed }: LookUpParts,
): Promise<ReadonlyMap<string, Outcome<string>>> {
  const byDomain = tenantsByDomain(rows);
  const found = new Map<string, Outcome<string>>();
  const unknown = new Set<string>();
  for (const { tenant } of list.entries) {
    if (tenant.kind === 'domain') {
      const [id, another] = byDomain.get(tenant.domain) ?? [];
      if (id !== undefined && another === undefined) {
        found.set(tenant.domain, { ok: true, value: id });
      } else {
        unknown.add(tenant.domain);
      }
    }
  }
  let done = 0;
  await forEachLimit(
    unknown,
    mostAtOnce,
    async (domain) => {
      const outcome = await find(domain);
      if (outcome.ok || outcome.failure.kind !== 'cancelled') {
        found.set(domain, outcome);
      }
      done += 1;
      progressed?.(done, unknown.size);
    },
    () => signal.aborted,
  );
  return found;
}

function endOfFailure(failure: Failure): LineEnd {
  return failure.kind === 'tenantNotFound' ? { kind: 'notFound' } : { kind: 'notReached', failure };
}
