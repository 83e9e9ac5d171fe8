/** What every part of the page is given. */
import type { Draft, Request } from '../../src/shared/form/messages.ts';
import type { Answer } from '../kit/bridge.ts';
import type { LiveRegion } from '../kit/liveRegion.ts';
import type { FormEvent } from './model/reduce.ts';
import type { Place } from './model/state.ts';
import type { View } from './model/view.ts';

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
