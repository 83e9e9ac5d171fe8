/** A run that waits to be gone on with, in words. */
import * as l10n from '@vscode/l10n';
import type { UnfinishedRun } from './unfinished.ts';

export function unfinishedText(run: UnfinishedRun): string {
  const total = run.done + run.open + run.left;
  return run.open > 0
    ? l10n.t('A run was interrupted: {0} of {1} done, {2} sent without an answer.', run.done, total, run.open)
    : l10n.t('A run was interrupted: {0} of {1} done.', run.done, total);
}
