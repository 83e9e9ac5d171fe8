/** Rows as tests need them. */
import type {
  PalState,
  SubscriptionsState,
  TenantInfo,
  TenantMark,
  TenantRow,
} from '../../../../src/shared/model/model.ts';
import { subscription } from './fakeAzure.ts';

export function row(
  tenantId: string,
  more: Partial<TenantRow> & { readonly name?: string; readonly domain?: string } = {},
): TenantRow {
  const { name, domain, ...rest } = more;
  const info: TenantInfo = { tenantId, displayName: name, defaultDomain: domain };
  return {
    ref: { identity: 'sample:a', tenantId },
    info,
    pal: { kind: 'notChecked' },
    subscriptions: { kind: 'notChecked' },
    ...rest,
  };
}

export function marksOf(marks: Readonly<Record<string, readonly TenantMark[]>> = {}): {
  get(tenantId: string): ReadonlySet<TenantMark>;
} {
  return { get: (tenantId) => new Set(marks[tenantId] ?? []) };
}

export const linked = (partnerId: string): PalState => ({ kind: 'linked', link: { partnerId } });

export const withSubscriptions = (...states: readonly string[]): SubscriptionsState => ({
  kind: 'known',
  list: states.map((state, index) => subscription('t', `s${String(index)}`, state)),
});
