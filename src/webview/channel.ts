import type { Event } from '../shared/async/emitter.ts';
import type { FromHost } from '../shared/form/messages.ts';

/** The way to the page and back. What the page sends is anything: `readFromForm` says whether it is a message. */
export interface FormChannel {
  /** Lost where the page is not there; it asks again when it is. */
  post(message: FromHost): void;
  readonly onMessage: Event<unknown>;
}
