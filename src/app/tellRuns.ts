/** Tells when-clauses whether anything was ever run, and the walkthrough when a tenant was linked; ends with the session. */
import * as vscode from 'vscode';
import type { ContextKey, ContextValue } from '../manifest.ts';
import type { RunRecord } from '../operations/journal/runRecord.ts';
import type { Session } from '../session/session.ts';
import { onAbort } from '../shared/async/raceAbort.ts';
import { Sequencer } from '../shared/async/sequencer.ts';
import { logError, type Log } from '../shared/ports/log.ts';

const key = 'partnerLink.runs' satisfies ContextKey;

export function tellRuns({ operations, closing }: Session, log: Log): void {
  const reading = new Sequencer();
  const tell = (): void => {
    reading
      .run(async () => {
        const [last] = closing.aborted ? [] : await operations.history(1);
        if (!closing.aborted) {
          await vscode.commands.executeCommand('setContext', key, runsOf(last));
        }
      })
      .catch((error: unknown) => logError(log, 'Telling of the runs', error));
  };
  const listening = operations.onDidChangeRuns(tell);
  onAbort([closing], () => listening.dispose());
  tell();
}

/** A link of a subscription is a designation. */
function runsOf(last: RunRecord | undefined): ContextValue<typeof key> {
  const linked = last?.items.some(
    ({ item, outcome }) =>
      item.subscription === undefined &&
      (item.action.do === 'link' || item.action.do === 'change') &&
      outcome?.result.kind === 'done',
  );
  return linked ? 'linked' : last ? 'some' : 'none';
}
