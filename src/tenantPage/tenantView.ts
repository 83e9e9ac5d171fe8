/** What the page says of a tenant: pure, from what is known. */
import * as l10n from '@vscode/l10n';
import { attentionReasons, attentionText, type AttentionContext } from '../estate/view/attention.ts';
import { dporOf } from '../estate/store/dporRow.ts';
import { subscriptionsInOrder } from '../estate/store/rowOrder.ts';
import type { Failure } from '../shared/model/failure.ts';
import {
  knownPal,
  stalePal,
  subscriptionList,
  tenantKey,
  type Subscription,
  type TenantRow,
} from '../shared/model/model.ts';
import { agreementText } from '../shared/text/dporText.ts';
import type {
  Reach,
  ShownFact,
  ShownStatus,
  ShownSubscription,
  ShownTenant,
  Trouble,
} from '../shared/tenantPage/messages.ts';
import type { Status } from '../shared/text/statusTable.ts';
import { dporStateOf, dporStatusOn } from '../tree/facts/dporText.ts';
import { whenText, type Fact } from '../tree/facts/fact.ts';
import { failureFacts, tenantFailures } from '../tree/facts/failureFacts.ts';
import { noteLabel } from '../tree/facts/noteText.ts';
import type { RowContext } from '../tree/facts/rowContext.ts';
import { nameText, ownIn, subscriptionStateText } from '../tree/facts/rowWords.ts';
import { designationRules, subscriptionFailures, subscriptionNotes } from '../tree/facts/subscriptionFacts.ts';
import { delegatedText } from '../tree/facts/subscriptionWords.ts';
import { changedText, checkFacts, linkFacts, tenantFacts, tenantNotes } from '../tree/facts/tenantFacts.ts';
import { palWords, statusNow } from '../tree/facts/tenantWords.ts';
import { actionsOn, actionsOnSubscription } from './actions.ts';

/** Subscriptions that are listed before the user asks for all of them. */
export const fewSubscriptions = 100;

export interface TenantViewParts {
  readonly row: TenantRow;
  /** The rows of the same tenant, `row` among them. */
  readonly rows: readonly TenantRow[];
  readonly context: RowContext;
  readonly attention: AttentionContext;
  readonly allSubscriptions: boolean;
  readonly history: ShownTenant['history'];
}

export function tenantView(parts: TenantViewParts): ShownTenant {
  const { row, rows, context, attention, history } = parts;
  const identity = context.identity(row.ref.identity);
  const pal = knownPal(row);
  return {
    key: tenantKey(row.ref),
    name: nameText(context.tenantName(row.ref.tenantId), row.info),
    status: shownStatus(statusNow(row, ownIn(row, context)), row, palWords(row, ownIn(row, context))),
    attention: attentionReasons(row, attention).map(attentionText),
    link: said([
      ...linkFacts(row, identity, context),
      ...checkFacts(row, context),
      { what: l10n.t('Version'), value: pal.kind === 'linked' ? String(pal.link.version ?? '') : '' },
    ]),
    facts: said(tenantFacts(row, identity, context, Infinity)),
    notes: [...tenantNotes(row)],
    troubles: tenantFailures(row).map(troubleOf),
    actions: actionsOn(row, context.marks(row.ref.tenantId)),
    reaches: rows.map((one) => reachOf(one, one === row, context)),
    subscriptions: subscriptionsOf(parts),
    history,
  };
}

/** What could not be read again keeps what was read, in the colour of what is old. */
function shownStatus({ mark, tone }: Status, row: TenantRow, text: string): ShownStatus {
  return { mark, text, tone: row.pal.kind !== 'checking' && stalePal(row) ? 'stale' : tone };
}

function said(facts: readonly Fact[]): ShownFact[] {
  return facts.filter(({ value }) => value !== '').map((fact) => ({ ...fact }));
}

function troubleOf(failure: Failure): Trouble {
  const { ids, ...rest } = failureFacts(failure);
  return { ...rest, ids: said(ids) };
}

function reachOf(row: TenantRow, shown: boolean, context: RowContext): Reach {
  const pal = knownPal(row);
  const { objectId, updatedTime } = pal.kind === 'linked' ? pal.link : {};
  return {
    key: tenantKey(row.ref),
    name: context.identity(row.ref.identity)?.name ?? row.ref.identity,
    shown,
    status: shownStatus(statusNow(row, ownIn(row, context)), row, palWords(row, ownIn(row, context))),
    objectId: objectId ?? '',
    changed: changedText(updatedTime, context),
  };
}

function subscriptionsOf({ row, context, allSubscriptions }: TenantViewParts): ShownTenant['subscriptions'] {
  const all = subscriptionsInOrder(subscriptionList(row.subscriptions));
  const why =
    row.subscriptions.kind === 'known'
      ? all.length === 0
        ? l10n.t('This identity sees no subscription here.')
        : undefined
      : noteLabel(row, context);
  const list = allSubscriptions ? all : all.slice(0, fewSubscriptions);
  const rules = list.map((one) => designationRules(one, row)).find((one) => one !== undefined);
  return {
    total: all.length,
    list: list.map((one) => subscriptionOf(one, row, context)),
    ...(rules === undefined ? {} : { rules }),
    ...(why === undefined ? {} : { why }),
  };
}

function subscriptionOf(subscription: Subscription, row: TenantRow, context: RowContext): ShownSubscription {
  const { mark, long, tone } = dporStatusOn(subscription, row, context);
  const dpor = dporStateOf(subscription, row);
  const known = dporOf(row, subscription.subscriptionId);
  const read = 'at' in dpor ? whenText(dpor.at, context) : '';
  return {
    id: subscription.subscriptionId,
    name: subscription.displayName ?? '',
    dpor: { mark, text: long, tone },
    state: [
      subscription.state === undefined ? '' : subscriptionStateText(subscription.state),
      delegatedText(subscription, row, context),
    ]
      .filter((part) => part !== '')
      .join(', '),
    offer: subscription.quotaId ?? '',
    agreement: agreementText(known.agreement),
    notes: [...(read === '' ? [] : [l10n.t('As of {0}.', read)]), ...subscriptionNotes(subscription, row)],
    troubles: subscriptionFailures(subscription, row).map(troubleOf),
    actions: actionsOnSubscription(dpor),
  };
}
