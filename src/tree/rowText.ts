/** What one row of the tree shows, as plain data. */
import type { Identity, Mode, SavedPartnerId, TenantMark } from '../shared/model/model.ts';
import type { CommandId } from '../manifest.ts';
import type { ExpectedPartnerId } from '../estate/files/expectedPartnerIds.ts';
import type { RowName } from '../estate/store/rowOrder.ts';
import type { Node } from './nodes.ts';
import type { TimeFormat } from '../shared/text/relativeTime.ts';

export interface RowIcon {
  /** A codicon. */
  readonly id: string;
  /** A theme colour. Icon and colour repeat what the description says in words. */
  readonly color?: string;
}

export interface RowText {
  readonly label: string;
  readonly description: string;
  /** Two characters at the row's right edge, which are never cut off: the PAL's mark, then the DPOR's. */
  readonly marks?: string;
  readonly icon: RowIcon;
  /** `contextValue`: the row's facets, see `facets.ts`. */
  readonly facets: string;
  /** Read instead of label and description. */
  readonly spoken: string;
  readonly collapsible: 'none' | 'collapsed' | 'expanded';
  /** What a click on the row, or Enter, does; absent: it is selected and nothing else. */
  readonly command?: { readonly id: CommandId; readonly rows: readonly Node[] };
}

/** What rows are rendered with, beside the row itself. */
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
