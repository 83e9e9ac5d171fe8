/** What runs did to a tenant, from the journal. */
import * as l10n from '@vscode/l10n';
import type { RunRecord } from '../operations/journal/runRecord.ts';
import { itemAt, itemWords } from '../operations/reports/itemWords.ts';
import { subscriptionName } from '../operations/text/planText.ts';
import type { IdentityKey } from '../shared/model/model.ts';
import { exactTime, type TimeFormat } from '../shared/text/relativeTime.ts';
import type { HistoryEvent } from '../shared/tenantPage/messages.ts';

/** Runs that are looked through, the newest first: a journal is read whole, and may be long. */
export const mostRuns = 200;

export interface HistoryWords {
  readonly identityName: (key: IdentityKey) => string;
  readonly time: TimeFormat;
}

/** Through whichever identity. `runs`: newest first. */
export function historyEvents(
  tenantId: string,
  runs: readonly RunRecord[],
  { identityName, time }: HistoryWords,
): readonly HistoryEvent[] {
  return runs.flatMap((run) =>
    run.items
      .filter(({ item }) => item.tenant.tenantId === tenantId)
      .map((record) => ({ record, at: itemAt(record) ?? run.startedAt }))
      .sort((one, other) => other.at - one.at)
      .map(({ record, at }) => ({
        at: exactTime(at, time),
        about: record.item.subscription ? subscriptionName(record.item.subscription) : l10n.t('Partner Admin Link'),
        ...itemWords(record, run),
        identity: identityName(record.item.tenant.identity),
      })),
  );
}
