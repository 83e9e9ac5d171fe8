/** The overview's host side: one page over one session. It is told all of it at once, and again whenever something has changed. */
import * as l10n from '@vscode/l10n';
import type { History } from '../estate/files/historyFile.ts';
import { countDpor, countedRows, countPal } from '../estate/view/estateCounts.ts';
import { estateState } from '../session/estateState.ts';
import type { Session } from '../session/session.ts';
import { systemClock, type Clock } from '../shared/async/clock.ts';
import type { Disposable } from '../shared/async/emitter.ts';
import { Throttle } from '../shared/async/throttle.ts';
import {
  readFromPage,
  type FromHost,
  type OverviewView,
  type Request,
  type StepKind,
} from '../shared/overview/messages.ts';
import type { Log } from '../shared/ports/log.ts';
import { asOfText } from '../shared/text/relativeTime.ts';
import { sampleLabel } from '../shared/text/sampleLabel.ts';
import { answerRequests } from '../webview/answerRequests.ts';
import type { Channel } from '../webview/channel.ts';
import type { PageContent } from '../webview/pagePanel.ts';
import { done, refused, type Reply } from '../webview/reply.ts';
import { chosenRows } from './chosenRows.ts';
import { nextSteps } from './nextSteps.ts';
import type { OverviewHost } from './overviewHost.ts';
import { estateView } from './overviewView.ts';

export interface OverviewParts {
  readonly channel: Channel<FromHost>;
  readonly session: Session;
  readonly host: OverviewHost;
  readonly log: Log;
  /** VS Code's display language. */
  readonly language?: string;
  readonly clock?: Clock;
}

/** The page is told at most once in this time, in milliseconds: ten thousand tenants are counted each time. */
const tellMs = 250;

export class Overview implements PageContent {
  readonly #parts: OverviewParts;
  readonly #clock: Clock;
  readonly #soon: Throttle;
  readonly #disposables: Disposable[];
  /** What was known of the past when the page came. */
  #past: History = { days: [] };
  #here = false;
  #disposed = false;

  constructor(parts: OverviewParts) {
    this.#parts = parts;
    const { session, channel, host, log, clock = systemClock } = parts;
    this.#clock = clock;
    this.#soon = new Throttle(tellMs, () => this.#tell(), clock);
    const soon = (): void => this.#soon.trigger();
    this.#disposables = [
      answerRequests({
        name: 'The overview',
        channel,
        log,
        read: readFromPage,
        handle: ({ request }) => this.#handle(request),
        seen: () => this.#here,
        tell: (text) => void host.tell(text),
      }),
      session.store.onDidChange(soon),
      session.marks.onDidChange(soon),
      session.expected.onDidChange(soon),
      session.ownPartnerIds.onDidChange(soon),
      session.scanner.onDidChangeProgress(soon),
    ];
  }

  takeOver(): void {
    void this.#come();
  }

  away(): void {
    this.#noteLook();
    this.#here = false;
  }

  dispose(): void {
    this.#noteLook();
    this.#disposed = true;
    this.#here = false;
    this.#disposables.splice(0).forEach((one) => one.dispose());
    this.#soon.dispose();
  }

  /** The past is read once per look: what changed since the last one stays in sight during this one. */
  async #come(): Promise<void> {
    this.#past = await this.#parts.session.history.read();
    if (!this.#disposed) {
      this.#here = true;
      this.#tell();
    }
  }

  async #handle(request: Request): Promise<Reply> {
    const { session, host } = this.#parts;
    switch (request.ask) {
      case 'ready':
        await this.#come();
        return done;
      case 'show':
      case 'showPartnerId': {
        const identity =
          request.ask === 'show' && request.identity !== undefined
            ? session.store.identity(request.identity)?.identity.name
            : undefined;
        const chosen = chosenRows(request, () => session.attentionContext(), identity);
        if (chosen) {
          await host.show(chosen);
        }
        return done;
      }
      case 'showAttention':
        await host.show('needsAttention');
        return done;
      case 'takeStep':
        return this.#takeStep(request.step);
      case 'addIdentity':
      case 'tryWithSampleData':
      case 'manageLinks':
      case 'refresh':
        await host.perform(request.ask);
        return done;
    }
  }

  /** For those that it is about by now, which may be others than when the page was told. */
  async #takeStep(kind: StepKind): Promise<Reply> {
    const { session, host } = this.#parts;
    const context = session.attentionContext();
    const step = nextSteps(countedRows(session.store.allTenants(), context), context).find((one) => one.kind === kind);
    if (!step) {
      return refused(l10n.t('There is nothing left to do there.'));
    }
    await host.takeStep(step);
    return done;
  }

  #tell(): void {
    if (this.#here) {
      this.#parts.channel.post({ kind: 'view', view: this.#view() });
    }
  }

  #view(): OverviewView {
    const { session, language } = this.#parts;
    const { progress } = session.scanner;
    const now = this.#clock.now();
    const time = { locale: language };
    const age = asOfText(session.store.knownAsOf, now, time);
    const label = sampleLabel(session.mode);
    return {
      ...(label === undefined ? {} : { sampleLabel: label }),
      estate: { state: estateState(session), ...(age === undefined ? {} : { age }) },
      ...(progress.kind === 'scanning' ? { scan: { done: progress.done, total: progress.total } } : {}),
      ...estateView({
        rows: session.store.allTenants(),
        identities: session.store.identities(),
        context: session.attentionContext(),
        history: this.#past,
        now,
        time,
        partnerName: (id) => session.store.partnerName(id),
      }),
    };
  }

  /** How it stood when the user looked: the next look is compared with it. */
  #noteLook(): void {
    const { session } = this.#parts;
    if (this.#here && session.store.knownAsOf !== undefined) {
      const context = session.attentionContext();
      const rows = countedRows(session.store.allTenants(), context);
      void session.history.noteLook({
        at: this.#clock.now(),
        tenants: countPal(rows, context),
        subscriptions: countDpor(rows, context),
      });
    }
  }
}
