import type { ExpectedPartnerId, ExpectedReader } from '../../estate/files/expectedPartnerIds.ts';
import type { RowName } from '../../estate/store/rowOrder.ts';
import type { Store } from '../../estate/store/store.ts';
import type { Identity, MarkReader, Mode, SavedPartnerId, TenantMark } from '../../shared/model/model.ts';
import type { TimeFormat } from '../../shared/text/relativeTime.ts';

/** What facts are worded with, beside the row itself. */
export interface RowContext {
  readonly now: number;
  readonly mode: Mode;
  readonly own: readonly SavedPartnerId[];
  readonly time: TimeFormat;
  marks(tenantId: string): ReadonlySet<TenantMark>;
  /** The partner ID that a kept list expects in a tenant. */
  expected(tenantId: string): ExpectedPartnerId | undefined;
  /** The name of a tenant as it stands on its row; `undefined`: no row has it. */
  tenantName(tenantId: string): RowName | undefined;
  identity(key: string): Identity | undefined;
  /** What the identity is called; `undefined`: there is only one, so that naming it on rows says nothing. */
  identityName(key: string): string | undefined;
  /** Ids of tenants that have several rows with nothing above them that says through which identity. */
  readonly ambiguous: ReadonlySet<string>;
  partnerName(partnerId: string): string | undefined;
}

export interface RowContextParts extends Pick<RowContext, 'now' | 'mode' | 'own' | 'time' | 'ambiguous'> {
  readonly store: Pick<Store, 'identities' | 'identity' | 'partnerName'>;
  readonly marks: MarkReader;
  readonly expected: ExpectedReader;
  /** By tenant id. */
  readonly names: ReadonlyMap<string, RowName>;
}

export function rowContext({ store, marks, expected, names, ...rest }: RowContextParts): RowContext {
  const several = store.identities().length > 1;
  return {
    ...rest,
    marks: (tenantId) => marks.get(tenantId),
    expected: (tenantId) => expected.get(tenantId),
    tenantName: (tenantId) => names.get(tenantId),
    identity: (key) => store.identity(key)?.identity,
    identityName: (key) => (several ? store.identity(key)?.identity.name : undefined),
    partnerName: (partnerId) => store.partnerName(partnerId),
  };
}
