/** Where the one form of a window is kept. The form's own code is loaded with it. */
import type { App } from './app.ts';

export interface OpenForm {
  /** Its page is there and listens. */
  readonly ready: boolean;
  /** Shows the session of `app`, which stays the same. */
  enter(app: App): void;
  /** The session is about to close. */
  leave(): void;
  /** Brings it to the front, with these rows (`tenantKey`s) selected as well. */
  show(keys: readonly string[]): void;
  dispose(): void;
}

export interface FormPlace {
  open?: OpenForm;
}
