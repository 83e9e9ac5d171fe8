/** The order of rows, and what a row is called. Names come out raw: pass them through `foreignText.ts`. */
import type { Subscription, TenantInfo, TenantRow, MarkReader } from '../../shared/model/model.ts';

/** Made on first use: it takes as long as reading all the rest of the code. */
let collator: Intl.Collator | undefined;

/** As people sort names in their language; numbers by value. */
export function compareText(a: string, b: string): number {
  collator ??= new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  return collator.compare(a, b);
}

/** What Azure calls the directory of a personal account, unless somebody names it: as many tenants are called so, it tells none apart. */
const unnamedDirectory = 'default directory';

/** What stands on a row: its name, else its default domain, else the domain that it was added by, else its id. */
export function shownName(info: TenantInfo): string {
  const name = info.displayName?.trim();
  const domain = info.defaultDomain?.trim() || info.domains?.[0]?.trim();
  if (domain && name?.toLowerCase() === unnamedDirectory) {
    return shortDomain(domain);
  }
  return name || domain || info.tenantId;
}

/** What every initial domain of a cloud ends in tells nothing apart, and takes half a row. */
const initialDomain = /\.(?:onmicrosoft\.(?:com|us)|partner\.onmschina\.cn)$/iu;

/** `contoso` of `contoso.onmicrosoft.com`; any other domain as it is. */
export function shortDomain(domain: string): string {
  return domain.replace(initialDomain, '');
}

/** Pinned first, then by name. */
export function inOrder(rows: readonly TenantRow[], marks: MarkReader): readonly TenantRow[] {
  return pinnedFirst(byName(rows), marks);
}

/** Of rows that are by name already, as the snapshot keeps them. */
export function pinnedFirst(rows: readonly TenantRow[], marks: MarkReader): readonly TenantRow[] {
  const isPinned = (row: TenantRow): boolean => marks.get(row.ref.tenantId).has('pinned');
  return [...rows.filter(isPinned), ...rows.filter((row) => !isPinned(row))];
}

/** By shown name, domain and id. */
export function byName(rows: readonly TenantRow[]): readonly TenantRow[] {
  return rows
    .map((row) => {
      const name = shownName(row.info);
      return { row, name, rough: roughly(name), domain: row.info.defaultDomain ?? '' };
    })
    .sort((a, b) => (a.rough < b.rough ? -1 : a.rough > b.rough ? 1 : 0))
    .sort(
      (a, b) =>
        compareText(a.name, b.name) ||
        compareText(a.domain, b.domain) ||
        (a.row.ref.tenantId < b.row.ref.tenantId ? -1 : a.row.ref.tenantId > b.row.ref.tenantId ? 1 : 0) ||
        compareText(a.row.ref.identity, b.row.ref.identity),
    )
    .map(({ row }) => row);
}

/** By name, each once: Azure's pages may name one twice. */
export function subscriptionsInOrder(list: readonly Subscription[]): readonly Subscription[] {
  const distinct = new Map(list.map((one) => [one.subscriptionId, one]));
  return [...distinct.values()].sort(
    (a, b) =>
      compareText(a.displayName ?? a.subscriptionId, b.displayName ?? b.subscriptionId) ||
      compareText(a.subscriptionId, b.subscriptionId),
  );
}

/**
 * Sorted by this first, which costs next to nothing, thousands of names are almost in order already, and the collator, which
 * takes microseconds for each comparison, is asked a fraction of the times. It alone decides in the end.
 */
function roughly(name: string): string {
  return name.toLowerCase().replace(/\d+/g, (digits) => digits.padStart(12, '0'));
}

/** `beside` stands next to the name where the name alone does not say which tenant it is: the default domain, else the id. */
export interface RowName {
  readonly name: string;
  readonly beside?: string;
}

/**
 * The names of rows that stand together, by tenant id. A missing name is replaced by the default domain, or the id; names
 * that collide have the default domain beside them, or the id where the domain is missing or collides as well.
 */
export function rowNames(infos: Iterable<TenantInfo>): ReadonlyMap<string, RowName> {
  const distinct = new Map<string, TenantInfo>();
  for (const info of infos) {
    distinct.set(info.tenantId, info);
  }
  const groups = new Map<string, TenantInfo[]>();
  for (const info of distinct.values()) {
    const key = shownName(info).toLocaleLowerCase();
    const group = groups.get(key);
    if (group) {
      group.push(info);
    } else {
      groups.set(key, [info]);
    }
  }
  const names = new Map<string, RowName>();
  for (const group of groups.values()) {
    for (const info of group) {
      names.set(info.tenantId, group.length === 1 ? { name: shownName(info) } : nameInGroup(info, group));
    }
  }
  return names;
}

function nameInGroup(info: TenantInfo, group: readonly TenantInfo[]): RowName {
  const name = shownName(info);
  const domain = info.defaultDomain?.trim();
  const alone = domain && !group.some((other) => other !== info && sameText(other.defaultDomain?.trim(), domain));
  const beside = alone && !sameText(name, domain) ? domain : info.tenantId;
  return beside === name ? { name } : { name, beside };
}

function sameText(a: string | undefined, b: string): boolean {
  return a?.toLocaleLowerCase() === b.toLocaleLowerCase();
}
