/** What one row of the tree shows, as plain data. */
import type { CommandId } from '../manifest.ts';
import type { Node } from './nodes.ts';

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
