/** The label of sample data where commands show something. */
import { sampleLabel } from '../../shared/text/sampleLabel.ts';
import type { Session } from '../../session/session.ts';

/** A line for modals; none where the tenants are real. */
export function sampleLines(session: Pick<Session, 'mode'>): readonly string[] {
  const label = sampleLabel(session.mode);
  return label === undefined ? [] : [label];
}

/** A Markdown document with the label above it. */
export function labelled(session: Pick<Session, 'mode'>, markdown: string): string {
  return [...sampleLines(session).map((line) => `> ${line}\n`), markdown].join('\n');
}
