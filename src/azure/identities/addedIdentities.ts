/**
 * Identities that the user added: the login of the Azure CLI, that of Azure PowerShell, service principals. Who one is comes
 * from its own token; what it proves itself by is tried before it is remembered.
 */
import type { HttpClient } from '@azure/core-rest-pipeline';
import { loginOfAnother } from '../../shared/text/credentialText.ts';
import { Emitter, type Disposable } from '../../shared/async/emitter.ts';
import type { Failure, LoginTool } from '../../shared/model/failure.ts';
import type {
  AddingSource,
  IdentityListing,
  IssuedToken,
  SignInRequest,
  TokenRequest,
} from '../../shared/ports/identitySource.ts';
import type {
  AddedIdentity,
  KnownIdentities,
  NewIdentity,
  CredentialSource,
} from '../../shared/model/knownIdentity.ts';
import { errorName, type Log } from '../../shared/ports/log.ts';
import type { Identity, IdentityKey } from '../../shared/model/model.ts';
import { failed, success, type Outcome } from '../../shared/model/outcome.ts';
import type { Traffic } from '../../shared/async/pace.ts';
import type { Secrets } from '../../shared/ports/secrets.ts';
import { Limiter } from '../../shared/async/limiter.ts';
import { readClaims } from '../tokens/jwtClaims.ts';
import type { Cloud } from '../clouds/cloud.ts';
import { AuthorityMetadata } from '../credentials/authorityMetadata.ts';
import type { TokenSource } from '../credentials/tokenSource.ts';
import { systemClock, type Clock } from '../../shared/async/clock.ts';
import { loginIdentity, principalIdentity, tokenIdentity } from '../tokens/tokenIdentity.ts';

export interface AddedIdentitiesParts {
  readonly cloud: Cloud;
  readonly known: KnownIdentities;
  readonly secrets: Secrets;
  /** The authority is asked through it. */
  readonly httpClient: HttpClient;
  readonly log: Log;
  readonly clock?: Clock;
  /** Is told of each request to the authority. */
  readonly traffic?: Traffic;
}

type LoginWay = Extract<CredentialSource, { readonly kind: LoginTool }>;

interface Login {
  readonly identity: Identity;
  readonly issued: IssuedToken;
}

/** Each token is a process of its own, and a scan asks for many. */
const mostProcesses = 4;

/** How long a tool is taken to be logged in as the same person, in milliseconds. */
const sureFor = 60_000;

/** Clocks that differ by less are no trouble: Microsoft Entra allows as much. */
const tolerance = 5 * 60_000;

export class AddedIdentities implements AddingSource {
  readonly #parts: Required<Omit<AddedIdentitiesParts, 'traffic'>> & Pick<AddedIdentitiesParts, 'traffic'>;
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #listener: Disposable;
  /** One credential object for each identity and tenant. */
  readonly #askers = new Map<string, TokenSource>();
  readonly #metadata: AuthorityMetadata;
  /** Who each tool is logged in as, asked a moment ago. */
  readonly #logins = new Map<LoginTool, { readonly at: number; readonly login: Promise<Outcome<Login>> }>();
  /** The object of a login in each tenant: another one there is another person. */
  readonly #objects = new Map<string, string>();
  readonly #processes = { azureCli: new Limiter(mostProcesses), azurePowerShell: new Limiter(mostProcesses) };

  /** What this window itself adds or removes is no news. */
  #saying = 0;

