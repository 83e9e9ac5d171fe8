/**
 * The identities that the user added, the accounts removed here, and the tenants added to either: one file per mode, shared by
 * all windows. Of each identity the later entry counts, whichever window it came from. No secret is ever in it.
 */
import { systemClock, type Clock } from '../../shared/async/clock.ts';
import { join } from 'node:path';
import { Emitter, type Event } from '../../shared/async/emitter.ts';
import { errorsTo } from '../../shared/ports/log.ts';
import {
  rememberedKey,
  type AddedIdentity,
  type KnownIdentities,
  type PrincipalCredential,
  type CredentialSource,
} from '../../shared/model/knownIdentity.ts';
import type { IdentityKey } from '../../shared/model/model.ts';
import type { Outcome } from '../../shared/model/outcome.ts';
import { WatchedJsonFile, type KeeperParts } from './watchedJsonFile.ts';
import { isFields, isListOf, isRecordOf, isText, isTime } from '../../shared/validation/guards.ts';
import { isIdentity } from './snapshotGuards.ts';

/** The last statement about an identity and when it was made; the last writer wins. */
type Entry = { readonly at: number } & (
  | ({ readonly kind: 'added'; readonly tenants?: readonly string[] } & AddedIdentity)
  /** An account of VS Code, which has them listed without being added. */
  | { readonly kind: 'account'; readonly tenants?: readonly string[] }
  | { readonly kind: 'removed' }
);

/** The same without its time. */
type EntryData = Entry extends infer W ? (W extends Entry ? Omit<W, 'at'> : never) : never;

type Entries = ReadonlyMap<string, Entry>;

/** A change made in this window. */
interface EntryUpdate {
  readonly key: string;
  /** From the entry before it, which another window may have written meanwhile. */
  readonly change: (before: Entry | undefined) => EntryData;
  readonly at: number;
  readonly ofWhatIsThere?: true;
}

interface IdentitiesFileContent {
  readonly version: 1;
  readonly identities: Readonly<Record<string, Entry>>;
}

export class IdentitiesFile implements KnownIdentities {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #file: WatchedJsonFile<IdentitiesFileContent>;
  readonly #changes: Emitter<void>;
  /** What the file holds, as far as it could be read. */
  #saved: Entries = new Map();
  /** Changes of this window that are not in the file yet: applied again on top of what other windows write. */
  #unsaved: readonly EntryUpdate[] = [];
  /** Both together. */
  #entries: Entries = new Map();

  constructor({ folder, clock = systemClock, ...parts }: KeeperParts) {
    this.#clock = clock;
    this.#changes = new Emitter(errorsTo(parts.log, 'A view of identities'));
    this.#file = new WatchedJsonFile({
      path: join(folder, 'identities.json'),
      what: 'Identities',
      format: { version: 1, guard: isIdentitiesFile },
      takeIn: ({ identities }) => this.#takeIn(new Map(Object.entries(identities))),
      content: () => contentOf(this.#entries),
      saved: ({ identities }) => {
        const entries = new Map(Object.entries(identities));
        this.#unsaved = this.#unsaved.filter(({ key, at }) => (entries.get(key)?.at ?? -Infinity) < at);
        this.#takeIn(entries);
      },
      ...parts,
    });
  }

  /** Fires when an identity changes, here or in another window. Tenants are no such change: each scan reads them anew. */
  get onDidChange(): Event<void> {
    return this.#changes.event;
  }

  /** Reads the file and follows other windows. */
  async open(): Promise<void> {
    await this.#file.open();
  }

  added(): readonly AddedIdentity[] {
    return [...this.#entries.values()].flatMap((entry) =>
      entry.kind === 'added' ? [{ way: entry.way, identity: entry.identity }] : [],
    );
  }

  isLeftOut(identity: IdentityKey): boolean {
    return this.#entries.get(rememberedKey(identity))?.kind === 'removed';
  }

  tenants(identity: IdentityKey): readonly string[] {
    return tenantsOf(this.#entries.get(rememberedKey(identity))) ?? [];
  }

  async add(added: AddedIdentity): Promise<Outcome<void>> {
    return this.#file.writeOrForget(() =>
      contentOf(withUpdates(this.#entries, [this.#updateOf(added.identity.key, addedAs(added))])),
    );
  }

  async keep(added: AddedIdentity): Promise<Outcome<void>> {
    return this.#update(this.#updateOf(added.identity.key, addedAs(added)));
  }

  async remove(identity: IdentityKey): Promise<Outcome<void>> {
    return this.#update(this.#updateOf(identity, () => ({ kind: 'removed' })));
  }

  async takeBack(identity: IdentityKey): Promise<Outcome<void>> {
    return this.#update(this.#updateOf(identity, () => ({ kind: 'account' })));
  }

  async addTenants(identity: IdentityKey, tenantIds: readonly string[]): Promise<Outcome<void>> {
    return this.#updateTenants(identity, (before) => [...new Set([...before, ...tenantIds])]);
  }

  async removeTenants(identity: IdentityKey, tenantIds: readonly string[]): Promise<Outcome<void>> {
    const gone = new Set(tenantIds);
    return this.#updateTenants(identity, (before) => before.filter((tenantId) => !gone.has(tenantId)));
  }

  /** Takes in what other windows saved. */
  async refresh(): Promise<void> {
    await this.#file.refresh();
  }

  async dispose(): Promise<void> {
    await this.#file.dispose();
    this.#changes.dispose();
  }

  /** What another window added a moment ago is read first: the later entry replaces the whole list. */
  async #updateTenants(
    identity: IdentityKey,
    change: (before: readonly string[]) => readonly string[],
  ): Promise<Outcome<void>> {
    await this.refresh();
    const update = this.#updateOf(identity, (before) => {
      const tenants = change(tenantsOf(before) ?? []);
      return before?.kind === 'added'
        ? { kind: 'added', way: before.way, identity: before.identity, tenants }
        : { kind: 'account', tenants };
    });
    return this.#update({ ...update, ofWhatIsThere: true });
  }

  #updateOf(identity: IdentityKey, change: EntryUpdate['change']): EntryUpdate {
    const key = rememberedKey(identity);
    return { key, change, at: Math.max(this.#clock.now(), (this.#entries.get(key)?.at ?? -Infinity) + 1) };
  }

  /** Holds at once; resolves when it is on the disk. */
  async #update(update: EntryUpdate): Promise<Outcome<void>> {
    this.#unsaved = [...this.#unsaved, update];
    this.#takeIn(new Map());
    return this.#file.write();
  }

  #takeIn(news: Entries): void {
    const saved = new Map(this.#saved);
    for (const [key, entry] of news) {
      const known = saved.get(key);
      if (!known || entry.at > known.at) {
        saved.set(key, entry);
      }
    }
    this.#saved = saved;
    const before = this.#entries;
    this.#entries = withUpdates(saved, this.#unsaved);
    if ([...this.#entries].some(([key, entry]) => meaning(entry) !== meaning(before.get(key)))) {
      this.#changes.fire();
    }
  }
}

