/**
 * The identities that the person added, the accounts removed here, and the tenants added to either: one file per mode, shared by
 * all windows. Of each identity the later word counts, whichever window it came from. No secret is ever in it.
 */
import { join } from 'node:path';
import { Emitter, type Listen } from '../../shared/async/emitter.ts';
import {
  rememberedKey,
  type AddedIdentity,
  type KnownIdentities,
  type PrincipalCredential,
  type Way,
} from '../../shared/model/knownIdentity.ts';
import type { IdentityKey } from '../../shared/model/model.ts';
import type { Outcome } from '../../shared/model/outcome.ts';
import { FollowedFile, type KeeperParts } from './sharedJsonFile.ts';
import { isFields, isListOf, isRecordOf, isText, isTime } from '../../shared/validation/guards.ts';
import { isIdentity } from './snapshotGuards.ts';

/** What was last said of an identity, and when. */
type Word = { readonly at: number } & (
  | ({ readonly kind: 'added'; readonly tenants?: readonly string[] } & AddedIdentity)
  /** An account of VS Code, which has them listed without being added. */
  | { readonly kind: 'account'; readonly tenants?: readonly string[] }
  | { readonly kind: 'removed' }
);

/** The same without its time. */
type Said = Word extends infer W ? (W extends Word ? Omit<W, 'at'> : never) : never;

type Words = ReadonlyMap<string, Word>;

/** Something that a person said of an identity in this window. */
interface Saying {
  readonly key: string;
  /** By what was said before of it, which another window may have said meanwhile. */
  readonly said: (before: Word | undefined) => Said;
  readonly at: number;
  readonly ofWhatIsThere?: true;
}

interface IdentitiesFileContent {
  readonly version: 1;
  readonly identities: Readonly<Record<string, Word>>;
}

export class IdentitiesFile implements KnownIdentities {
  readonly #clock: () => number;
  readonly #file: FollowedFile<IdentitiesFileContent>;
  readonly #changes = new Emitter<void>();
  /** What the file holds, as far as it could be read. */
  #saved: Words = new Map();
  /** What was said here and is not in the file yet, to be said again on top of what another window may have said. */
  #unsaved: readonly Saying[] = [];
  /** Both together. */
  #words: Words = new Map();

