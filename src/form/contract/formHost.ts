/** What the form has done by the commands: all that asks, tells or opens something outside its page. None of them rejects. */
import type { SubscriptionRef } from '../../estate/scan/dporReader.ts';
import type { PalIntent, Plan } from '../../operations/plan/plan.ts';
import type { Run, RunOptions, SignInForRun } from '../../operations/run/run.ts';
import type { ScriptTarget } from '../../operations/scripts/scriptTargets.ts';
import type { UnfinishedRun } from '../../operations/operations.ts';
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

export interface FormHost {
  /** A modal that names what would be written; the list itself is in the form. */
  confirm(plan: Plan): Promise<boolean>;
  /** The same for a plan that is not in the form: what a modal has no room for is reviewed in a document first. */
  review(plan: Plan): Promise<boolean>;
  readonly continueAfterFirst: NonNullable<RunOptions['continueAfterFirst']>;
  readonly signInForRun: SignInForRun;
  /** What went wrong with a request whose page is hidden or closed by now. */
  tell(text: string): Promise<void>;
  /** Goes on showing a run whose form was closed or is hidden, and says what came of it. */
  watch(run: Run): Promise<void>;
  /** Asks first. */
  discard(run: UnfinishedRun): Promise<void>;
  chooseList(): Promise<FileChoice>;
  exportRun(id: string): Promise<void>;
  /** `plan` absent: the draft has no usable partner ID, and only a status can be asked for. */
  copyScript(plan: Plan | undefined, targets: readonly ScriptTarget[]): Promise<void>;
  showReport(id: string): Promise<void>;
  showJournal(): Promise<void>;
  savePartnerId(id: string): Promise<void>;
  signIn(tenants: readonly TenantRef[]): Promise<void>;
  /** Of tenants in which a run was refused for want of a sign-in, before they are tried again. */
  signInAgain(tenants: readonly TenantRef[]): Promise<void>;
  /** What these subscriptions were bought by. `false`: the user cancelled that. */
  readAgreements(subscriptions: readonly SubscriptionRef[]): Promise<boolean>;
  /** By the portal's service or, guided, by the user: they are asked which where that is not decided. */
  checkDpor(subscriptions: readonly SubscriptionRef[]): Promise<void>;
  /** The portal's *Validate ID*, asked by the way that the user decides on. Says itself what went wrong. */
  validateThrough(subscription: SubscriptionRef, partnerId: string): Promise<Validation>;
  /** The user does it in the portal, with the steps beside it; `undefined`: looks there only. */
  guide(subscriptions: readonly SubscriptionRef[], wish: PalIntent | undefined): Promise<void>;
  addIdentity(): Promise<void>;
  reveal(tenant: TenantRef): Promise<void>;
  refresh(): Promise<void>;
}
