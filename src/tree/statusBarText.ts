/** What the status bar says: what goes on, and where that is wanted, what needs attention. Quiet otherwise. Pure. */
import * as l10n from '@vscode/l10n';
import type { ScanProgress } from '../estate/scan/scanner.ts';
import type { Mode } from '../shared/model/model.ts';
import { badgeText } from './viewTitle.ts';

export interface RunFacts {
  readonly done: number;
  readonly total: number;
  /** Items that wait for a sign-in. */
  readonly waiting: number;
}

export interface StatusBarFacts {
  readonly mode: Mode;
  readonly scan: ScanProgress;
  readonly runs: readonly RunFacts[];
  /** How many tenants need attention; `undefined`: that is not wanted here. */
  readonly attention: number | undefined;
}

export interface StatusBarText {
  /** With a product icon in front. */
  readonly text: string;
  readonly tooltip: string;
  /** What a click shows: the form with its run, or the Tenants view. */
  readonly shows: 'form' | 'view';
}

/** A run before a scan before what needs attention. `undefined`: nothing is shown. */
export function statusBarText({ mode, scan, runs, attention }: StatusBarFacts): StatusBarText | undefined {
  const run = runs.at(-1);
  if (run) {
    const count = l10n.t('{0} of {1}', run.done, run.total);
    return run.waiting > 0
      ? {
          text: `$(key) ${l10n.t('{0}: sign-in needed', count)}`,
          tooltip: label(mode, l10n.t('{0} changed; a run waits for a sign-in', count)),
          shows: 'form',
        }
      : { text: `$(sync~spin) ${count}`, tooltip: label(mode, l10n.t('{0} changed', count)), shows: 'form' };
  }
  if (scan.kind === 'scanning') {
    const count = scan.total === 0 ? l10n.t('Tenants…') : l10n.t('{0} of {1}', scan.done, scan.total);
    return {
      text: `$(sync~spin) ${count}`,
      tooltip: label(
        mode,
        scan.total === 0 ? l10n.t('Looking for tenants…') : l10n.t('{0} of {1} tenants checked', scan.done, scan.total),
      ),
      shows: 'view',
    };
  }
  const badge = attention === undefined ? undefined : badgeText(attention, mode);
  return badge && { text: `$(warning) ${String(badge.value)}`, tooltip: named(badge.tooltip), shows: 'view' };
}

function label(mode: Mode, text: string): string {
  return mode === 'sandbox' ? l10n.t('{0} (sample data)', named(text)) : named(text);
}

/** The status bar is everybody's. */
function named(text: string): string {
  return l10n.t('Partner Link: {0}', text);
}
