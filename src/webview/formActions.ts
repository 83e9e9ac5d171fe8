/** What the form has done by the commands: all that asks, tells or opens something outside its page. None of them rejects. */
import type { Plan } from '../operations/plan.ts';
import type { Run, RunOptions } from '../operations/run.ts';
import type { ScriptTarget } from '../operations/scripts/scriptTargets.ts';
import type { UnfinishedRun } from '../operations/operations.ts';
import type { TenantRef } from '../shared/model.ts';

/** A file of the person's choosing, or why it cannot be used. */
export type FileChoice =
  /** `name`: without its folder. Somebody else's text. */
  | { readonly kind: 'file'; readonly name: string; readonly bytes: Uint8Array }
  | { readonly kind: 'refused'; readonly why: string }
  /** The person thought better of it. */
  | { readonly kind: 'none' };

export interface FormActions {
  /** A modal that names what would be written; the list itself is in the form. */
  confirm(plan: Plan): Promise<boolean>;
  /** The same for a plan that is not in the form: what a modal has no room for is reviewed in a document first. */
  review(plan: Plan): Promise<boolean>;
  readonly continueAfterFirst: NonNullable<RunOptions['continueAfterFirst']>;
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
  addIdentity(): Promise<void>;
  reveal(tenant: TenantRef): Promise<void>;
  refresh(): Promise<void>;
}
