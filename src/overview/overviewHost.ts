import type { Chosen } from '../estate/view/filter.ts';
import type { Request } from '../shared/overview/messages.ts';
import type { NextStep } from './nextSteps.ts';

/** What a command does as it is; what goes wrong in it is told where it happens. */
export type OverviewCommand = Extract<Request['ask'], 'addIdentity' | 'tryWithSampleData' | 'manageLinks' | 'refresh'>;

/** What the overview has done by the commands: all that asks, tells or opens something outside its page. None of them rejects. */
export interface OverviewHost {
  /** Brings the Tenants view to the front with just these. */
  show(rows: Chosen | 'needsAttention'): Promise<void>;
  /** Does it for those that it is about now. */
  takeStep(step: NextStep): Promise<void>;
  perform(command: OverviewCommand): Promise<void>;
  /** What went wrong with a request whose page is hidden or closed by now. */
  tell(text: string): Promise<void>;
}
