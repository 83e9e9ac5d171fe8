/** What every part of the page is given. */
import type { Draft, Request } from '../src/shared/form/messages.ts';
import type { Answer } from './bridge.ts';
import type { LiveRegion } from './liveRegion.ts';
import type { FormEvent } from './model/reduce.ts';
import type { FormState, Place } from './model/state.ts';
import type { Summary } from './model/summary.ts';

/** The state, and what was worked out from it once for all parts. */
export interface View {
  readonly state: FormState;
  /** Places of the rows that are shown, in their order. */
  readonly shown: readonly number[];
  readonly summary: Summary;
}

export interface Context {
  view(): View;
  dispatch(event: FormEvent): void;
  edit(draft: Partial<Draft>): void;
  /** Errors are shown at `place` and announced. A second one of the same kind while the first is open is not sent. */
  ask(request: Request, place: Place): Promise<Answer | undefined>;
  readonly live: LiveRegion;
}

export interface Part {
  readonly element: HTMLElement;
  update(view: View): void;
}
