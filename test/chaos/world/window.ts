/** A window of VS Code with the product in it, as far as it needs no VS Code: its session over the shared folder, its own way to Azure. */
import { azureCloud } from '../../../src/azure/clouds/cloud.ts';
import { connect } from '../../../src/azure/connect.ts';
import type { Run, RunOptions } from '../../../src/operations/run/run.ts';
import type { RunResult } from '../../../src/operations/run/runResult.ts';
import { Session } from '../../../src/session/session.ts';
import { Emitter } from '../../../src/shared/async/emitter.ts';
import type { IdentitySource, IssuedToken, TokenRequest } from '../../../src/shared/ports/identitySource.ts';
import type { IdentityKey } from '../../../src/shared/model/model.ts';
import { failed, success, type Outcome } from '../../../src/shared/model/outcome.ts';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import { issueToken } from '../../../src/sandbox/identities/token.ts';
import type { World } from './world.ts';
import { inHost, type Host } from './time.ts';

/** The folder of the sample session, which all windows share. */
export const folder = '/chaos/data';

export interface FollowedRun {
  readonly run: Run;
  readonly startedAt: number;
  /** The step in which the user cancelled it. */
  cancelledStep?: number;
  result?: RunResult;
  endedAt?: number;
}

export type Gone = 'gone';

export class Window {
  readonly host: Host;
  readonly name: string;
  readonly session: Session;
  /** Every line of its log. */
  readonly log: string[] = [];
  readonly runs = new Map<string, FollowedRun>();
  /** The step in which it began to close. */
  closedStep: number | undefined;
  readonly #world: World;
  readonly #died: Promise<Gone>;
  #die: () => void = () => {};

  constructor(world: World, name: string) {
    this.#world = world;
    this.name = name;
    this.host = { name, dead: false, asleepUntil: 0 };
    this.#died = new Promise((resolve) => {
      this.#die = () => resolve('gone');
    });
    this.session = inHost(this.host, () => this.#session());
  }

  get alive(): boolean {
    return !this.host.dead && this.closedStep === undefined;
  }

  /** Does something in this window; `gone` where that is killed before it is done. */
  do<T>(work: () => Promise<T>): Promise<T | Gone> {
    return Promise.race([inHost(this.host, work), this.#died]);
  }

  /** Nothing of it happens any more. */
  kill(): void {
    this.host.dead = true;
    this.#die();
  }

  async close(): Promise<void> {
    await this.#whenAwake();
    this.closedStep = this.#world.time.step;
    this.#world.say(`${this.name} closes`);
    await this.do(() => this.session.dispose());
    this.kill();
    this.#world.say(`${this.name} is closed`);
  }

  sleep(ms: number): void {
    this.#world.say(`${this.name} sleeps for ${String(Math.round(ms / 1000))} s`);
    this.host.asleepUntil = this.#world.time.now + ms;
  }

  async cancel(one: FollowedRun): Promise<void> {
    await this.#whenAwake();
    one.cancelledStep ??= this.#world.time.step;
    this.#world.say(`${this.name} cancels ${one.run.id}`);
    inHost(this.host, () => one.run.cancel());
  }

  /** Starts or resumes, and notes how it ends. `undefined`: it could not be. */
  async begin(start: (options: RunOptions) => Promise<Outcome<Run>>): Promise<FollowedRun | undefined> {
    const outcome = await this.do(() => start(this.#options()));
    if (outcome === 'gone' || !outcome.ok) {
      this.#world.say(`${this.name} begins no run: ${outcome === 'gone' ? outcome : outcome.failure.kind}`);
      return undefined;
    }
    const run = outcome.value;
    const one: FollowedRun = { run, startedAt: this.#world.time.now };
    this.runs.set(run.id, one);
    this.#world.say(`${this.name} runs ${run.id}: ${run.plan.items.map(({ action }) => action.do).join(' ')}`);
    return one;
  }

  /** Until it has ended, or the window has. */
  async ended(one: FollowedRun): Promise<void> {
    const result = await this.do(() => one.run.finished);
    if (result !== 'gone') {
      one.result = result;
      one.endedAt = this.#world.time.now;
      this.#world.say(
        `${this.name} ended ${result.id} (${result.how}): ${result.items.map(({ state }) => state.kind).join(' ')}`,
      );
      await this.do(() => this.session.save());
    }
  }

  /** Nobody clicks on a machine that sleeps. */
  async #whenAwake(): Promise<void> {
    await this.do(() => this.#world.time.wait(0, this.host));
  }

  #options(): RunOptions {
    const { acts, time } = this.#world;
    const answers = acts.happens(0.85);
    const signsIn = acts.happens(0.7);
    const thinks = acts.whole(100, 20_000);
    return {
      continueAfterFirst: async () => {
        await time.wait(thinks);
        return answers;
      },
      signIn: {
        helps: () => signsIn,
        ask: async (tenants) => {
          await time.wait(thinks);
          for (const tenant of tenants) {
            await this.session.ask((azure) => azure.signIn({ kind: 'tenant', tenant }));
          }
          return answers;
        },
      },
    };
  }

  #session(): Session {
    const note = (line: string): void => void this.log.push(line);
    const log = { debug: note, info: note, warn: note, error: note };
    const changes = new Emitter<void>();
    const own = [{ id: samplePartnerIds.contoso, label: 'Contoso' }];
    return new Session({
      mode: 'azure',
      folder,
      windowId: this.name,
      log,
      ownPartnerIds: {
        list: () => own,
        save: () => Promise.resolve(success(undefined)),
        onDidChange: changes.event,
        dispose: () => changes.dispose(),
      },
      connect: async (_known, traffic) =>
        connect({
          cloud: azureCloud,
          sources: [this.#source()],
          httpClient: this.#world.network.clientOf(this.host),
          log,
          traffic,
        }),
      refreshAfterHours: () => 0,
      runConcurrency: () => this.#world.concurrency,
      dporMode: { get: () => 'portalService', set: () => Promise.resolve(success(undefined)) },
    });
  }

  /** The stand-in's identities, whose tokens may fail, come late or be another tenant's. */
  #source(): IdentitySource {
    const { sandbox } = this.#world;
    const { identities } = sandbox;
    return {
      list: (signal) => identities.list(signal),
      onDidChange: identities.onDidChange,
      owns: (key) => identities.owns(key),
      token: (key, request) => this.#token(key, request),
      signIn: (what) => identities.signIn(what),
      dispose: () => {},
    };
  }

  async #token(key: IdentityKey, request: TokenRequest): Promise<Outcome<IssuedToken>> {
    const { sandbox, network, weather, time } = this.#world;
    if (weather.happens(network.weather.tokens)) {
      const { tenantId } = request;
      switch (weather.whole(0, 4)) {
        case 0:
          return failed({ kind: 'signInNeeded', tenantId });
        case 1:
          await time.wait(weather.whole(1_000, 70_000));
          break;
        case 2:
          return failed({ kind: 'offline', tenantId });
        case 3:
          throw new Error('No token today');
        case 4: {
          const expiresAt = time.now + 3_600_000;
          const stranger = { tenantId: '00000000-0000-4000-8000-0000000000ff', objectId: 'stranger' };
          return success({ token: issueToken({ ...stranger, audience: sandbox.host, expiresAt }), expiresAt });
        }
      }
    }
    return sandbox.identities.token(key, request);
  }
}
