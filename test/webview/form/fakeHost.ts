/**
 * The other end of the form's messages, in the test's own process: it answers as the extension does, with a plan that is simple
 * enough to say in a line what must come of it. A test replaces single answers and sends what it wants.
 */
import {
  emptyDraft,
  readFromForm,
  type Draft,
  type FromHost,
  type Page,
  type PlannedTarget,
  type Request,
  type RunInfo,
  type RunItem,
  type Target,
} from '../../../src/shared/form/messages.ts';

export type Answer = Omit<Extract<FromHost, { readonly kind: 'answer' }>, 'kind' | 'to'>;

export const quietPage: Page = {
  savedPartnerIds: [{ id: '1234567', label: 'Europe', name: 'Contoso Consulting' }, { id: '2345678' }],
  expected: { count: 0 },
  unfinished: [],
  estate: { state: 'rows', age: 'Checked 5 minutes ago' },
};

export class FakeHost {
  page: Page;
  targets: readonly Target[];
  selected: readonly string[];
  draft: Draft;
  generation = 1;
  /** All that came, oldest first; what is no message of the protocol fails the test that reads it. */
  readonly asked: Request[] = [];
  readonly refused: unknown[] = [];
  /** Answers in place of the usual one; `undefined` leaves the request open. */
  readonly answers: {
    [K in Request['ask']]?: (request: Extract<Request, { ask: K }>, id: number) => Answer | undefined;
  } = {};
  readonly #send: (messages: readonly unknown[]) => Promise<void>;
  #draftNumber = 0;

  constructor(
    send: (messages: readonly unknown[]) => Promise<void>,
    start: {
      readonly page?: Page;
      readonly targets?: readonly Target[];
      readonly selected?: readonly string[];
      readonly draft?: Draft;
    },
  ) {
    this.#send = send;
    this.page = start.page ?? quietPage;
    this.targets = start.targets ?? [];
    this.selected = start.selected ?? [];
    this.draft = start.draft ?? emptyDraft;
  }

  post(...messages: readonly FromHost[]): Promise<void> {
    return this.#send(messages);
  }

  /** Anything, also what is no message. */
  postRaw(...messages: readonly unknown[]): Promise<void> {
    return this.#send(messages);
  }

  async heard(message: unknown): Promise<void> {
    const read = readFromForm(message);
    if (read === undefined) {
      this.refused.push(message);
      return;
    }
    const { id, request } = read;
    this.asked.push(request);
    const special = this.answers[request.ask] as ((request: Request, id: number) => Answer | undefined) | undefined;
    if (special !== undefined) {
      const answer = special(request, id);
      if (answer !== undefined) {
        await this.post({ kind: 'answer', to: id, ...answer });
      }
      return;
    }
    if (request.ask === 'ready') {
      this.draft = request.kept?.draft ?? this.draft;
      this.selected = request.kept?.selected ?? this.selected;
      await this.post(
        { kind: 'opened', mode: 'azure', draft: this.draft, selected: [...this.selected] },
        { kind: 'page', page: this.page },
      );
      if (this.page.estate.state === 'rows') {
        await this.post(...this.parts(), this.actions());
      }
    } else if (request.ask === 'draft') {
      this.draft = request.draft;
      this.#draftNumber = id;
      await this.post(this.actions());
    }
    await this.post({ kind: 'answer', to: id, ok: true });
  }

  /** The last request of this kind; throws while none has come: a request is on its way when the click that makes it has ended. */
  lastAsked<K extends Request['ask']>(ask: K): Extract<Request, { ask: K }> {
    const found = this.asked.findLast((one): one is Extract<Request, { ask: K }> => one.ask === ask);
    if (found === undefined) {
      throw new Error(`The form has not asked ‘${ask}’; it asked: ${this.asked.map((one) => one.ask).join(', ')}`);
    }
    return found;
  }

  setPage(change: Partial<Page>): Promise<void> {
    this.page = { ...this.page, ...change };
    return this.post({ kind: 'page', page: this.page });
  }

