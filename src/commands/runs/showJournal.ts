/** The journal and the report of one run, as read-only documents. */
import * as l10n from '@vscode/l10n';
import { planContext } from '../../operations/plan/planContext.ts';
import { journalReport, runReport, type IdentityName } from '../../operations/reports/runReport.ts';
import type { CommandContext } from '../context/commandContext.ts';
import { labelled } from '../ui/sampleLabel.ts';

/** The journal knows identities by key; their names are the store's. */
export function namesOf(context: CommandContext): IdentityName {
  const planning = planContext(context.session.store);
  return (key) => planning.identityName(key);
}

export async function showRun(context: CommandContext, id: string): Promise<void> {
  const run = await context.session.operations.record(id);
  if (run) {
    await context.window.documents.show(l10n.t('Run'), labelled(context.session, runReport(run, namesOf(context))));
  }
}

export async function showJournal(context: CommandContext): Promise<void> {
  await context.window.documents.show(
    l10n.t('Journal'),
    labelled(context.session, journalReport(await context.session.operations.history(), namesOf(context))),
  );
}
