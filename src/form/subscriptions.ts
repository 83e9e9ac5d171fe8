/** What the form asks about subscriptions: which of them DPOR applies to, who is designated, and whose a partner ID is. */
import * as l10n from '@vscode/l10n';
import type { SubscriptionRef } from '../estate/scan/dporReader.ts';
import { dporOf } from '../estate/store/dporRow.ts';
import type { PalIntent, Plan } from '../operations/plan/plan.ts';
import { overtakenText } from '../operations/text/planText.ts';
import { obstacleText } from '../operations/text/stateText.ts';
import type { Session } from '../session/session.ts';
import { dporApplies } from '../shared/model/agreement.ts';
import type { Knowledge } from '../shared/form/messages.ts';
import { subscriptionList, type TenantRow } from '../shared/model/model.ts';
import { checkPartnerId } from '../shared/model/partnerId.ts';
import type { FormHost } from './contract/formHost.ts';
import { validatedKnowledge } from './partnerIdKnowledge.ts';
import { otherwisePlanned } from './table/staleActions.ts';
import { entriesOf, subscriptionEntries, type SubscriptionEntry } from './table/tableEntry.ts';
import { done, refused, cancelledByUser, type Reply } from '../webview/reply.ts';
import type { FormReply } from './contract/formReply.ts';
import type { Validated } from './runs/formRuns.ts';

export interface FormSubscriptionsParts {
  readonly session: Session;
  readonly host: FormHost;
  /** Shows what is so by now, with what would happen. */
  readonly showAnew: () => void;
}

export class FormSubscriptions {
  readonly #parts: FormSubscriptionsParts;

  constructor(parts: FormSubscriptionsParts) {
    this.#parts = parts;
  }

  /** Reads the agreements that are not known, so that the subscriptions that DPOR applies to stand in the table. */
  async find(rows: readonly TenantRow[]): Promise<Reply> {
    const { host, session, showAnew } = this.#parts;
    if (rows.length === 0) {
      return refused(l10n.t('Select tenants first.'));
    }
    const unknown = rows.flatMap(notKnown);
    if (unknown.length > 0 && !(await host.readAgreements(unknown))) {
      return cancelledByUser;
    }
    showAnew();
    const now = rows.flatMap(({ ref }) => session.store.tenant(ref) ?? []);
    const found = subscriptionEntries(now.flatMap(entriesOf)).length;
    const open = now.flatMap(notKnown).length;
    const text = [foundText(found), ...(open > 0 ? [openText(open)] : [])].join(' ');
    return found === 0 ? refused(text) : { ok: true, text };
  }

  async check(entries: readonly SubscriptionEntry[]): Promise<Reply> {
    await this.#parts.host.checkDpor(entries.map(refOf));
    // What one answer says of the service, it says of all subscriptions.
    this.#parts.showAnew();
    return done;
  }

  async guide(entries: readonly SubscriptionEntry[], wish: PalIntent | undefined): Promise<Reply> {
    await this.#parts.host.guide(entries.map(refOf), wish);
    return done;
  }

  async validate(entry: SubscriptionEntry, partnerId: string, known: Knowledge): Promise<FormReply> {
    const check = checkPartnerId(partnerId);
    if (check.kind === 'refused') {
      return { ok: true, knowledge: known };
    }
    const validation = await this.#parts.host.validateThrough(refOf(entry), check.id);
    this.#parts.showAnew();
    switch (validation.kind) {
      case 'validated': {
        const { displayName, subscriptionId } = entry.subscription;
        return { ok: true, knowledge: validatedKnowledge(known, validation.name, displayName ?? subscriptionId) };
      }
      case 'guided':
        return {
          ok: true,
          knowledge: {
            ...known,
            sentences: [...known.sentences, l10n.t('“Validate ID” in the Azure portal tells more.')],
          },
        };
      case 'notValidated':
        return cancelledByUser;
    }
  }

  /** As in the portal: nothing is saved before the service has told whose the ID is. `again`: the same plan, with that name. */
  async validated(plan: Plan, again: () => Plan | undefined): Promise<Validated> {
    const first = firstDesignation(plan);
    if (!first) {
      return { kind: 'plan', plan };
    }
    const validation = await this.#parts.host.validateThrough(first.ref, first.partnerId);
    this.#parts.showAnew();
    switch (validation.kind) {
      case 'validated': {
        const now = again();
        const by = now ? otherwisePlanned(plan, now) : [];
        return now && by.length === 0
          ? { kind: 'plan', plan: now }
          : { kind: 'refused', reply: refused(overtakenText(by)) };
      }
      case 'guided':
        return { kind: 'refused', reply: refused(obstacleText({ kind: 'guidedMode' }, 'DPOR')) };
      case 'notValidated':
        return { kind: 'refused', reply: cancelledByUser };
    }
  }
}

function refOf({ row, subscription }: SubscriptionEntry): SubscriptionRef {
  return { tenant: row.ref, subscriptionId: subscription.subscriptionId };
}

/** Subscriptions of which neither agreement nor offer says yet whether DPOR applies. */
function notKnown(row: TenantRow): readonly SubscriptionRef[] {
  return subscriptionList(row.subscriptions)
    .filter((one) => dporApplies(one, dporOf(row, one.subscriptionId).agreement).kind === 'notKnown')
    .map(({ subscriptionId }) => ({ tenant: row.ref, subscriptionId }));
}

function firstDesignation(plan: Plan): { readonly ref: SubscriptionRef; readonly partnerId: string } | undefined {
  for (const { tenant, subscription, action } of plan.items) {
    if (subscription && (action.do === 'link' || action.do === 'change')) {
      return { ref: { tenant, subscriptionId: subscription.id }, partnerId: action.to };
    }
  }
  return undefined;
}

function foundText(found: number): string {
  switch (found) {
    case 0:
      return l10n.t('No EA subscription is known in the selected tenants.');
    case 1:
      return l10n.t('1 EA subscription in the selected tenants.');
    default:
      return l10n.t('{0} EA subscriptions in the selected tenants.', found);
  }
}

function openText(open: number): string {
  return open === 1
    ? l10n.t('The agreement of 1 subscription couldn’t be determined.')
    : l10n.t('The agreements of {0} subscriptions couldn’t be determined.', open);
}
