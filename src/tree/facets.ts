/**
 * Facets of a row: words in its `contextValue`, separated by spaces. When-clauses test one with `viewItem =~ /\bfacet\b/`.
 * The first facet is always the kind of row.
 *
 * - `identity`; with it `signInNeeded`, `accountNotAllowed`, and those of a group where tenants stand below it
 * - `group`; with it what holds of some of its tenants (`linked`, `notLinked`, `signInNeeded`, `unseen`, `ea`) or of all of them
 *   (`pinned`, `hidden`, `notOurs`)
 * - `tenant`; with it one of `linked`, `notLinked`, `signInNeeded`, `accountNotAllowed`, `covered`, `checking`, `notChecked`,
 *   `notAvailable`, `unclear`, `unknown`; while checking also the last known `linked` or `notLinked`, so that menus do not flicker;
 *   and any of `anotherPartner`, `pinned`, `hidden`, `notOurs`, `unseen` (a changed link, a new EA subscription with none reported, what a run failed to do),
 *   `notAsExpected`, `added`, `ea` (some subscription is under an Enterprise Agreement)
 * - `subscription`; with it `unseen` (what a run failed to do), `delegated`, `dpor` (DPOR may apply to it), `dporNotChecked`, `designated`
 * - `note`, `remedy`
 */
import type { RowFacet } from '../manifest.ts';

/** Facets that no when-clause of package.json tests yet. */
export type QuietFacet =
  | 'covered'
  | 'checking'
  | 'notChecked'
  | 'notAvailable'
  | 'unclear'
  | 'unknown'
  | 'anotherPartner'
  | 'notAsExpected'
  | 'delegated'
  | 'note'
  | 'remedy';

export type Facet = RowFacet | QuietFacet;

export function facetText(facets: readonly Facet[]): string {
  return [...new Set(facets)].join(' ');
}
