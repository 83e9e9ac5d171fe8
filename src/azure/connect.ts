/** The way into this room. It loads the SDKs: `import()` it on first use, `import type` it anywhere else. */
import { randomUUID } from 'node:crypto';
import { createDefaultHttpClient, type HttpClient } from '@azure/core-rest-pipeline';
import { Emitter } from '../shared/async/emitter.ts';
import type { Failure } from '../shared/model/failure.ts';
import type { AddingSource, IdentityListing, IdentitySource } from '../shared/ports/identitySource.ts';
import type { Log } from '../shared/ports/log.ts';
import { tenantKey, type IdentityKey, type TenantRef } from '../shared/model/model.ts';
import { failed, success, type Outcome } from '../shared/model/outcome.ts';
import type { Traffic } from '../shared/async/pace.ts';
import { forLog } from '../shared/escaping/foreignText.ts';
import { readAgreement } from './api/agreement.ts';
import type { Azure, MayBeSent, Principal } from '../shared/ports/azure.ts';
import { raceCancellation, throwIfCancelled } from './errors/cancellation.ts';
import { linkSignals } from '../shared/async/raceAbort.ts';
import { createClients, type Clients } from './pipeline/clients.ts';
import { BillingGate } from './http/billingGate.ts';
import type { Cloud } from './clouds/cloud.ts';
import { TenantTokens, type CachedToken } from './tokens/tenantTokens.ts';
import { listSubscriptions, listTenants } from './api/directory.ts';
import { toFailure } from './errors/toFailure.ts';
import type { Operation } from './pipeline/operation.ts';
import { changeLink, createLink, readLink, removeLink } from './api/partnerAdminLink.ts';
import { readDpor, removeDpor, setDpor, validateDpor } from './api/partnerOfRecord.ts';
import { guardSending } from './pipeline/sendGuardPolicy.ts';
import { tenantOfDomain } from './api/tenantOfDomain.ts';
import { FailureError } from './errors/failureError.ts';
import { adfsTenant } from './api/adfsTenant.ts';
import { systemClock, type Clock } from '../shared/async/clock.ts';

export interface ConnectOptions {
  readonly cloud: Cloud;
  /** Where identities come from; they stay their maker's to dispose of. New accounts are signed in to by the first. */
  readonly sources: readonly IdentitySource[];
  /** One more source, which others than accounts are added to. Absent: none can be. */
  readonly adding?: AddingSource;
  /** Absent: Node's own. The sandbox and the tests bring another. */
  readonly httpClient?: HttpClient;
  /** The authority is asked through it. Absent: `httpClient`. */
  readonly authorityClient?: HttpClient;
  readonly log: Log;
  readonly clock?: Clock;
  /** From 0 to below 1, for the jitter of retries. */
  readonly random?: () => number;
  /** Is told of each request to Azure Resource Manager and the billing service. */
  readonly traffic?: Traffic;
}

