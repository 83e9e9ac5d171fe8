/** What *Find Tenant…* finds: by name, domain or id. */
import type { TenantRow } from '../../shared/model/model.ts';
import { shownName } from './rowOrder.ts';

/** Best first, otherwise in the order given. Every word must be found; case and accents do not matter. */
export function findTenants(rows: readonly TenantRow[], query: string): readonly TenantRow[] {
  const words = plain(query).split(/\s+/u).filter(Boolean);
  if (words.length === 0) {
    return rows;
  }
  return rows
    .map((row) => ({ row, rank: rank(row, words) }))
    .filter(({ rank }) => rank !== undefined)
    .sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))
    .map(({ row }) => row);
}

/** 0: something is just that; 1: something begins so; 2: somewhere within; `undefined`: not there. */
function rank(row: TenantRow, words: readonly string[]): number | undefined {
  const { defaultDomain = '', domains = [] } = row.info;
  const texts = [shownName(row.info), defaultDomain, ...domains, row.ref.tenantId].map(plain);
  if (!words.every((word) => texts.some((text) => text.includes(word)))) {
    return undefined;
  }
  const whole = words.join(' ');
  return texts.includes(whole) ? 0 : texts.some((text) => text.startsWith(whole)) ? 1 : 2;
}

function plain(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
