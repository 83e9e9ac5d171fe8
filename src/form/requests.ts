/** What the page asks for, and who answers it. */
import * as l10n from '@vscode/l10n';
import { overtakenText } from '../operations/text/planText.ts';
import type { Session } from '../session/session.ts';
import { failureSentence } from '../shared/text/failureText.ts';
import type { Draft, FromForm, FromHost, ShownAction } from '../shared/form/messages.ts';
import { tenantKey, type TenantRef } from '../shared/model/model.ts';
import type { Outcome } from '../shared/model/outcome.ts';
import { nothingToExpectText, selectedFromListText, unusableLinesText } from '../shared/text/listText.ts';
import { checkPartnerId } from '../shared/model/partnerId.ts';
import { problemText } from '../shared/text/partnerIdText.ts';
import { intentOf } from './table/draftPlan.ts';
import { expectedOf } from './expectedList.ts';
import type { FormHost } from './contract/formHost.ts';
import type { FormRuns } from './runs/formRuns.ts';
import type { DraftState } from './draftState.ts';
import { FormSubscriptions } from './subscriptions.ts';
import { knowledgeOf } from './partnerIdKnowledge.ts';
import { staleActions } from './table/staleActions.ts';
import { subscriptionEntries, tenantRows, type TableEntry } from './table/tableEntry.ts';
import { done, refused, cancelledByUser, type Reply } from '../webview/reply.ts';
import type { FormReply } from './contract/formReply.ts';

export interface RequestsParts {
  readonly session: Session;
  readonly host: FormHost;
  readonly state: DraftState;
  readonly runs: FormRuns;
  /** The page is there: tells it everything. */
  readonly begin: (request: FromForm) => Promise<void>;
  /** Tells what would happen to all targets now. */
  readonly planAgain: () => void;
  /** Shows what is so by now, with what would happen. */
  readonly showAnew: () => void;
  /** What the list or the expectation says of targets has changed. */
  readonly listChanged: () => void;
  readonly post: (message: FromHost) => void;
}

export class FormRequests {
  readonly #parts: RequestsParts;
  readonly #subscriptions: FormSubscriptions;

  constructor(parts: RequestsParts) {
    this.#parts = parts;
    this.#subscriptions = new FormSubscriptions(parts);
  }

  async handle(message: FromForm): Promise<FormReply> {
    const { session, host, state, runs } = this.#parts;
    const { request } = message;
    switch (request.ask) {
      case 'ready':
        await this.#parts.begin(message);
        return done;
      case 'draft':
        state.draft = request.draft;
        state.draftRequest = message.id;
        this.#parts.planAgain();
        return done;
      case 'validate':
        return this.#validate(request.partnerId, request.through);
      case 'savePartnerId':
        return this.#savePartnerId(request.partnerId);
      case 'loadList':
        return this.#loadList();
      case 'forgetList':
        return this.#forgetList();
      case 'keepExpected':
        return this.#keepExpected();
      case 'forgetExpected': {
        const forgotten = await session.expected.forget();
        return forgotten.ok ? done : refused(failureSentence(forgotten.failure));
      }
      case 'apply':
        return this.#apply(request.draft, request.shown);
      case 'cancelRun':
        return runs.cancel(request.run);
      case 'retryFailed':
        return runs.retry(request.run);
      case 'undoRun':
        return runs.undo(request.run);
      case 'resumeRun':
        return runs.resume(request.run);
      case 'discardRun':
        return runs.discard(request.run);
      case 'exportRun':
      case 'showReport':
      case 'showJournal':
      case 'addIdentity':
      case 'refresh':
        return after(host.perform(request));
      case 'leaveRun':
        return runs.leave(request.run);
      case 'copyScript':
        return this.#copyScript(request.draft, request.keys);
      case 'findSubscriptions':
        return this.#subscriptions.find(tenantRows(state.table.placesOf(request.keys)));
      case 'check':
        return this.#check(request.keys);
      case 'guide':
        return this.#subscriptions.guide(
          subscriptionEntries(state.table.placesOf(request.keys)),
          intentOf(request.draft),
        );
      case 'signIn':
        return after(host.signIn(this.#refs(request.keys)));
      case 'reveal': {
        const [ref] = this.#refs([request.key]);
        return ref ? after(host.reveal(ref)) : refused(notKnown());
      }
    }
  }

  #refs(keys: readonly string[]): readonly TenantRef[] {
    return tenantRefs(this.#parts.state.table.placesOf(keys));
  }

  /** Just what was shown, or nothing: what has changed meanwhile is shown first. */
  async #apply(draft: Draft, shown: readonly ShownAction[]): Promise<Reply> {
    const { state, runs, showAnew } = this.#parts;
    const keys = shown.flatMap((one) => one.keys);
    const entries = state.table.placesOf(keys);
    if (entries.length === 0) {
      return refused(keys.length === 0 ? selectFirst() : notKnown());
    }
    const plan = state.plan(entries, draft);
    if (!plan || plan.items.length === 0) {
      return refused(noPartnerId(draft));
    }
    const by = staleActions(shown, entries, state.planned(entries, draft));
    if (by.length > 0) {
      showAnew();
      return refused(overtakenText(by));
    }
    return runs.apply(plan, () =>
      this.#subscriptions.validated(plan, () => state.plan(state.table.placesOf(keys), draft)),
    );
  }

