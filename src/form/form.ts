/** The form's host side: one page over one session. It plans and runs as the commands do and has no logic of its own about Azure. */
import type { StoreChange } from '../estate/store/store.ts';
import type { Session } from '../session/session.ts';
import { Throttle } from '../shared/async/throttle.ts';
import type { Disposable } from '../shared/async/emitter.ts';
import { readFromForm, type FromForm, type FromHost, type Page } from '../shared/form/messages.ts';
import type { Log } from '../shared/ports/log.ts';
import { systemClock, type Clock } from '../shared/async/clock.ts';
import { answerRequests } from '../webview/answerRequests.ts';
import type { Channel } from '../webview/channel.ts';
import type { PageContent } from '../webview/pagePanel.ts';
import { expectedOf, expectedText, isKept } from './expectedList.ts';
import type { FormHost } from './contract/formHost.ts';
import { pageOf } from './pageState.ts';
import { FormRequests } from './requests.ts';
import { FormRuns } from './runs/formRuns.ts';
import { DraftState } from './draftState.ts';
import { PageUpdates } from './pageUpdates.ts';

export interface FormParts {
  readonly channel: Channel<FromHost>;
  readonly session: Session;
  readonly host: FormHost;
  readonly log: Log;
  /** The last generation of rows that the page was told by another form; 0. */
  readonly generation?: number;
  /** VS Code's display language. */
  readonly language?: string;
  readonly clock?: Clock;
}

/** The page is told at most once in this time, in milliseconds. */
const tellMs = 100;

export class Form implements PageContent {
  readonly #parts: FormParts;
  readonly #state: DraftState;
  readonly #runs: FormRuns;
  readonly #requests: FormRequests;
  readonly #told: PageUpdates;
  readonly #soon: Throttle;
  readonly #disposables: Disposable[];
  /** The page is there and was told all of it. */
  #here = false;
  #disposed = false;
  readonly #opening: Promise<void>;

  constructor(parts: FormParts) {
    this.#parts = parts;
    const { session, channel, host } = parts;
    this.#soon = new Throttle(tellMs, () => this.#tell(), parts.clock);
    const soon = (): void => this.#soon.trigger();
    const allSoon = (): void => this.#changed({ kind: 'all' });
    this.#state = new DraftState(session, parts.log, parts.generation, { locale: parts.language });
    this.#runs = new FormRuns({
      session,
      host,
      changed: soon,
      showAnew: () => this.#showAnew(),
      announce: (severity, text) => this.#post({ kind: 'announce', severity, text }),
      seen: () => this.#here,
      clock: parts.clock,
    });
    this.#told = new PageUpdates({
      state: this.#state,
      runs: this.#runs,
      mode: session.mode,
      page: () => this.#page(),
      post: (message) => this.#post(message),
    });
    this.#requests = new FormRequests({
      session,
      host,
      state: this.#state,
      runs: this.#runs,
      begin: (request) => this.#begin(request),
      planAgain: () => this.#told.actions(),
      showAnew: () => this.#showAnew(),
      listChanged: () => this.#now(),
      post: (message) => this.#post(message),
    });
    this.#opening = this.#state.list.open(session.store.allTenants());
    this.#disposables = [
      answerRequests({
        name: 'The form',
        channel,
        log: parts.log,
        read: readFromForm,
        handle: (asked) => this.#requests.handle(asked),
        seen: () => this.#here,
        tell: (text) => void host.tell(text),
      }),
      session.store.onDidChange((change) => this.#changed(change)),
      session.marks.onDidChange(allSoon),
      session.expected.onDidChange(allSoon),
      session.ownPartnerIds.onDidChange(allSoon),
      session.scanner.onDidChangeProgress(soon),
    ];
  }

  /** The last generation of rows that the page was told. */
  get generation(): number {
    return this.#state.table.generation;
  }

  /** Selects these rows beside those that are selected. */
  select(keys: readonly string[]): void {
    this.#state.select(keys);
    if (this.#here && keys.length > 0) {
      this.#now();
      this.#post({ kind: 'select', keys: this.#state.takeToSelect(), also: true });
    }
  }

  /** The page is there already and showed another session. */
  takeOver(): void {
    void this.#opening.then(() => this.#tellAll());
  }

  /** The page is gone, be it that it is hidden; it says when it is there again. */
  away(): void {
    this.#here = false;
  }

  dispose(): void {
    this.#disposed = true;
    this.#here = false;
    this.#disposables.splice(0).forEach((one) => one.dispose());
    this.#soon.dispose();
    this.#runs.dispose();
  }

  async #begin({ id, request }: FromForm): Promise<void> {
    await this.#opening;
    if (request.ask === 'ready') {
      // What was kept over a reload may be of the other mode, to which another window has switched meanwhile.
      const kept = request.kept?.mode === this.#parts.session.mode ? request.kept : undefined;
      this.#state.draft = kept?.draft ?? this.#state.draft;
      this.#state.draftRequest = id;
      this.#state.select(kept?.selected ?? []);
      this.#tellAll();
    }
  }

  #tellAll(): void {
    if (!this.#disposed) {
      this.#here = true;
      this.#told.all();
    }
  }

  #changed(change: StoreChange): void {
    if (this.#here) {
      this.#told.note(change);
      this.#soon.trigger();
    }
  }

  /** What is said next may name targets that were not shown before. */
  #now(): void {
    if (this.#here) {
      this.#told.note({ kind: 'all' });
      this.#told.postChanges();
    }
  }

  #showAnew(): void {
    this.#now();
    this.#told.actions();
  }

  /** A page that is not there is told everything when it comes. */
  #tell(): void {
    if (this.#here) {
      this.#told.postChanges();
    }
  }

  #page(): Page {
    const { session, language, clock = systemClock } = this.#parts;
    const { list, draft } = this.#state;
    const kept = session.expected.list();
    const now = clock.now();
    return pageOf({
      session,
      list: list.loaded,
      keptAsExpected: list.loaded !== undefined && isKept(expectedOf(list.loaded, draft), kept),
      expected: expectedText(kept, now, language),
      runs: this.#runs,
      language,
      now,
    });
  }

  #post(message: FromHost): void {
    if (this.#here) {
      this.#parts.channel.post(message);
    }
  }
}
