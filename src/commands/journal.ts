/** The journal and the report of one run, as read-only documents. */
import * as l10n from '@vscode/l10n';
import { journalReport, runReport } from '../operations/report.ts';
import type { App } from './app.ts';
import { labelled } from './sampleLabel.ts';

/** The journal knows identities by key; their names are the store's. */
function namesOf(app: App): (key: string) => string {
  return (key) => app.session.store.identity(key)?.identity.name ?? key;
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
