import type { Event } from '../shared/async/emitter.ts';

/** The way to a page and back. What the page sends is anything: its contract's guard says whether it is a message. */
export interface Channel<Message> {
  /** Lost where the page is not there; it asks again when it is. */
  post(message: Message): void;
  readonly onMessage: Event<unknown>;
}
