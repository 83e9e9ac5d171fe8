/** What the form has done by the commands: all that asks, tells or opens something outside its page. None of them rejects. */
import type { SubscriptionRef } from '../../estate/scan/dporReader.ts';
import type { RunPort } from '../../operations/control/runControl.ts';
import type { PalIntent, Plan } from '../../operations/plan/plan.ts';
import type { Run } from '../../operations/run/run.ts';
import type { ScriptTarget } from '../../operations/scripts/scriptTargets.ts';
import type { UnfinishedRun } from '../../operations/operations.ts';
import type { Request } from '../../shared/form/messages.ts';
import type { TenantRef } from '../../shared/model/model.ts';

/** A file of the user's choosing, or why it cannot be used. */
export type FileChoice =
  /** `name`: without its folder. Untrusted text. */
  | { readonly kind: 'file'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'refused'; readonly why: string }
  /** The user cancels. */
  | { readonly kind: 'none' };

export type Validation =
  /** `name`: the partner's, where the service sent one. Untrusted text. */
  | { readonly kind: 'validated'; readonly name?: string }
  /** It could not be validated, or the user cancels; they know why. */
  | { readonly kind: 'notValidated' }
  /** Nothing was asked, as the user looks in the portal themselves. */
  | { readonly kind: 'guided' };

/** What the page asks for and a command does as it is; what goes wrong in it is told where it happens. */
export type CommandRequest = Extract<
  Request,
  { readonly ask: 'exportRun' | 'showReport' | 'showJournal' | 'addIdentity' | 'refresh' }
>;

export interface FormHost {
  /** What is asked on the way to a run. */
  readonly runs: RunPort;
  perform(command: CommandRequest): Promise<void>;
  /** What went wrong with a request whose page is hidden or closed by now. */
  tell(text: string): Promise<void>;
  /** Goes on showing a run whose form was closed or is hidden, and says what came of it. */
  watch(run: Run): Promise<void>;
  /** Asks first. */
  discard(run: UnfinishedRun): Promise<void>;
  chooseList(): Promise<FileChoice>;
  /** `plan` absent: the draft has no usable partner ID, and only a status can be asked for. */
  copyScript(plan: Plan | undefined, targets: readonly ScriptTarget[]): Promise<void>;
  savePartnerId(id: string): Promise<void>;
  signIn(tenants: readonly TenantRef[]): Promise<void>;
  /** What these subscriptions were bought by. `false`: the user cancelled that. */
  readAgreements(subscriptions: readonly SubscriptionRef[]): Promise<boolean>;
  /** By the portal's service or, guided, by the user: they are asked which where that is not decided. */
  checkDpor(subscriptions: readonly SubscriptionRef[]): Promise<void>;
  /** The portal's *Validate ID*, asked by the way that the user decides on. Says itself what went wrong. */
  validateThrough(subscription: SubscriptionRef, partnerId: string): Promise<Validation>;
  /** The user does it in the portal, with the steps beside it; `undefined`: looks there only. */
  guide(subscriptions: readonly SubscriptionRef[], wish: PalIntent | undefined): Promise<void>;
  reveal(tenant: TenantRef): Promise<void>;
}