/** Connects to a cloud; nothing is sent until something is asked. */
export function connect(options: ConnectOptions): Azure {
  const { cloud, adding, log, traffic, clock = systemClock, random = Math.random } = options;
  const sources = adding ? [...options.sources, adding] : options.sources;
  const httpClient = options.httpClient ?? createDefaultHttpClient();
  const authorityClient = options.authorityClient ?? httpClient;
  const known = new Map<string, { readonly clients: Clients; readonly credential: TenantTokens }>();
  const changed = new Emitter<void>();
  const closing = new AbortController();
  const gate = new BillingGate();

  const forgetTokens = (): void => {
    for (const { credential } of known.values()) {
      credential.forget();
    }
  };
  const forgetIdentity = (identity: IdentityKey): void => {
    for (const [key, { credential }] of known) {
      if (key.startsWith(`${identity}|`)) {
        credential.forget();
        known.delete(key);
      }
    }
  };
  const subscriptions = sources.map((source) =>
    source.onDidChange(() => {
      forgetTokens();
      changed.fire();
    }),
  );

  function clientsFor(identity: IdentityKey, tenantId: string | undefined): Clients {
    const key = tenantKey({ identity, tenantId: tenantId ?? '' });
    let one = known.get(key);
    if (!one) {
      const source = sources.find((candidate) => candidate.owns(identity));
      if (!source) {
        throw new FailureError({ kind: 'signInNeeded', code: 'NoSuchIdentity', tenantId });
      }
      const parts = { cloud, tenantId, httpClient, log, clock, random, gate, traffic };
      const tenantOf = (held: CachedToken, signal: AbortSignal): Promise<string> => adfsTenant(held, parts, signal);
      const credential = new TenantTokens({
        source,
        identity,
        tenantId,
        clock,
        tenantOf: cloud.kind === 'adfs' ? tenantOf : undefined,
      });
      one = { credential, clients: createClients({ ...parts, credential }) };
      known.set(key, one);
    }
    return one.clients;
  }

  /** Runs one operation to its outcome: nothing thrown in this room gets past here. */
  async function run<T>(
    name: string,
    identity: IdentityKey,
    tenantId: string | undefined,
    signal: AbortSignal,
    work: (operation: Operation) => Promise<T>,
    mayBeSent?: MayBeSent,
  ): Promise<Outcome<T>> {
    const correlationId = randomUUID();
    const linked = linkSignals(signal, closing.signal);
    if (mayBeSent) {
      guardSending(linked.signal, mayBeSent);
    }
    try {
      throwIfCancelled(linked.signal, tenantId);
      const clients = clientsFor(identity, tenantId);
      return success(await work({ clients, correlationId, signal: linked.signal, log }));
    } catch (error) {
      const failure = toFailure(error, { tenantId, correlationId });
      logFailure(name, failure);
      return failed(failure);
    } finally {
      linked.release();
    }
  }

  function inTenant<T>(
    name: string,
    { identity, tenantId }: TenantRef,
    signal: AbortSignal,
    work: (operation: Operation) => Promise<T>,
    mayBeSent?: MayBeSent,
  ): Promise<Outcome<T>> {
    return run(name, identity, tenantId, signal, work, mayBeSent);
  }

  function logFailure(name: string, failure: Failure): void {
    if (failure.kind === 'cancelled') {
      return;
    }
    const details = [
      failure.status === undefined ? '' : ` ${String(failure.status)}`,
      failure.code === undefined ? '' : ` ${forLog(failure.code)}`,
      failure.serviceMessage === undefined ? '' : ` ${forLog(failure.serviceMessage)}`,
      failure.requestId === undefined ? '' : ` request-id=${forLog(failure.requestId)}`,
      failure.mayHaveHappened ? ' (may have happened)' : '',
    ];
    log.warn(
      `${name} failed: ${failure.kind}${details.join('')} (tenant ${failure.tenantId ?? 'home'}, correlation ${failure.correlationId ?? '-'})`,
    );
  }

  /** What every source finds. One that fails does not hide the others; only where none answers it is a failure. */
  async function identities(signal: AbortSignal): Promise<Outcome<readonly IdentityListing[]>> {
    const outcomes = await Promise.all(
      sources.map(async (source): Promise<Outcome<readonly IdentityListing[]>> => {
        try {
          return await raceCancellation(source.list(signal), signal);
        } catch (error) {
          return failed(toFailure(error));
        }
      }),
    );
    const failures = outcomes.filter((outcome) => !outcome.ok);
    for (const { failure } of failures) {
      logFailure('Listing identities', failure);
    }
    const first = failures[0];
    if (first && (failures.length === outcomes.length || signal.aborted)) {
      return first;
    }
    return success(outcomes.flatMap((outcome) => (outcome.ok ? outcome.value : [])));
  }

  async function principal({ clients, signal }: Operation): Promise<Principal> {
    const { claims } = await clients.credential.token(signal);
    if (claims.tenantId === undefined || claims.objectId === undefined) {
      throw new FailureError({ kind: 'unexpectedAnswer', code: 'TokenWithoutObject', tenantId: clients.tenantId });
    }
    return { tenantId: claims.tenantId, objectId: claims.objectId };
  }

  return {
    identities,
    onDidChangeIdentities: changed.event,
    tenants: (identity, signal, found) =>
      run('Listing tenants', identity, undefined, signal, (operation) => listTenants(operation, found)),
    subscriptions: (tenant, signal) => inTenant('Listing subscriptions', tenant, signal, listSubscriptions),
    async tenantOfDomain(domain, signal) {
      const linked = linkSignals(signal, closing.signal);
      try {
        const parts = { cloud, httpClient: authorityClient, log, clock, random };
        return success(await tenantOfDomain(domain, parts, linked.signal));
      } catch (error) {
        const failure = toFailure(error);
        logFailure('Finding the tenant of a domain', failure);
        return failed(failure);
      } finally {
        linked.release();
      }
    },
    hasToken: (tenant) => known.get(tenantKey(tenant))?.credential.isAtHand() ?? false,
    principal: (tenant, signal) => inTenant('Finding the principal', tenant, signal, principal),
    readLink: (tenant, signal) => inTenant('Reading the link', tenant, signal, readLink),
    createLink: (tenant, partnerId, signal, mayBeSent) =>
      inTenant('Linking', tenant, signal, (one) => createLink(one, partnerId), mayBeSent),
    changeLink: (tenant, partnerId, signal, mayBeSent) =>
      inTenant('Changing the link', tenant, signal, (one) => changeLink(one, partnerId), mayBeSent),
    removeLink: (tenant, partnerId, signal, mayBeSent) =>
      inTenant('Removing the link', tenant, signal, (one) => removeLink(one, partnerId), mayBeSent),
    readAgreement: (tenant, subscriptionId, signal) =>
      inTenant('Reading the agreement', tenant, signal, (operation) => readAgreement(operation, subscriptionId)),
    readDpor: (tenant, subscriptionId, signal) =>
      inTenant('Reading the DPOR', tenant, signal, (operation) => readDpor(operation, subscriptionId)),
    validateDpor: (tenant, subscriptionId, partnerId, signal) =>
      inTenant('Validating the partner ID', tenant, signal, (operation) =>
        validateDpor(operation, subscriptionId, partnerId),
      ),
    setDpor: (tenant, subscriptionId, partnerId, signal, mayBeSent) =>
      inTenant('Designating', tenant, signal, (one) => setDpor(one, subscriptionId, partnerId), mayBeSent),
    removeDpor: (tenant, subscriptionId, signal, mayBeSent) =>
      inTenant('Removing the DPOR', tenant, signal, (one) => removeDpor(one, subscriptionId), mayBeSent),
    portalService: () =>
      cloud.billing === undefined ? 'notAvailableInCloud' : gate.refused ? 'clientNotAccepted' : 'mayBeAsked',
    askPortalServiceAgain: () => {
      gate.startOver();
    },
    async signIn(what) {
      const identity =
        what.kind === 'account' ? what.identity : what.kind === 'tenant' ? what.tenant.identity : undefined;
      const source = identity === undefined ? sources[0] : sources.find((one) => one.owns(identity));
      if (!source) {
        return failed({ kind: 'signInNeeded', code: 'NoSuchIdentity' });
      }
      try {
        const outcome = await source.signIn(what);
        if (what.kind === 'tenant' && outcome.ok && outcome.value.key === what.tenant.identity) {
          // The others' tokens are as good as before, and hundreds of tenants need not wait for theirs again.
          known.get(tenantKey(what.tenant))?.credential.forget();
        } else {
          forgetTokens();
        }
        return outcome;
      } catch (error) {
        return failed(toFailure(error));
      }
    },
    async leftOutAccounts() {
      const outcomes = await Promise.all(sources.map(async (source) => (await source.leftOut?.()) ?? success([])));
      return outcomes.flatMap((outcome) => (outcome.ok ? outcome.value : []));
    },
    async addIdentity(what, signal) {
      if (!adding) {
        return failed({ kind: 'signInUnavailable' });
      }
      const linked = linkSignals(signal, closing.signal);
      try {
        const outcome = await raceCancellation(adding.add(what, linked.signal), linked.signal);
        if (outcome.ok) {
          forgetIdentity(outcome.value.key);
        } else {
          logFailure('Adding an identity', outcome.failure);
        }
        return outcome;
      } catch (error) {
        return failed(toFailure(error));
      } finally {
        linked.release();
      }
    },
    exampleIdentity: () => adding?.example?.(),
    async removeIdentity(identity) {
      forgetIdentity(identity);
      const source = sources.find((one) => one.owns(identity));
      try {
        return (await source?.remove?.(identity)) ?? success(undefined);
      } catch (error) {
        return failed(toFailure(error));
      } finally {
        // What was on its way meanwhile.
        forgetIdentity(identity);
      }
    },
    dispose() {
      closing.abort();
      for (const subscription of subscriptions) {
        subscription.dispose();
      }
      changed.dispose();
      known.clear();
    },
  };
}
