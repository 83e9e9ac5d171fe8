/** Sample data is always labelled, also where the view is not in sight. */
import * as l10n from '@vscode/l10n';
import type { Session } from '../session.ts';

/** A line for modals; none where the tenants are real. */
export function sampleLines(session: Pick<Session, 'mode'>): readonly string[] {
  return session.mode === 'sandbox' ? [l10n.t('Sample data: no real tenant is touched.')] : [];
}

/** A Markdown document with the label above it. */
export function labelled(session: Pick<Session, 'mode'>, markdown: string): string {
  return [...sampleLines(session).map((line) => `> ${line}\n`), markdown].join('\n');
}