/** The later entry counts; but a change of the tenants there are applies to those that are there then. */
function withUpdates(entries: Entries, updates: readonly EntryUpdate[]): Entries {
  const all = new Map(entries);
  for (const { key, change: changeOf, at, ofWhatIsThere } of updates) {
    const before = all.get(key);
    if (before === undefined || before.at < at || ofWhatIsThere) {
      all.set(key, { ...changeOf(before), at: Math.max(at, (before?.at ?? -Infinity) + 1) });
    }
  }
  return all;
}

function addedAs({ way, identity }: AddedIdentity): EntryUpdate['change'] {
  return (before) => ({ kind: 'added', way, identity, ...tenantsField(before) });
}

function contentOf(entries: Entries): IdentitiesFileContent {
  return { version: 1, identities: Object.fromEntries(entries) };
}

/** What of a entry makes a difference to which identities there are, and to how they sign in. */
function meaning(entry: Entry | undefined): string {
  return entry === undefined || entry.kind === 'account' ? '' : JSON.stringify({ ...entry, at: 0, tenants: [] });
}

function tenantsOf(entry: Entry | undefined): readonly string[] | undefined {
  return entry === undefined || entry.kind === 'removed' ? undefined : entry.tenants;
}

function tenantsField(entry: Entry | undefined): { readonly tenants?: readonly string[] } {
  const tenants = tenantsOf(entry);
  return tenants === undefined ? {} : { tenants };
}

function isIdentitiesFile(value: unknown): value is IdentitiesFileContent {
  return isFields(value) && value['version'] === 1 && isRecordOf(value['identities'], isEntry);
}

function isEntry(value: unknown): value is Entry {
  if (!isFields(value) || !isTime(value['at'])) {
    return false;
  }
  switch (value['kind']) {
    case 'added':
      return isWay(value['way']) && isIdentity(value['identity']) && areTenants(value['tenants']);
    case 'account':
      return areTenants(value['tenants']);
    default:
      return value['kind'] === 'removed';
  }
}

function areTenants(value: unknown): boolean {
  return value === undefined || isListOf(value, isText);
}

function isWay(value: unknown): value is CredentialSource {
  if (!isFields(value)) {
    return false;
  }
  switch (value['kind']) {
    case 'azureCli':
    case 'azurePowerShell':
      return true;
    case 'servicePrincipal':
      return (
        (value['tenantId'] === undefined || isText(value['tenantId'])) &&
        isText(value['clientId']) &&
        isCredential(value['credential'])
      );
    default:
      return false;
  }
}

function isCredential(value: unknown): value is PrincipalCredential {
  if (!isFields(value)) {
    return false;
  }
  return (
    value['kind'] === 'secret' ||
    ((value['kind'] === 'certificate' || value['kind'] === 'federated') && isText(value['path']))
  );
}