  constructor(parts: AddedIdentitiesParts) {
    this.#parts = { clock: systemClock, ...parts };
    this.#metadata = new AuthorityMetadata(parts.cloud.authority, this.#parts.clock);
    this.#listener = parts.known.onDidChange(() => {
      this.#forgetRemoved();
      if (this.#saying === 0) {
        this.#changed.fire();
      }
    });
  }

  owns(identity: IdentityKey): boolean {
    return /^(?:azureCli|azurePowerShell|servicePrincipal):/.test(identity);
  }

  /** As remembered: whether it still works shows when its tenants are listed, and nobody else's rows wait for it. */
  async list(signal: AbortSignal): Promise<Outcome<readonly IdentityListing[]>> {
    await Promise.all(
      this.#parts.known.added().map(async ({ way, identity }) => {
        if (way.kind !== 'servicePrincipal' && identity.key === nobody(way).key) {
          await this.#login(way, signal);
        }
      }),
    );
    return success(
      this.#parts.known.added().map(({ way, identity }): IdentityListing => {
        const loggedOut = way.kind !== 'servicePrincipal' && identity.key === nobody(way).key;
        return {
          identity,
          state: loggedOut
            ? { kind: 'signInNeeded', failure: { kind: 'signInNeeded', tool: way.kind } }
            : { kind: 'ready' },
        };
      }),
    );
  }

  async token(identity: IdentityKey, request: TokenRequest): Promise<Outcome<IssuedToken>> {
    const added = this.#find(identity);
    if (!added) {
      return failed({ kind: 'signInNeeded', code: 'IdentityGone', tenantId: request.tenantId });
    }
    const { way } = added;
    if (way.kind === 'servicePrincipal') {
      return this.#ask(way, identity, request);
    }
    const login = await this.#login(way, request.signal);
    if (!login.ok) {
      return failed({ ...login.failure, tenantId: request.tenantId });
    }
    if (login.value.identity.key !== identity) {
      return failed(anotherLogin(way, request.tenantId));
    }
    if (request.tenantId === undefined && !request.challenge && request.refused === undefined) {
      return success(login.value.issued);
    }
    const token = await this.#ask(way, identity, request);
    return token.ok && !this.#sameObject(identity, token.value) ? failed(anotherLogin(way, request.tenantId)) : token;
  }

  /** There is no page to show: what was to be done was done elsewhere, and it is tried again. */
  async signIn(request: SignInRequest): Promise<Outcome<Identity>> {
    if (request.kind === 'newAccount') {
      return failed({ kind: 'signInUnavailable' });
    }
    const [key, tenantId] =
      request.kind === 'tenant' ? [request.tenant.identity, request.tenant.tenantId] : [request.identity, undefined];
    const added = this.#find(key);
    if (!added) {
      return failed({ kind: 'signInNeeded', code: 'IdentityGone', tenantId });
    }
    this.#forget(added);
    const { signal } = new AbortController();
    const { way } = added;
    if (way.kind !== 'servicePrincipal' && tenantId === undefined) {
      const login = await this.#login(way, signal);
      return login.ok ? success(login.value.identity) : login;
    }
    const token = await this.token(key, { tenantId, signal });
    return token.ok ? success(added.identity) : token;
  }

  /**
   * Whatever of it cannot be kept, all is as it was: an identity that was there before goes on with what it proved itself by.
   */
  async add(what: NewIdentity, signal: AbortSignal): Promise<Outcome<Identity>> {
    const { way, secret } = what;
    const tried = await this.#try(way, secret, signal);
    if (!tried.ok) {
      return tried;
    }
    const { identity } = tried.value;
    const kept = await (secret === undefined
      ? this.#keepWithoutSecret({ way, identity })
      : this.#keepWithSecret({ way, identity }, secret));
    if (!kept.ok) {
      return kept;
    }
    this.#forget({ way, identity });
    return success(identity);
  }

  async #keepWithSecret(added: AddedIdentity, secret: string): Promise<Outcome<void>> {
    const { known, secrets } = this.#parts;
    const { key } = added.identity;
    const before = await secrets.get(key);
    if (!before.ok) {
      return before;
    }
    const stored = await secrets.set(key, secret);
    const kept = stored.ok ? await this.#say(() => known.add(added)) : stored;
    if (!kept.ok) {
      await this.#putBack(key, before.value);
      this.#forgetAskers(key);
    }
    return kept;
  }

  async #putBack(key: IdentityKey, before: string | undefined): Promise<void> {
    const { secrets, log } = this.#parts;
    const now = await secrets.get(key);
    if (now.ok && now.value === before) {
      return;
    }
    const undone = await (before === undefined ? secrets.delete(key) : secrets.set(key, before));
    if (!undone.ok) {
      log.warn('The secret of before cannot be put back');
    }
  }

  /** The secret of before goes last. Where there is no keyring there is none, either. */
  async #keepWithoutSecret(added: AddedIdentity): Promise<Outcome<void>> {
    const { known, secrets } = this.#parts;
    const kept = await this.#say(() => known.add(added));
    if (kept.ok) {
      await secrets.delete(added.identity.key);
    }
    return kept;
  }

  async remove(identity: IdentityKey): Promise<Outcome<void>> {
    const { known, secrets } = this.#parts;
    const added = this.#find(identity);
    if (added) {
      this.#forget(added);
    }
    const [forgotten, removed] = await Promise.all([secrets.delete(identity), this.#say(() => known.remove(identity))]);
    return forgotten.ok ? removed : forgotten;
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.dispose();
    this.#askers.clear();
    this.#logins.clear();
  }

  async #say(what: () => Promise<Outcome<void>>): Promise<Outcome<void>> {
    this.#saying += 1;
    try {
      return await what();
    } finally {
      this.#saying -= 1;
    }
  }

  #find(identity: IdentityKey): AddedIdentity | undefined {
    return this.#parts.known.added().find((one) => one.identity.key === identity);
  }

  /** Tries a way in as it was given, without anything remembered of it. */
  async #try(way: CredentialSource, secret: string | undefined, signal: AbortSignal): Promise<Outcome<Login>> {
    const asker = await this.#create(way, secret, undefined);
    const token = asker.ok ? await this.#limited(way, () => asker.value({ signal })) : asker;
    if (!token.ok) {
      return token;
    }
    const untimely = this.#untimely(token.value);
    const who = tokenIdentity(token.value.token);
    if (untimely || !who) {
      return failed(untimely ?? { kind: 'unexpectedAnswer', code: 'TokenWithoutObject' });
    }
    const meant = way.kind === 'servicePrincipal' ? way.tenantId : undefined;
    if (meant !== undefined && who.tenantId !== undefined && who.tenantId !== meant) {
      return failed({ kind: 'wrongTenant', code: 'TokenOfAnotherTenant', tenantId: meant });
    }
    const identity = way.kind === 'servicePrincipal' ? principalIdentity(way, who) : loginIdentity(way.kind, who);
    return success({ identity, issued: token.value });
  }

  /** Who a tool is logged in as now. Another than before takes the place of that one; where nobody is, that one goes. */
  async #login(way: LoginWay, signal: AbortSignal): Promise<Outcome<Login>> {
    const { clock, known } = this.#parts;
    const asked = this.#logins.get(way.kind);
    if (asked && clock.now() - asked.at < sureFor) {
      return asked.login;
    }
    // Several may wait for it, so none of them can call it off.
    const login = this.#try(way, undefined, new AbortController().signal);
    this.#logins.set(way.kind, { at: clock.now(), login });
    const outcome = await login;
    if (!outcome.ok && this.#logins.get(way.kind)?.login === login) {
      this.#logins.delete(way.kind);
    }
    const before = known.added().find((one) => one.way.kind === way.kind);
    const now = outcome.ok ? outcome.value.identity : loggedOut(outcome.failure) ? nobody(way) : undefined;
    if (before && now && JSON.stringify(before.identity) !== JSON.stringify(now) && !signal.aborted) {
      this.#forgetAskers(before.identity.key);
      await known.keep({ way, identity: now });
    }
    return outcome;
  }

  async #ask(way: CredentialSource, identity: IdentityKey, request: TokenRequest): Promise<Outcome<IssuedToken>> {
    const key = askerKey(identity, request.tenantId);
    const secret = way.kind === 'servicePrincipal' ? await this.#parts.secrets.get(identity) : success(undefined);
    if (!secret.ok) {
      return secret;
    }
    // Its credential object remembers the token that was refused, and would give it out until its end.
    const known = request.refused === undefined ? this.#askers.get(key) : undefined;
    const asker = known ? success(known) : await this.#create(way, secret.value, request.tenantId);
    if (!asker.ok) {
      return asker;
    }
    this.#askers.set(key, asker.value);
    const token = await this.#limited(way, () => asker.value(request));
    const failure = token.ok ? this.#untimely(token.value, request.tenantId) : token.failure;
    if (!failure) {
      return token;
    }
    // What it was made of (a file, a secret) may be another the next time.
    this.#askers.delete(key);
    return failed(failure);
  }

  async #create(
    way: CredentialSource,
    secret: string | undefined,
    tenantId: string | undefined,
  ): Promise<Outcome<TokenSource>> {
    try {
      const { createTokenSource } = await import('../credentials/open.ts');
      return await createTokenSource(way, secret, { ...this.#parts, metadata: this.#metadata, tenantId });
    } catch (error) {
      // By its name alone: its words may hold what the credential was to be made of.
      this.#parts.log.error(`A credential cannot be made: ${errorName(error)}`);
      return failed({ kind: 'unknown', tenantId });
    }
  }

  async #limited<T>(way: CredentialSource, task: () => Promise<T>): Promise<T> {
    return way.kind === 'servicePrincipal' ? task() : this.#processes[way.kind].run(task);
  }

  /** A token from the future, or one over already: one of the clocks is wrong, and nobody can tell how long it holds. */
  #untimely({ token }: IssuedToken, tenantId?: string): Failure | undefined {
    const { validFrom = -Infinity, expiresAt = Infinity } = readClaims(token);
    const now = this.#parts.clock.now();
    return validFrom > now + tolerance || expiresAt <= now ? { kind: 'clockWrong', tenantId } : undefined;
  }

  #sameObject(identity: IdentityKey, { token }: IssuedToken): boolean {
    const { tenantId, objectId } = readClaims(token);
    if (tenantId === undefined || objectId === undefined) {
      return true;
    }
    const key = askerKey(identity, tenantId);
    const before = this.#objects.get(key) ?? objectId;
    this.#objects.set(key, before);
    return before === objectId;
  }

  #forget({ way, identity }: AddedIdentity): void {
    this.#forgetAskers(identity.key);
    if (way.kind !== 'servicePrincipal') {
      this.#logins.delete(way.kind);
    }
  }

  #forgetAskers(identity: IdentityKey): void {
    for (const map of [this.#askers, this.#objects]) {
      for (const key of map.keys()) {
        if (key.startsWith(`${identity}|`)) {
          map.delete(key);
        }
      }
    }
  }

  /** Another window may have removed one. */
  #forgetRemoved(): void {
    const there = new Set(this.#parts.known.added().map(({ identity }) => identity.key));
    for (const key of this.#askers.keys()) {
      const identity = key.slice(0, key.indexOf('|'));
      if (!there.has(identity)) {
        this.#forgetAskers(identity);
      }
    }
  }
}

function askerKey(identity: IdentityKey, tenantId: string | undefined): string {
  return `${identity}|${tenantId ?? ''}`;
}

/** Stands for a tool that nobody is logged in with. */
function nobody({ kind }: LoginWay): Identity {
  return { key: `${kind}:`, kind, name: kind === 'azureCli' ? 'Azure CLI' : 'Azure PowerShell' };
}

/** Nobody at all, as told by the tool itself; a login that has run out is still somebody's. */
function loggedOut({ kind, code }: Failure): boolean {
  return kind === 'signInNeeded' && code === undefined;
}

function anotherLogin(way: LoginWay, tenantId: string | undefined): Failure {
  return { kind: 'signInNeeded', code: loginOfAnother, tool: way.kind, tenantId };
}
