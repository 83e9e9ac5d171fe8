/** What is remembered of identities, and their secrets, kept by a test. */
import { Emitter } from '../../../../src/shared/async/emitter.ts';
import { rememberedKey, type AddedIdentity, type KnownIdentities } from '../../../../src/shared/model/knownIdentity.ts';
import { failed, success, type Outcome } from '../../../../src/shared/model/outcome.ts';
import { secretStorage, type Secrets } from '../../../../src/shared/ports/secrets.ts';

export class RememberedIdentities implements KnownIdentities {
  readonly leftOut = new Set<string>();
  readonly #added = new Map<string, AddedIdentity>();
  readonly #changes = new Emitter<void>();
  readonly onDidChange = this.#changes.event;
  /** What saving ends in. */
  saving: Outcome<void> = success(undefined);

  added(): readonly AddedIdentity[] {
    return [...this.#added.values()];
  }

  isLeftOut(identity: string): boolean {
    return this.leftOut.has(identity);
  }

  tenants(): readonly string[] {
    return [];
  }

  async add(added: AddedIdentity): Promise<Outcome<void>> {
    return this.keep(added);
  }

  async keep(added: AddedIdentity): Promise<Outcome<void>> {
    if (this.saving.ok) {
      this.#added.set(rememberedKey(added.identity.key), added);
      this.#changes.fire();
    }
    return this.saving;
  }

  async remove(identity: string): Promise<Outcome<void>> {
    this.#added.delete(rememberedKey(identity));
    this.leftOut.add(identity);
    this.#changes.fire();
    return this.saving;
  }

  async takeBack(identity: string): Promise<Outcome<void>> {
    this.leftOut.delete(identity);
    return this.saving;
  }
}

export class RememberedSecrets implements Secrets {
  readonly kept = new Map<string, string>();
  /** As on a machine without a keyring. */
  broken = false;
  /** As with a keyring that is locked meanwhile: this many secrets are set before the next ones are not. */
  settable = Infinity;

  async get(key: string): Promise<Outcome<string | undefined>> {
    return this.#answer(() => this.kept.get(key));
  }

  async set(key: string, secret: string): Promise<Outcome<void>> {
    if (this.settable <= 0) {
      return failed({ kind: 'storageNotWritable', code: secretStorage });
    }
    this.settable -= 1;
    return this.#answer(() => void this.kept.set(key, secret));
  }

  async delete(key: string): Promise<Outcome<void>> {
    return this.#answer(() => void this.kept.delete(key));
  }

  #answer<T>(answer: () => T): Outcome<T> {
    return this.broken ? failed({ kind: 'storageNotWritable', code: secretStorage }) : success(answer());
  }
}
