/** Tokens of one identity in one tenant. One object for each pair: nothing here could mix up two tenants. */
import type { IdentitySource, TokenChallenge, TokenRequest } from '../../shared/ports/identitySource.ts';
import type { IdentityKey } from '../../shared/model/model.ts';
import { raceCancellation } from '../errors/cancellation.ts';
import { readClaims, type TokenClaims } from './jwtClaims.ts';
import { toFailure } from '../errors/toFailure.ts';
import { FailureError } from '../errors/failureError.ts';
import type { Clock } from '../../shared/async/clock.ts';
import type { Disposable } from '../../shared/async/emitter.ts';

/** A token this close to its end is asked for anew; Azure and this machine may not agree on the time. */
const renewBeforeMs = 5 * 60_000;

/** Silent requests queue up inside VS Code, so this is longer than any one of them takes. */
const longestWaitMs = 60_000;

export interface CachedToken {
  readonly token: string;
  readonly expiresAt: number;
  /** Where the token is silent, its tenant is the one that Azure lists for it. */
  readonly claims: TokenClaims;
  /** The token itself names tenant and object. */
  readonly saysWhose: boolean;
}

/** What requests get their tokens from. */
export interface TokenProvider {
  token(signal: AbortSignal | undefined): Promise<CachedToken>;
  answer(challenge: TokenChallenge, signal: AbortSignal | undefined): Promise<CachedToken>;
  another(refused: CachedToken, signal: AbortSignal | undefined): Promise<CachedToken | undefined>;
  /** The object that the identity is: by its token, or else by what Azure answered first. */
  objectOf(held: CachedToken): string | undefined;
  /** Azure's answer named an object: whatever another one says later is somebody else's. */
  answered(objectId: string | undefined): void;
}

export interface TenantTokensParts {
  readonly source: IdentitySource;
  readonly identity: IdentityKey;
  /** Absent: the identity's home tenant, whichever that is. */
  readonly tenantId?: string;
  /** The tenant of a token that names none (AD FS), asked of Azure with it. Absent: such a token counts as another tenant's. */
  readonly tenantOf?: (held: CachedToken, signal: AbortSignal) => Promise<string>;
  readonly clock: Clock;
}

/** What a token has to be beside the tenant's. */
type TokenWish = Pick<TokenRequest, 'challenge' | 'refused'>;

interface Flight {
  readonly token: Promise<CachedToken>;
  readonly controller: AbortController;
  waiting: number;
}

/** Every function ends in a token that is this tenant's, or throws a `FailureError`. */
export class TenantTokens implements TokenProvider {
  readonly #parts: TenantTokensParts;
  #held: CachedToken | undefined;
  #answered: string | undefined;
  #generation = 0;
  /** Requests under way, by the challenge they answer or the token that they replace. */
  readonly #flights = new Map<string, Flight>();

  constructor(parts: TenantTokensParts) {
    this.#parts = parts;
  }

  /** From memory until five minutes before its end; requests at the same time share one. */
  async token(signal: AbortSignal | undefined): Promise<CachedToken> {
    return this.#atHand() ?? this.#share({}, signal);
  }

  /** Whether the next token comes from memory. */
  isAtHand(): boolean {
    return this.#atHand() !== undefined;
  }

  /** A token that answers a claims challenge. */
  async answer(challenge: TokenChallenge, signal: AbortSignal | undefined): Promise<CachedToken> {
    return this.#share({ challenge }, signal);
  }

  /** Another token than one that Azure refused without saying why, or `undefined` where the source has no other. */
  async another(refused: CachedToken, signal: AbortSignal | undefined): Promise<CachedToken | undefined> {
    if (this.#held?.token === refused.token) {
      this.#held = undefined;
    }
    const next = this.#atHand() ?? (await this.#share({ refused: refused.token }, signal));
    return next.token === refused.token ? undefined : next;
  }

  objectOf({ claims }: CachedToken): string | undefined {
    return claims.objectId ?? this.#answered;
  }

  answered(objectId: string | undefined): void {
    this.#answered ??= objectId;
  }

  /** After a sign-in or a change of accounts: neither a token from before nor one that is still on its way counts any more. */
  forget(): void {
    this.#held = undefined;
    this.#answered = undefined;
    this.#flights.clear();
    this.#generation += 1;
  }

  #atHand(): CachedToken | undefined {
    const held = this.#held;
    return held && held.expiresAt - renewBeforeMs > this.#parts.clock.now() ? held : undefined;
  }

  async #share(wish: TokenWish, signal: AbortSignal | undefined): Promise<CachedToken> {
    const key = wish.challenge?.wwwAuthenticate ?? wish.refused ?? '';
    let flight = this.#flights.get(key);
    if (!flight) {
      flight = this.#start(key, wish);
    }
    flight.waiting += 1;
    try {
      return await raceCancellation(flight.token, signal, this.#parts.tenantId);
    } finally {
      flight.waiting -= 1;
      if (flight.waiting === 0) {
        // Another one may be under way for the same since identities changed.
        if (this.#flights.get(key) === flight) {
          this.#flights.delete(key);
        }
        flight.controller.abort();
      }
    }
  }

  #start(key: string, wish: TokenWish): Flight {
    const controller = new AbortController();
    const flight: Flight = { controller, waiting: 0, token: this.#ask(wish, controller.signal) };
    this.#flights.set(key, flight);
    return flight;
  }

  async #ask(wish: TokenWish, signal: AbortSignal): Promise<CachedToken> {
    const { tenantId, clock } = this.#parts;
    const generation = this.#generation;
    let timer: Disposable | undefined;
    const tooLong = new Promise<never>((_, reject) => {
      timer = clock.start(longestWaitMs, () => reject(new FailureError({ kind: 'timedOut', tenantId })));
    });
    try {
      const held = await Promise.race([this.#fetch(wish, signal), tooLong]);
      this.#refuseForeign(held);
      if (generation === this.#generation) {
        this.#held = held;
      }
      return held;
    } catch (error) {
      throw new FailureError(toFailure(error, { tenantId }));
    } finally {
      timer?.dispose();
    }
  }

  async #fetch(wish: TokenWish, signal: AbortSignal): Promise<CachedToken> {
    const { source, identity, tenantId, tenantOf } = this.#parts;
    const issued = await source.token(identity, { tenantId, ...wish, signal });
    if (!issued.ok) {
      throw new FailureError({ ...issued.failure, tenantId: issued.failure.tenantId ?? tenantId });
    }
    const claims = readClaims(issued.value.token);
    const saysWhose = claims.tenantId !== undefined && claims.objectId !== undefined;
    const held = { ...issued.value, claims, saysWhose };
    // Whose the home tenant's token is, its list of tenants says: nothing is written with it.
    return tenantOf && tenantId !== undefined && claims.tenantId === undefined
      ? { ...held, claims: { ...claims, tenantId: await tenantOf(held, signal) } }
      : held;
  }

  /** A token that does not say whose it is counts as another tenant's: nobody could tell before a write. */
  #refuseForeign({ claims }: CachedToken): void {
    const { tenantId } = this.#parts;
    if (tenantId !== undefined && claims.tenantId !== tenantId.toLowerCase()) {
      throw new FailureError({
        kind: 'wrongTenant',
        tenantId,
        code: claims.tenantId === undefined ? 'TokenWithoutTenant' : 'TokenOfAnotherTenant',
      });
    }
  }
}
