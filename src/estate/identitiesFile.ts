/**
 * The identities that the person added, the accounts removed here, and the tenants added to either: one file per mode, shared by
 * all windows. Of each identity the later word counts, whichever window it came from. No secret is ever in it.
 */
import { join } from 'node:path';
import { Emitter, type Listen } from '../shared/emitter.ts';
import {
  rememberedKey,
  type AddedIdentity,
  type KnownIdentities,
  type PrincipalCredential,
  type Way,
} from '../shared/knownIdentity.ts';
import type { IdentityKey } from '../shared/model.ts';
import type { Outcome } from '../shared/outcome.ts';
import { FollowedFile, type KeeperParts } from './followedFile.ts';
import { isFields, isListOf, isRecordOf, isText, isTime } from './guards.ts';
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

interface IdentitiesFileContent {
  readonly version: 1;
  readonly identities: Readonly<Record<string, Word>>;
}

export class IdentitiesFile implements KnownIdentities {
  readonly #clock: () => number;
  readonly #file: FollowedFile<IdentitiesFileContent>;
  readonly #changes = new Emitter<void>();
  #words: ReadonlyMap<string, Word> = new Map();

  constructor({ folder, log, clock = Date.now, watch }: KeeperParts) {
    this.#clock = clock;
    this.#file = new FollowedFile({
      path: join(folder, 'identities.json'),
      what: 'Identities',
      guard: isIdentitiesFile,
      takeIn: ({ identities }) => this.#takeIn(new Map(Object.entries(identities))),
      log,
      watch,
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

  async keep({ way, identity }: AddedIdentity): Promise<Outcome<void>> {
    return this.#say(identity.key, (before) => ({ kind: 'added', way, identity, ...tenantsField(before) }));
  }

  async remove(identity: IdentityKey): Promise<Outcome<void>> {
    return this.#say(identity, () => ({ kind: 'removed' }));
  }

  async takeBack(identity: IdentityKey): Promise<Outcome<void>> {
    return this.#say(identity, () => ({ kind: 'account' }));
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
    return this.#say(identity, (before) => {
      const tenants = change(tenantsOf(before) ?? []);
      return before?.kind === 'added'
        ? { kind: 'added', way: before.way, identity: before.identity, tenants }
        : { kind: 'account', tenants };
    });
  }

  /** Holds at once; resolves when it is on the disk. */
  async #say(identity: IdentityKey, said: (before: Word | undefined) => Said): Promise<Outcome<void>> {
    const key = rememberedKey(identity);
    const before = this.#words.get(key);
    const at = Math.max(this.#clock(), (before?.at ?? -Infinity) + 1);
    this.#takeIn(new Map([[key, { ...said(before), at }]]));
    return this.#file.write(() => ({ version: 1, identities: Object.fromEntries(this.#words) }));
  }

  #takeIn(news: ReadonlyMap<string, Word>): void {
    const merged = new Map(this.#words);
    for (const [key, word] of news) {
      const known = merged.get(key);
      if (!known || word.at > known.at) {
        merged.set(key, word);
      }
    }
    const changed = [...merged].some(([key, word]) => meaning(word) !== meaning(this.#words.get(key)));
    this.#words = merged;
    if (changed) {
      this.#file.tell(() => this.#changes.fire());
    }
  }
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