  /** All targets anew. */
  async setTargets(targets: readonly Target[]): Promise<void> {
    this.targets = targets;
    this.generation += 1;
    await this.post(...this.parts(), this.actions());
  }

  parts(size = 500): readonly FromHost[] {
    const { targets, generation } = this;
    const parts: FromHost[] = [];
    for (let from = 0; from === 0 || from < targets.length; from += size) {
      parts.push({ kind: 'targets', generation, from, of: targets.length, targets: targets.slice(from, from + size) });
    }
    return parts;
  }

  actions(draftNumber = this.#draftNumber): FromHost {
    const planned = this.targets.map((target) => plannedFor(target, this.draft));
    const actions = [...new Map(planned.map((one) => [JSON.stringify(one), one])).values()];
    const index = new Map(actions.map((one, at) => [JSON.stringify(one), at]));
    return {
      kind: 'actions',
      generation: this.generation,
      draft: draftNumber,
      actions,
      of: planned.map((one) => index.get(JSON.stringify(one)) ?? 0),
    };
  }

  runItems(items: readonly RunItem[], run = 'run-1'): Promise<void> {
    return this.post({ kind: 'runItems', run, items: [...items] });
  }
}

export function runInfo(change: Partial<RunInfo> = {}): RunInfo {
  return {
    id: 'run-1',
    title: 'Link 12, change 3',
    phase: 'running',
    cancelling: false,
    done: 4,
    total: 15,
    waiting: 0,
    throttled: 0,
    failed: 0,
    canRetry: false,
    canUndo: false,
    canResume: false,
    ...change,
  };
}

function plannedFor(target: Target, draft: Draft): PlannedTarget {
  const listed = target.kind === 'tenant' ? target.listed?.partnerId : undefined;
  const id = (draft.fromList ? listed : undefined) ?? draft.partnerId.trim();
  const cannot = (text: string, remedy?: PlannedTarget['remedy']): PlannedTarget => ({
    do: 'cannot',
    fromOther: false,
    text: `cannot: ${text}`,
    remedy,
  });
  const unusable = draft.action === 'link' && !/^\d+$/.test(id);
  switch (target.status) {
    case 'signInNeeded':
      return cannot('sign-in needed', 'signIn');
    case 'notChecked':
      return cannot('not checked', 'check');
    case 'unclear':
      return cannot('unclear: may have been written (no answer in time)', 'check');
    case 'unknown':
      return target.kind === 'tenant'
        ? cannot('unknown (the service did not answer)')
        : cannot('the portal’s billing service does not accept this client; use the Azure portal instead', 'guide');
    case 'covered':
      return cannot('covered through Contoso Consulting: link there');
    case 'notAvailable':
      return cannot('not available in this cloud');
    case 'notLinked':
      return draft.action === 'remove'
        ? { do: 'nothing', fromOther: false, text: 'not linked, nothing to remove' }
        : { do: 'link', fromOther: false, text: unusable ? '' : `link to ${id}` };
    case 'noneReported':
      return draft.action === 'remove'
        ? { do: 'nothing', fromOther: false, text: 'none reported, nothing to remove' }
        : { do: 'link', fromOther: false, text: unusable ? '' : `designate ${id}` };
    case 'submitted':
      return cannot('DPOR submitted, waiting for Azure');
    case 'confirmed':
      return cannot('DPOR not checked since VS Code started: check it first', 'check');
    case 'ownLink':
    case 'anotherPartner': {
      const now = /\d+/.exec(target.current)?.[0] ?? '';
      if (draft.action === 'remove') {
        return { do: 'remove', fromOther: target.status === 'anotherPartner', text: `remove ${now}` };
      }
      return now === id
        ? { do: 'nothing', fromOther: false, text: 'already linked' }
        : {
            do: 'change',
            fromOther: target.status === 'anotherPartner',
            text: unusable ? '' : `change ${now} → ${id}`,
          };
    }
  }
}