  constructor({ folder, clock = Date.now, ...parts }: KeeperParts) {
    this.#clock = clock;
    this.#file = new FollowedFile({
      path: join(folder, 'identities.json'),
      what: 'Identities',
      format: { version: 1, guard: isIdentitiesFile },
      takeIn: ({ identities }) => this.#takeIn(new Map(Object.entries(identities))),
      content: () => contentOf(this.#words),
      saved: ({ identities }) => {
        const words = new Map(Object.entries(identities));
        this.#unsaved = this.#unsaved.filter(({ key, at }) => (words.get(key)?.at ?? -Infinity) < at);
        this.#takeIn(words);
      },
      ...parts,
    });
  }

  /** Something was said of an identity, here or in another window. Tenants are no such news: each scan reads them anew. */
  get onDidChange(): Listen<void> {
    return this.#changes.event;
  }

  /** Reads the file and follows other windows. Never rejects. */
  async open(): Promise<void> {
    await this.#file.open();
  }

  added(): readonly AddedIdentity[] {
    return [...this.#words.values()].flatMap((word) =>
      word.kind === 'added' ? [{ way: word.way, identity: word.identity }] : [],
    );
  }

  isLeftOut(identity: IdentityKey): boolean {
    return this.#words.get(rememberedKey(identity))?.kind === 'removed';
  }

  tenants(identity: IdentityKey): readonly string[] {
    return tenantsOf(this.#words.get(rememberedKey(identity))) ?? [];
  }

  async add(added: AddedIdentity): Promise<Outcome<void>> {
    return this.#file.writeOrForget(() =>
      contentOf(said(this.#words, [this.#saying(added.identity.key, addedAs(added))])),
    );
  }

  async keep(added: AddedIdentity): Promise<Outcome<void>> {
    return this.#say(this.#saying(added.identity.key, addedAs(added)));
  }

  async remove(identity: IdentityKey): Promise<Outcome<void>> {
    return this.#say(this.#saying(identity, () => ({ kind: 'removed' })));
  }

  async takeBack(identity: IdentityKey): Promise<Outcome<void>> {
    return this.#say(this.#saying(identity, () => ({ kind: 'account' })));
  }

  async addTenants(identity: IdentityKey, tenantIds: readonly string[]): Promise<Outcome<void>> {
    return this.#sayTenants(identity, (before) => [...new Set([...before, ...tenantIds])]);
  }

  async removeTenants(identity: IdentityKey, tenantIds: readonly string[]): Promise<Outcome<void>> {
    const gone = new Set(tenantIds);
    return this.#sayTenants(identity, (before) => before.filter((tenantId) => !gone.has(tenantId)));
  }

  /** Takes in what other windows saved. Never rejects. */
  async refresh(): Promise<void> {
    await this.#file.refresh();
  }

  async dispose(): Promise<void> {
    await this.#file.dispose();
    this.#changes.dispose();
  }

  /** What another window added a moment ago is read first: the later word replaces the whole list. */
  async #sayTenants(
    identity: IdentityKey,
    change: (before: readonly string[]) => readonly string[],
  ): Promise<Outcome<void>> {
    await this.refresh();
    const saying = this.#saying(identity, (before) => {
      const tenants = change(tenantsOf(before) ?? []);
      return before?.kind === 'added'
        ? { kind: 'added', way: before.way, identity: before.identity, tenants }
        : { kind: 'account', tenants };
    });
    return this.#say({ ...saying, ofWhatIsThere: true });
  }

  #saying(identity: IdentityKey, said: Saying['said']): Saying {
    const key = rememberedKey(identity);
    return { key, said, at: Math.max(this.#clock(), (this.#words.get(key)?.at ?? -Infinity) + 1) };
  }

  /** Holds at once; resolves when it is on the disk. */
  async #say(saying: Saying): Promise<Outcome<void>> {
    this.#unsaved = [...this.#unsaved, saying];
    this.#takeIn(new Map());
    return this.#file.write();
  }

  #takeIn(news: Words): void {
    const saved = new Map(this.#saved);
    for (const [key, word] of news) {
      const known = saved.get(key);
      if (!known || word.at > known.at) {
        saved.set(key, word);
      }
    }
    this.#saved = saved;
    const before = this.#words;
    this.#words = said(saved, this.#unsaved);
    if ([...this.#words].some(([key, word]) => meaning(word) !== meaning(before.get(key)))) {
      this.#file.tell(() => this.#changes.fire());
    }
  }
}

/** What was said of an identity later counts; but what is said of the tenants there are is said of those that are there then. */
function said(words: Words, sayings: readonly Saying[]): Words {
  const all = new Map(words);
  for (const { key, said: saidOf, at, ofWhatIsThere } of sayings) {
    const before = all.get(key);
    if (before === undefined || before.at < at || ofWhatIsThere) {
      all.set(key, { ...saidOf(before), at: Math.max(at, (before?.at ?? -Infinity) + 1) });
    }
  }
  return all;
}

function addedAs({ way, identity }: AddedIdentity): Saying['said'] {
  return (before) => ({ kind: 'added', way, identity, ...tenantsField(before) });
}

function contentOf(words: Words): IdentitiesFileContent {
  return { version: 1, identities: Object.fromEntries(words) };
}

/** What of a word makes a difference to which identities there are, and to how they sign in. */
function meaning(word: Word | undefined): string {
  return word === undefined || word.kind === 'account' ? '' : JSON.stringify({ ...word, at: 0, tenants: [] });
}

function tenantsOf(word: Word | undefined): readonly string[] | undefined {
  return word === undefined || word.kind === 'removed' ? undefined : word.tenants;
}

function tenantsField(word: Word | undefined): { readonly tenants?: readonly string[] } {
  const tenants = tenantsOf(word);
  return tenants === undefined ? {} : { tenants };
}

function isIdentitiesFile(value: unknown): value is IdentitiesFileContent {
  return isFields(value) && value['version'] === 1 && isRecordOf(value['identities'], isWord);
}

function isWord(value: unknown): value is Word {
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

function isWay(value: unknown): value is Way {
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
