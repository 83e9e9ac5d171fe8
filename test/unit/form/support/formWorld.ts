/** The form over the sandbox without VS Code: a session of its own, a page that only listens, and a host that answers from a script. */
import type { Plan } from '../../../../src/operations/plan/plan.ts';
import type { Run } from '../../../../src/operations/run/run.ts';
import { samplePartnerIds } from '../../../../src/sandbox/scenario/partners.ts';
import type { Sandbox, SandboxOptions } from '../../../../src/sandbox/sandbox.ts';
import { sampleIdentityKeys, sampleTenantIds } from '../../../../src/sandbox/scenario/scenario.ts';
import type { SubscriptionRef } from '../../../../src/estate/scan/dporReader.ts';
import type { Session } from '../../../../src/session/session.ts';
import type { Request } from '../../../../src/shared/form/messages.ts';
import { tenantKey, type TenantRef, type SavedPartnerId } from '../../../../src/shared/model/model.ts';
import { Form } from '../../../../src/form/form.ts';
import type { CommandRequest, FileChoice, FormHost, Validation } from '../../../../src/form/contract/formHost.ts';
import { RecordedLog } from '../../../host/support/recorders.ts';
import { openSampleSession } from '../../support/sampleSession.ts';
import { FakePage, type Answer } from './fakePage.ts';

export type SampleTenant = keyof typeof sampleTenantIds;

export function keyOf(tenant: SampleTenant): string {
  return tenantKey({ identity: sampleIdentityKeys.consultant, tenantId: sampleTenantIds[tenant] });
}

/** Answers every question from what the test set, and remembers what was asked. */
export class FakeFormHost implements FormHost {
  readonly calls: string[] = [];
  readonly confirmed: { readonly plan: Plan; readonly how: 'confirmed' | 'reviewed' }[] = [];
  readonly watched: Run[] = [];
  says: boolean | (() => Promise<boolean>) = true;
  goesOn: () => Promise<boolean> = () => Promise.resolve(true);
  file: FileChoice = { kind: 'none' };
  /** Set by the world: what a click on these asks for. */
  session: Session | undefined;
  /** What the user decides on when the portal's service is to be asked. */
  way: 'portalService' | 'guided' | 'none' = 'portalService';
  #never = new AbortController().signal;

  signsIn: (tenants: readonly TenantRef[]) => Promise<boolean> = () => Promise.resolve(false);
  readonly runs: FormHost['runs'] = {
    confirm: async (plan, listedIn) => {
      this.confirmed.push({ plan, how: listedIn === 'form' ? 'confirmed' : 'reviewed' });
      return typeof this.says === 'boolean' ? this.says : this.says();
    },
    signInAgain: this.#noting('signInAgain'),
    options: {
      continueAfterFirst: async (name, id) => {
        this.calls.push(`continueAfterFirst ${id} ${name ?? '-'}`);
        return this.goesOn();
      },
      signIn: {
        helps: () => true,
        ask: async (tenants) => {
          this.calls.push(`signInForRun ${String(tenants.length)}`);
          return this.signsIn(tenants);
        },
      },
    },
  };

  async perform(command: CommandRequest): Promise<void> {
    return this.#noting(command.ask)('run' in command ? command.run : undefined);
  }

  async readAgreements(refs: readonly SubscriptionRef[]): Promise<boolean> {
    this.calls.push(`readAgreements ${String(refs.length)}`);
    await this.session?.dpor.readAgreements(refs, this.#never);
    return true;
  }

  async checkDpor(refs: readonly SubscriptionRef[]): Promise<void> {
    this.calls.push(`checkDpor ${String(refs.length)}`);
    if (this.way === 'portalService') {
      await this.session?.dpor.readDpors(refs, this.#never);
    }
  }

  async validateThrough(ref: SubscriptionRef, id: string): Promise<Validation> {
    this.calls.push(`validateThrough ${id}`);
    if (this.way === 'guided') {
      return { kind: 'guided' };
    }
    const azure = await this.session?.azure();
    const outcome = await azure?.validateDpor(ref.tenant, ref.subscriptionId, id, this.#never);
    if (!outcome?.ok || this.way === 'none') {
      return { kind: 'notValidated' };
    }
    const { partnerName: name } = outcome.value;
    if (name !== undefined) {
      this.session?.store.learnPartnerName(id, name);
    }
    return { kind: 'validated', ...(name !== undefined && { name }) };
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
  copyScript = this.#noting('copyScript');
  savePartnerId = this.#noting('savePartnerId');
  signIn = this.#noting('signIn');
  guide = this.#noting('guide');
  reveal = this.#noting('reveal');

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
  readonly host: FakeFormHost;
  readonly log: RecordedLog;
  readonly form: Form;
  /** The form's page begins; resolves when it was told everything. */
  ready(request?: Partial<Extract<Request, { ask: 'ready' }>>): Promise<Answer>;
  /** Another form over the same session. */
  another(): { readonly form: Form; readonly page: FakePage; readonly host: FakeFormHost };
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
    const host = new FakeFormHost();
    host.session = session;
    const form = new Form({ channel: page.channel, session, host, log, language: 'en' });
    forms.push(form);
    return { form, page, host };
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
        host: first.host,
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
