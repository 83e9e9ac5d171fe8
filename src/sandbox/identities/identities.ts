/** The stand-in's identities: silent tokens, tenants that wait for a sign-in, accounts that come with *newAccount*, and what is added to them. */
import { Emitter } from '../../shared/async/emitter.ts';
import type { Failure } from '../../shared/model/failure.ts';
import type { NewIdentity } from '../../shared/model/knownIdentity.ts';
import type {
  AddingSource,
  IdentityListing,
  IssuedToken,
  SignInRequest,
  TokenRequest,
} from '../../shared/ports/identitySource.ts';
import type { Identity, IdentityKey } from '../../shared/model/model.ts';
import { failed, success, type Outcome } from '../../shared/model/outcome.ts';
import { claimsChallenged } from '../../shared/text/signInText.ts';
import type { FaultAnswer, FaultRule, Faults } from '../switches/faults.ts';
import { AbortError, pause, type SandboxClock } from '../switches/delays.ts';
import type { State } from '../state/state.ts';
import type { Switches } from '../switches/switches.ts';
import { addableFor, addablesOf, exampleOf, type Addable } from './addable.ts';
import { issueToken } from './token.ts';
import type { SampleIdentity, SampleTenant, Scenario } from '../scenario/world.ts';

const prefix = 'sample:';
const tokenLifeMs = 75 * 60_000;
/** A token at hand is used again while it lives at least this long. */
const renewBeforeMs = 5 * 60_000;

export interface IdentityParts {
  readonly host: string;
  readonly clock: SandboxClock;
  readonly switches: () => Switches;
  readonly scenario: () => Scenario;
  readonly state: State;
  readonly faults: Faults;
}

export class SampleIdentities implements AddingSource {
  readonly #parts: IdentityParts;
  readonly #changed = new Emitter<void>();
  readonly #tokens = new Map<string, IssuedToken>();
  /** Identity and tenant, for faults that want it. */
  readonly #signedInAgain = new Set<string>();
  readonly onDidChange = this.#changed.event;

  constructor(parts: IdentityParts) {
    this.#parts = parts;
  }

