/** The journal and the report of one run, as read-only documents. */
import * as l10n from '@vscode/l10n';
import { planContext } from '../../operations/plan/planContext.ts';
import { journalReport, runReport, type IdentityName } from '../../operations/reports/runReport.ts';
import type { App } from '../context/app.ts';
import { labelled } from '../ui/sampleLabel.ts';

/** The journal knows identities by key; their names are the store's. */
export function namesOf(app: App): IdentityName {
  const context = planContext(app.session.store);
  return (key) => context.identityName(key);
}

export async function showRun(app: App, id: string): Promise<void> {
  const run = await app.session.operations.record(id);
  if (run) {
    await app.documents.show(l10n.t('Run'), labelled(app.session, runReport(run, namesOf(app))));
  }
}

export async function showJournal(app: App): Promise<void> {
  await app.documents.show(
    l10n.t('Journal'),
    labelled(app.session, journalReport(await app.session.operations.history(), namesOf(app))),
  );
}
