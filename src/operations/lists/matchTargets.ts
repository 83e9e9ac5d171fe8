/** Which tenants of the estate a list of targets means. Pure. */
import type { ExpectedEntry } from '../../estate/files/expectedPartnerIds.ts';
import type { TenantRef, TenantRow } from '../../shared/model/model.ts';
import type { ParsedTargets } from './parseTargets.ts';
import { plainDomain, problemOf, type LineProblem, type TargetLine, type TargetName } from './targetLine.ts';

export interface MatchedTarget {
  readonly ref: TenantRef;
  /** The line of the file that names it. */
  readonly line: number;
  readonly partnerId?: string;
  readonly label?: string;
}

export interface MatchedTargets {
  readonly matched: readonly MatchedTarget[];
  readonly problems: readonly LineProblem[];
}

/**
 * A tenant that several identities see is matched once for each of them. Domains match the default domain and every further
 * one of a tenant. Of lines that name the same tenant the first is used where they want the same, and none where they do not.
 */
export function matchTargets(entries: readonly TargetLine[], rows: readonly TenantRow[]): MatchedTargets {
  const rowsById = new Map<string, TenantRow[]>();
  const idsByDomain = tenantsByDomain(rows);
  for (const row of rows) {
    addTo(rowsById, row.ref.tenantId, row);
  }
  const idsOf = (name: TargetName): readonly string[] =>
    name.kind === 'id' ? (rowsById.has(name.id) ? [name.id] : []) : [...(idsByDomain.get(name.domain) ?? [])];

  const problems: LineProblem[] = [];
  const linesById = new Map<string, TargetLine[]>();
  for (const entry of entries) {
    const [id, another] = idsOf(entry.tenant);
    if (id === undefined || another !== undefined) {
      const kind = id === undefined ? 'noSuchTenant' : 'severalTenants';
      problems.push(problemOf(entry.line, entry.text, { kind }));
    } else {
      addTo(linesById, id, entry);
    }
  }
  const matched: MatchedTarget[] = [];
  for (const [id, lines] of linesById) {
    const [first, ...others] = lines;
    if (!first) {
      continue;
    }
    if (others.some(({ partnerId }) => partnerId !== first.partnerId)) {
      const trouble = { kind: 'contradiction', lines: lines.map(({ line }) => line) } as const;
      problems.push(...lines.map(({ line, text }) => problemOf(line, text, trouble)));
      continue;
    }
    problems.push(...others.map(({ line, text }) => problemOf(line, text, { kind: 'duplicate', of: first.line })));
    const { line, partnerId, label } = first;
    for (const row of rowsById.get(id) ?? []) {
      matched.push({
        ref: row.ref,
        line,
        partnerId,
        label,
      });
    }
  }
  return { matched, problems };
}

/** The ids of the tenants that have a domain, in the form in which domains are compared. */
export function tenantsByDomain(rows: readonly TenantRow[]): ReadonlyMap<string, ReadonlySet<string>> {
  const idsByDomain = new Map<string, Set<string>>();
  for (const { ref, info } of rows) {
    for (const domain of [info.defaultDomain, ...(info.domains ?? [])]) {
      const plain = domain === undefined ? undefined : plainDomain(domain.trim());
      if (plain !== undefined) {
        idsByDomain.set(plain, (idsByDomain.get(plain) ?? new Set()).add(ref.tenantId));
      }
    }
  }
  return idsByDomain;
}

/** All that a list means in this estate: what it matched, and every line that cannot be used, in the order of the file. */
export function targetsOf({ entries, problems }: ParsedTargets, rows: readonly TenantRow[]): MatchedTargets {
  const match = matchTargets(entries, rows);
  return { matched: match.matched, problems: [...problems, ...match.problems].sort((a, b) => a.line - b.line) };
}

/**
 * A list as what is expected from now on: for each tenant its own partner ID, or the one that is given `otherwise`. Tenants
 * without any are not in it.
 */
export function expectedEntries(matched: readonly MatchedTarget[], otherwise?: string): readonly ExpectedEntry[] {
  const entries = new Map<string, ExpectedEntry>();
  for (const { ref, partnerId = otherwise, label } of matched) {
    if (partnerId !== undefined) {
      entries.set(ref.tenantId, { tenantId: ref.tenantId, partnerId, label });
    }
  }
  return [...entries.values()];
}

function addTo<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list) {
    list.push(value);
  } else {
    lists.set(key, [value]);
  }
}