  list(signal: AbortSignal): Promise<Outcome<readonly IdentityListing[]>> {
    if (signal.aborted) {
      return Promise.resolve(failed({ kind: 'cancelled' }));
    }
    const listing = this.#present().map((one): IdentityListing => ({
      identity: identityOf(one),
      state: { kind: 'ready' },
    }));
    return Promise.resolve(success(listing));
  }

  owns(identity: IdentityKey): boolean {
    return identity.startsWith(prefix);
  }

  async token(key: IdentityKey, request: TokenRequest): Promise<Outcome<IssuedToken>> {
    if (request.signal.aborted) {
      return failed({ kind: 'cancelled', tenantId: request.tenantId });
    }
    const identity = this.#present().find((one) => keyOf(one) === key);
    const tenantId = (request.tenantId ?? identity?.homeTenantId)?.toLowerCase();
    if (!identity || tenantId === undefined) {
      return failed({ kind: 'signInNeeded', tenantId });
    }
    const switches = this.#parts.switches();
    const fault = this.#parts.faults.pick(switches.faults, { method: 'TOKEN', pathAndQuery: '', tenantId });
    if (fault?.kind === 'tokenFails') {
      return failed({ kind: fault.failure, tenantId, code: fault.code });
    }
    const refused = this.#refuse(identity, tenantId);
    if (refused) {
      return failed(refused);
    }
    const cacheKey = `${key}|${tenantId}`;
    if (request.challenge && !this.#signedInAgain.has(cacheKey) && asksForSignIn(switches.faults, tenantId)) {
      return failed({ kind: 'signInNeeded', code: claimsChallenged, tenantId });
    }
    const known = request.challenge || fault ? undefined : this.#tokens.get(cacheKey);
    if (known && known.expiresAt - this.#parts.clock.now() > renewBeforeMs) {
      return success(known);
    }
    if (switches.tokenLatencyMs > 0) {
      try {
        await pause(switches.tokenLatencyMs, request.signal, this.#parts.clock);
      } catch (error) {
        return failed({ kind: error instanceof AbortError ? 'cancelled' : 'unknown', tenantId });
      }
    }
    const issued = this.#issue(identity, tenantId, request, fault);
    if (!fault) {
      this.#tokens.set(cacheKey, issued);
    }
    return success(issued);
  }

  async signIn(request: SignInRequest): Promise<Outcome<Identity>> {
    const [key, tenantId] =
      request.kind === 'tenant'
        ? [request.tenant.identity, request.tenant.tenantId]
        : [request.kind === 'account' ? request.identity : undefined, undefined];
    const added = addablesOf(this.#parts.scenario()).find((one) => keyOf(one) === key);
    if (!added) {
      return this.#signIn(request);
    }
    // There is no page to show: it is tried again.
    const token = await this.token(keyOf(added), { tenantId, signal: new AbortController().signal });
    return token.ok ? success(identityOf(added)) : token;
  }

  add(what: NewIdentity, signal: AbortSignal): Promise<Outcome<Identity>> {
    if (signal.aborted) {
      return Promise.resolve(failed({ kind: 'cancelled' }));
    }
    const outcome = addableFor(this.#parts.scenario(), what);
    if (outcome.ok) {
      this.#parts.state.signIn(outcome.value.id);
    }
    return Promise.resolve(outcome.ok ? success(identityOf(outcome.value)) : outcome);
  }

  example(): NewIdentity | undefined {
    return exampleOf(this.#parts.scenario());
  }

  remove(key: IdentityKey): Promise<Outcome<void>> {
    const gone = this.#present().find((one) => keyOf(one) === key);
    if (gone) {
      this.#parts.state.signOut(gone.id);
    }
    return Promise.resolve(success(undefined));
  }

  leftOut(): Promise<Outcome<readonly Identity[]>> {
    const { scenario, state } = this.#parts;
    state.refresh();
    return Promise.resolve(
      success(
        scenario()
          .identities.filter(({ id }) => state.hasSignedOut(id))
          .map(identityOf),
      ),
    );
  }

  /** For the stand-in itself: sign-ins or scenario changed by another's hand. */
  tellOfChange(): void {
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }

  #signIn(request: SignInRequest): Outcome<Identity> {
    const { state } = this.#parts;
    const present = this.#present();
    switch (request.kind) {
      case 'newAccount': {
        // Nobody is left to sign in: as if the user had picked an account that is already there.
        const next = this.#parts.scenario().identities.find((one) => !present.includes(one)) ?? present[0];
        if (!next) {
          return failed({ kind: 'cancelled' });
        }
        if (!present.includes(next)) {
          state.signIn(next.id);
        }
        return success(identityOf(next));
      }
      case 'account': {
        const identity = this.#parts.scenario().identities.find((one) => keyOf(one) === request.identity);
        if (!identity) {
          return failed({ kind: 'signInNeeded' });
        }
        if (!present.includes(identity)) {
          state.signIn(identity.id);
        }
        return success(identityOf(identity));
      }
      case 'tenant': {
        const { tenantId } = request.tenant;
        const identity = present.find((one) => keyOf(one) === request.tenant.identity);
        const tenant = identity && tenantOf(identity, tenantId);
        if (!identity) {
          return failed({ kind: 'signInNeeded', tenantId });
        }
        if (!tenant) {
          return failed(noAccount(tenantId));
        }
        if (tenant.access === 'blocked') {
          return failed(blocked(tenantId));
        }
        if (tenant.access === 'noAccount') {
          return failed(noAccount(tenantId));
        }
        if (tenant.access === 'signInNeeded' && !state.hasSignedInToTenant(identity.id, tenantId)) {
          state.signInToTenant(identity.id, tenantId);
        }
        this.#signedInAgain.add(`${request.tenant.identity}|${tenantId}`);
        return success(identityOf(identity));
      }
    }
  }

  #present(): readonly SampleIdentity[] {
    const { scenario, state } = this.#parts;
    const { signedOut } = this.#parts.switches();
    state.refresh();
    return [...scenario().identities, ...addablesOf(scenario())].filter(
      ({ id, afterSignIn }) => state.hasSignedIn(id) || (!afterSignIn && !signedOut && !state.hasSignedOut(id)),
    );
  }

  #refuse(identity: SampleIdentity, tenantId: string): Failure | undefined {
    const tenant = tenantOf(identity, tenantId);
    if (!tenant) {
      return noAccount(tenantId);
    }
    switch (tenant.access) {
      case 'ready':
        return undefined;
      case 'blocked':
        return blocked(tenantId);
      case 'noAccount':
        return noAccount(tenantId);
      case 'signInNeeded':
        return this.#parts.state.hasSignedInToTenant(identity.id, tenantId)
          ? undefined
          : { kind: 'signInNeeded', tenantId, code: 'AADSTS50076' };
    }
  }

  #issue(
    identity: SampleIdentity,
    tenantId: string,
    request: TokenRequest,
    fault: FaultAnswer | undefined,
  ): IssuedToken {
    const of = fault?.kind === 'wrongTenantToken' ? fault.tenantId : tenantId;
    const expiresAt = this.#parts.clock.now() + tokenLifeMs;
    const token = issueToken({
      tenantId: of,
      objectId: (tenantOf(identity, of) ?? tenantOf(identity, tenantId))?.objectId,
      audience: this.#parts.host,
      expiresAt,
      answersClaims: request.challenge && claimsOf(request.challenge),
    });
    return { token, expiresAt };
  }
}

function asksForSignIn(rules: readonly FaultRule[], tenantId: string): boolean {
  return rules.some(
    ({ match, answer }) =>
      answer.kind === 'claimsChallenge' &&
      answer.bySignIn === true &&
      (match.tenantId === undefined || match.tenantId === tenantId),
  );
}

/** Like a provider that takes the whole header: the claims are decoded from it where they are not given. */
function claimsOf(challenge: NonNullable<TokenRequest['challenge']>): string | undefined {
  if (challenge.claims !== undefined) {
    return challenge.claims;
  }
  const encoded = /claims="([^"]+)"/.exec(challenge.wwwAuthenticate)?.[1];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8');
}

const tenantsById = new WeakMap<SampleIdentity, ReadonlyMap<string, SampleTenant>>();

function tenantOf(identity: SampleIdentity, tenantId: string): SampleTenant | undefined {
  let known = tenantsById.get(identity);
  if (!known) {
    known = new Map(identity.tenants.map((tenant) => [tenant.tenantId, tenant]));
    tenantsById.set(identity, known);
  }
  return known.get(tenantId);
}

function keyOf(identity: SampleIdentity): IdentityKey {
  return `${prefix}${identity.id}`;
}

function identityOf(identity: SampleIdentity | Addable): Identity {
  const kind = 'kind' in identity ? identity.kind : 'sample';
  return { key: keyOf(identity), kind, name: identity.name, homeTenantId: identity.homeTenantId };
}

function noAccount(tenantId: string): Failure {
  return { kind: 'noAccountInTenant', tenantId, code: 'AADSTS50020' };
}

function blocked(tenantId: string): Failure {
  return {
    kind: 'tenantBlocked',
    tenantId,
    code: 'AADSTS53003',
    serviceMessage:
      'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
  };
}
