/** What every part of the page is given. */
import type { Draft, FromHost, Request } from '../../src/shared/form/messages.ts';
import type { AnswerOf } from '../kit/bridge.ts';
import type { LiveRegion } from '../kit/liveRegion.ts';
import type { Part } from '../kit/part.ts';
import type { FormEvent } from './model/reduce.ts';
import type { Place } from './model/state.ts';
import type { View } from './model/view.ts';

export interface Context {
  view(): View;
  dispatch(event: FormEvent): void;
  edit(draft: Partial<Draft>): void;
  /** Errors are shown at `place` and announced. A second one of the same kind while the first is open is not sent. */
  ask(request: Request, place: Place): Promise<AnswerOf<FromHost> | undefined>;
  readonly live: LiveRegion;
}

export type FormPart = Part<View>;
