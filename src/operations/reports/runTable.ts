/** The table of a run's items as Markdown: few columns, so that it is read beside a side bar, with ids on lines of their own. Pure. */
import * as l10n from '@vscode/l10n';
import { markdownHead, markdownRow } from '../../shared/escaping/markdownTable.ts';
import type { IdentityKey } from '../../shared/model/model.ts';
import { forMarkdown, oneLine } from '../../shared/escaping/foreignText.ts';
import { itemAt, itemWords } from './itemWords.ts';
import type { PlanItem } from '../plan/plan.ts';
import { longestName, subscriptionName, targetName, tenantName } from '../text/planText.ts';
import type { ItemRecord, RunRecord } from '../journal/runRecord.ts';

/** How an identity is called; a journal holds keys only, as names are people's. */
export type IdentityName = (key: IdentityKey) => string;

/** `identityName` where each row has to say its identity, since not all have the same. */
export function runTable(run: RunRecord, identityName: IdentityName | undefined): readonly string[] {
  const subscriptions = run.items.some(({ item }) => item.subscription !== undefined);
  return [
    ...markdownHead([
      l10n.t('Tenant'),
      ...(subscriptions ? [l10n.t('Subscription (DPOR)')] : []),
      ...(identityName ? [l10n.t('Identity')] : []),
      l10n.t('Before'),
      l10n.t('After'),
      l10n.t('Result'),
      l10n.t('Time (UTC)'),
    ]),
    ...run.items.map((record) => {
      const { item } = record;
      const { before, after, result } = itemWords(record, run);
      return markdownRow([
        withId(tenantName(item), item.tenant.tenantId),
        ...(subscriptions ? [subscriptionCell(item)] : []),
        ...(identityName ? [identityCell(item.tenant.identity, identityName)] : []),
        forMarkdown(before),
        forMarkdown(after),
        forMarkdown(result),
        timeCell(record, run),
      ]);
    }),
  ];
}

export function identityCell(key: IdentityKey, identityName: IdentityName): string {
  return forMarkdown(oneLine(identityName(key), longestName));
}

/** Azure's request IDs, below the table, which they would make twice as wide. */
export function requestIds(run: RunRecord): readonly string[] {
  const lines = run.items.flatMap(({ item, outcome }) => {
    const { requestId, correlationId } = outcome ?? {};
    const ids = [
      ...(requestId === undefined ? [] : [l10n.t('request ID {0}', forMarkdown(requestId))]),
      ...(correlationId === undefined ? [] : [l10n.t('correlation ID {0}', forMarkdown(correlationId))]),
    ];
    return ids.length === 0 ? [] : [`- ${forMarkdown(targetName(item))}<br>${ids.join('<br>')}`];
  });
  return lines.length === 0 ? [] : ['', l10n.t('IDs by which Azure Support finds each request:'), '', ...lines];
}

function subscriptionCell({ subscription }: Pick<PlanItem, 'subscription'>): string {
  return subscription === undefined ? '' : withId(subscriptionName(subscription), subscription.id);
}

/** The name, and the id on a second line; the id alone where there is no name. */
function withId(name: string, id: string): string {
  return name === id ? forMarkdown(id) : `${forMarkdown(name)}<br>${forMarkdown(id)}`;
}

/** The day as well where it is not the one that the run's title names. */
function timeCell(record: ItemRecord, run: RunRecord): string {
  const at = itemAt(record);
  if (at === undefined) {
    return '';
  }
  const [day, time] = dayAndTime(at);
  return day === dayAndTime(run.startedAt)[0] ? time : `${day} ${time}`;
}

/** The same in every time zone: a journal is compared with logs of others. */
export function timeText(at: number): string {
  return `${dayAndTime(at).join(' ')} UTC`;
}

function dayAndTime(at: number): readonly [day: string, time: string] {
  const text = new Date(at).toISOString();
  return [text.slice(0, -14), text.slice(-13, -5)];
}
