/** Requests to the host and what it answers; everything else that it says goes to `heard`. */
import { readFromHost, type FromForm, type FromHost, type Request } from '../../src/shared/form/messages.ts';
import type { VSCodeApi } from './vscodeApi.ts';

export type Answer = Extract<FromHost, { readonly kind: 'answer' }>;

export class Bridge {
  readonly #api: VSCodeApi;
  readonly #waiting = new Map<number, (answer?: Answer) => void>();
  /** Numbers of a page that was shown before this one do not come again: its answers may still be on their way. */
  #last = Date.now();

  constructor(api: VSCodeApi, heard: (message: FromHost) => void) {
    this.#api = api;
    addEventListener('message', (event: MessageEvent<unknown>) => {
      const message = readFromHost(event.data);
      if (message?.kind === 'answer') {
        this.#waiting.get(message.to)?.(message);
        this.#waiting.delete(message.to);
      } else if (message !== undefined) {
        heard(message);
      }
    });
  }

  /** The number that the next request gets. */
  get next(): number {
    return this.#last + 1;
  }

  /** Ends with the host's answer, with none once `leave` is called, and never where the host is gone: VS Code reloads the page then. */
  ask(request: Request): Promise<Answer | undefined> {
    this.#last += 1;
    const id = this.#last;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#api.postMessage({ id, request } satisfies FromForm);
    });
  }

  /** The host has gone over to another session: what was asked of the one before is not waited for, and not heard if it comes. */
  leave(): void {
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    waiting.forEach((end) => end());
  }
}
