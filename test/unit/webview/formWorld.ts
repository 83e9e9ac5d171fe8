/** The form over the sandbox without VS Code: a session of its own, a page that only listens, and actions that answer from a script. */
import type { Plan } from '../../../src/operations/plan.ts';
import type { Run } from '../../../src/operations/run.ts';
import { samplePartnerIds } from '../../../src/sandbox/partners.ts';
import type { Sandbox, SandboxOptions } from '../../../src/sandbox/sandbox.ts';
import { sampleIdentityKeys, sampleTenantIds } from '../../../src/sandbox/scenario.ts';
import type { Session } from '../../../src/session.ts';
import type { Request } from '../../../src/shared/form/messages.ts';
import { tenantKey, type SavedPartnerId } from '../../../src/shared/model.ts';
import { Form } from '../../../src/webview/form.ts';
import type { FileChoice, FormActions } from '../../../src/webview/formActions.ts';
import { RecordedLog } from '../../host/support/recorders.ts';
import { openSampleSession } from '../sampleSession.ts';
import { FakePage, type Answer } from './fakePage.ts';

export type SampleTenant = keyof typeof sampleTenantIds;

export function keyOf(tenant: SampleTenant): string {
  return tenantKey({ identity: sampleIdentityKeys.consultant, tenantId: sampleTenantIds[tenant] });
}

/** Answers every question from what the test set, and remembers what was asked. */
export class FakeActions implements FormActions {
  readonly calls: string[] = [];
  readonly confirmed: { readonly plan: Plan; readonly how: 'confirmed' | 'reviewed' }[] = [];
  readonly watched: Run[] = [];
  says: boolean | (() => Promise<boolean>) = true;
  goesOn: () => Promise<boolean> = () => Promise.resolve(true);
  file: FileChoice = { kind: 'none' };

  readonly continueAfterFirst = async (name: string | undefined, id: string): Promise<boolean> => {
    this.calls.push(`continueAfterFirst ${id} ${name ?? '-'}`);
    return this.goesOn();
  };

  async confirm(plan: Plan): Promise<boolean> {
    return this.#asked(plan, 'confirmed');
  }

  async review(plan: Plan): Promise<boolean> {
    return this.#asked(plan, 'reviewed');
  }

  async watch(run: Run): Promise<void> {
    this.watched.push(run);
    await run.finished;
  }

  async chooseList(): Promise<FileChoice> {
    return Promise.resolve(this.file);
  }

  tell = this.#noting('tell');
  discard = this.#noting('discard');
  exportRun = this.#noting('exportRun');
  copyScript = this.#noting('copyScript');
  showReport = this.#noting('showReport');
  showJournal = this.#noting('showJournal');
  savePartnerId = this.#noting('savePartnerId');
  signIn = this.#noting('signIn');
  signInAgain = this.#noting('signInAgain');
  addIdentity = this.#noting('addIdentity');
  reveal = this.#noting('reveal');
  refresh = this.#noting('refresh');

  async #asked(plan: Plan, how: 'confirmed' | 'reviewed'): Promise<boolean> {
    this.confirmed.push({ plan, how });
    return typeof this.says === 'boolean' ? this.says : this.says();
  }

  #noting(name: string) {
    return async (what?: unknown): Promise<void> => {
      this.calls.push(what === undefined ? name : `${name} ${typeof what === 'string' ? what : JSON.stringify(what)}`);
      return Promise.resolve();
    };
  }
}

export interface FormWorld {
  readonly folder: string;
  readonly session: Session;
  readonly sandbox: Sandbox;
  readonly page: FakePage;
  readonly actions: FakeActions;
  readonly log: RecordedLog;
  readonly form: Form;
  /** The form's page begins; resolves when it was told everything. */
  ready(request?: Partial<Extract<Request, { ask: 'ready' }>>): Promise<Answer>;
  /** Another form over the same session. */
  another(): { readonly form: Form; readonly page: FakePage; readonly actions: FakeActions };
  /** A new form over the same page. */
  inPlaceOf(form: Form): { readonly form: Form };
  close(): Promise<void>;
}

export interface FormWorldOptions {
  readonly sandbox?: SandboxOptions;
  readonly own?: readonly SavedPartnerId[];
  readonly unscanned?: boolean;
}

export async function openFormWorld(options: FormWorldOptions = {}): Promise<FormWorld> {
  const log = new RecordedLog();
  const own = options.own ?? [{ id: samplePartnerIds.contoso, label: 'Contoso Consulting' }];
  const { folder, session, sandbox, close } = await openSampleSession({ ...options, log, own });
  const forms: Form[] = [];
  const open = (): ReturnType<FormWorld['another']> => {
    const page = new FakePage();
    const actions = new FakeActions();
    const form = new Form({ channel: page.channel, session, actions, log, language: 'en' });
    forms.push(form);
    return { form, page, actions };
  };
  const first = open();
  return {
    folder,
    session,
    sandbox,
    log,
    ...first,
    ready: (request = {}) => first.page.ask({ ask: 'ready', ...request }),
    another: open,
    inPlaceOf: (before) => {
      const { generation } = before;
      const form = new Form({
        channel: first.page.channel,
        session,
        actions: first.actions,
        log,
        language: 'en',
        generation,
      });
      forms.push(form);
      return { form };
    },
    close: async () => {
      forms.forEach((form) => form.dispose());
      await close();
    },
  };
}