  /** A subscription says whose the ID is, by the portal's own validation; else what links have shown. */
  async #validate(partnerId: string, through: string | undefined): Promise<FormReply> {
    const { session, state } = this.#parts;
    const known = knowledgeOf(partnerId, session.store, session.ownPartnerIds.list());
    if (through === undefined || known.severity === 'error') {
      return { ok: true, knowledge: known };
    }
    const [entry] = subscriptionEntries(state.table.placesOf([through]));
    return entry ? this.#subscriptions.validate(entry, partnerId, known) : refused(notKnown());
  }

  async #copyScript(draft: Draft, keys: readonly string[]): Promise<Reply> {
    const { host, state, post } = this.#parts;
    const entries = state.table.placesOf(keys);
    const targets = state.scriptTargets(entries);
    const leftOut = subscriptionEntries(entries).length;
    if (targets.length === 0) {
      return refused(
        leftOut === 0 ? selectFirst() : l10n.t('A script covers tenants only, because DPOR has no published API.'),
      );
    }
    await host.copyScript(state.plan(entries, draft), targets);
    if (leftOut > 0) {
      const text =
        leftOut === 1
          ? l10n.t('1 subscription isn’t in the script, because DPOR has no published API.')
          : l10n.t('{0} subscriptions aren’t in the script, because DPOR has no published API.', leftOut);
      post({ kind: 'announce', severity: 'info', text });
    }
    return done;
  }

  async #savePartnerId(text: string): Promise<Reply> {
    const check = checkPartnerId(text);
    return check.kind === 'usable' ? after(this.#parts.host.savePartnerId(check.id)) : refused(problemText(check.why));
  }

  async #loadList(): Promise<Reply> {
    const { host, state, session } = this.#parts;
    const chosen = await host.chooseList();
    let kept: Outcome<void>;
    switch (chosen.kind) {
      case 'none':
        return cancelledByUser;
      case 'refused':
        return refused(chosen.why);
      case 'file':
        kept = await state.list.load(chosen, session.store.allTenants());
    }
    this.#parts.listChanged();
    const list = state.list.loaded;
    const [matched, problems] = [list?.byKey.size ?? 0, list?.problems.length ?? 0];
    this.#parts.post({ kind: 'select', keys: [...(list?.byKey.keys() ?? [])] });
    this.#parts.post({
      kind: 'announce',
      severity: problems > 0 || !kept.ok ? 'warning' : 'info',
      text: [
        selectedFromListText(matched),
        ...(problems > 0 ? [unusableLinesText(problems)] : []),
        ...(kept.ok ? [] : [l10n.t('It’s lost when you close this window. {0}', failureSentence(kept.failure))]),
      ].join(' '),
    });
    return done;
  }

  async #forgetList(): Promise<Reply> {
    const forgotten = await this.#parts.state.list.forget();
    this.#parts.listChanged();
    return forgotten.ok
      ? done
      : refused(l10n.t('The list will be back in the next window. {0}', failureSentence(forgotten.failure)));
  }

  async #keepExpected(): Promise<Reply> {
    const { state, session } = this.#parts;
    const list = state.list.loaded;
    if (!list) {
      return refused(l10n.t('Load a list first.'));
    }
    const entries = expectedOf(list, state.draft);
    if (entries.length === 0) {
      return refused(nothingToExpectText());
    }
    const kept = await session.expected.keep(entries, list.source);
    return kept.ok ? done : refused(failureSentence(kept.failure));
  }

  async #check(keys: readonly string[]): Promise<Reply> {
    const { session, state } = this.#parts;
    const entries = state.table.placesOf(keys);
    if (entries.length === 0) {
      return refused(notKnown());
    }
    const rows = tenantRows(entries);
    const subscriptions = subscriptionEntries(entries);
    if (rows.length > 0) {
      await session.takeInOtherWindows();
      const { failure } = await session.scanner.scanTenants(rows.map(({ ref }) => ref));
      if (failure && failure.kind !== 'cancelled') {
        return refused(failureSentence(failure));
      }
    }
    return subscriptions.length > 0 ? this.#subscriptions.check(subscriptions) : done;
  }
}

/** Each once: a subscription stands for its tenant. */
function tenantRefs(entries: readonly TableEntry[]): readonly TenantRef[] {
  return [...new Map(entries.map(({ row: { ref } }) => [tenantKey(ref), ref])).values()];
}

function selectFirst(): string {
  return l10n.t('Select targets first.');
}

/** What goes wrong in it is told where it happens. */
async function after(task: Promise<void>): Promise<Reply> {
  await task;
  return done;
}

function noPartnerId(draft: Draft): string {
  const check = checkPartnerId(draft.partnerId);
  return problemText(check.kind === 'refused' ? check.why : 'empty');
}

function notKnown(): string {
  return l10n.t('That target is no longer in the list.');
}
