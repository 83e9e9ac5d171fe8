/** What the meter tells the bench: one file for each extension host, `<process id>.json` in the meter's global storage. */

export const meterId = 'partner-link-bench.meter';

/** All times are milliseconds since 1970 with fractions, so that those of the host and of the page can be compared. */
export interface Report {
  /** In the last quarter of a second the extension host had next to nothing to do. */
  readonly idle: boolean;
  /** The product's folder; undefined while nothing of it was loaded. */
  readonly product?: string;
  /** First time that each of these was seen in this host. */
  readonly first: Partial<Record<Moment, number>>;
  /** Milliseconds of processor time that the extension host's thread had used by then. */
  readonly processor: Partial<Record<Moment, number>>;
  /** Each call of *Refresh All Tenants*, oldest first. */
  readonly refreshes: readonly Refresh[];
  /** Each answer to a quick pick, oldest first. */
  readonly switches: readonly Switch[];
  /** The requires of the product's further bundles: when, and for how many milliseconds on the clock and of a processor. */
  readonly bundles: Readonly<
    Record<string, { readonly began: number; readonly wall: number; readonly processor: number }>
  >;
  /** Files of the product that Node has loaded, with their bytes. */
  readonly code: Readonly<Record<string, number>>;
  /** Tenant rows that the provider has. */
  readonly rows: number;
}

export type Moment =
  | 'loadBegins'
  | 'loadEnds'
  | 'activateBegins'
  | 'activateEnds'
  /** VS Code told the extension that the view is on the screen. */
  | 'viewVisible'
  /** The provider has all rows and every one of them was rendered to its text, by the meter. */
  | 'rowsThere'
  /** VS Code asked for the tenants, and the provider gave rows. */
  | 'rowsGiven';

export interface Refresh {
  /** The command reached the extension host. */
  readonly begun: number;
  /** The provider told of a change and then had a row whose mark says that it is checked. */
  checking?: number;
  ended?: number;
}

/** How the view is arranged was chosen. */
export interface Switch {
  /** The answer reached the product. */
  readonly begun: number;
  /** The provider told of a change, and every row that it then had was rendered to its text, by the meter. */
  drawn?: number;
  /** Milliseconds of processor time that the extension host's thread used between the two. */
  processor?: number;
}

export function isReport(value: unknown): value is Report {
  return typeof value === 'object' && value !== null && 'first' in value && 'refreshes' in value && 'code' in value;
}
