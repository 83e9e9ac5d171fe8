/** What the form has done by the commands: all that asks, tells or opens something outside its page. None of them rejects. */
import type { Plan } from '../operations/plan.ts';
import type { Run, RunOptions } from '../operations/run.ts';
import type { UnfinishedRun } from '../operations/operations.ts';
import type { TenantRef } from '../shared/model.ts';
import type { Outcome } from '../shared/outcome.ts';

/** A file of the person's choosing. */
export interface ChosenFile {
  /** Without its folder. Somebody else's text. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface FormActions {
  /** A modal that names what would be written, `notes` below it; the list itself is in the form. */
  confirm(plan: Plan, notes: readonly string[]): Promise<boolean>;
  readonly continueAfterFirst: NonNullable<RunOptions['continueAfterFirst']>;
  /** Goes on showing a run whose form was closed, and says what came of it. */
  watch(run: Run): Promise<void>;
  /** Asks first. */
  discard(run: UnfinishedRun): Promise<void>;
  /** `undefined`: the person thought better of it. */
  chooseList(): Promise<Outcome<ChosenFile | undefined>>;
  exportRun(id: string): Promise<void>;
  copyScript(plan: Plan): Promise<void>;
  showReport(id: string): Promise<void>;
  showJournal(): Promise<void>;
  savePartnerId(id: string): Promise<void>;
  signIn(tenants: readonly TenantRef[]): Promise<void>;
  addIdentity(): Promise<void>;
  reveal(tenant: TenantRef): Promise<void>;
  refresh(): Promise<void>;
}
