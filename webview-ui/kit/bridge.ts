/** Requests to the host and what it answers; everything else that it says goes to `heard`. */
import type { Answer, Numbered } from '../../src/shared/webview/contract.ts';
import type { VSCodeApi } from './vscodeApi.ts';

/** A contract's answers among all that its host says: they may tell more than that it went well. */
export type AnswerOf<Message> = Extract<Message, { readonly kind: 'answer' }>;
/** What it says without being asked. */
export type Unasked<Message> = Exclude<Message, { readonly kind: 'answer' }>;

export class Bridge<Request, Message extends { readonly kind: string }> {
  readonly #api: VSCodeApi;
  readonly #waiting = new Map<number, (answer?: AnswerOf<Message>) => void>();
  /** Numbers of a page that was shown before this one do not come again: its answers may still be on their way. */
  #last = Date.now();

  constructor(
    api: VSCodeApi,
    read: (message: unknown) => Message | undefined,
    heard: (message: Unasked<Message>) => void,
  ) {
    this.#api = api;
    addEventListener('message', (event: MessageEvent<unknown>) => {
      const message = read(event.data);
      if (message === undefined) {
        return;
      }
      if (isUnasked(message)) {
        heard(message);
      } else if (isAnswer(message)) {
        this.#waiting.get(message.to)?.(message);
        this.#waiting.delete(message.to);
      }
    });
  }

  /** The number that the next request gets. */
  get next(): number {
    return this.#last + 1;
  }

  /** Ends with the host's answer, with none once `leave` is called, and never where the host is gone: VS Code reloads the page then. */
  ask(request: Request): Promise<AnswerOf<Message> | undefined> {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#api.postMessage({ id, request } satisfies Numbered<Request>);
    });
  }

  /** The host has gone over to another session: what was asked of the one before is not waited for, and not heard if it comes. */
  leave(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    waiting.forEach((end) => end());
  }
}

function isUnasked<Message extends { readonly kind: string }>(message: Message): message is Unasked<Message> {
  return message.kind !== 'answer';
}

function isAnswer<Message extends { readonly kind: string }>(message: Message): message is AnswerOf<Message> & Answer {
  return message.kind === 'answer';
}
