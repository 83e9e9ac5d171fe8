/**
 * Reads what subscriptions were bought by and who is their partner of record, when somebody looks at them: no scan does. The
 * agreement is Azure's documented word; the DPOR comes from the portal's undocumented service, and only where it may be asked.
 */
import { systemClock, type Clock } from '../../shared/async/clock.ts';
import type { Azure } from '../../shared/ports/azure.ts';
import { agreementState, dporApplies } from '../../shared/model/agreement.ts';
import { dporAfterReading, type SubscriptionDpor } from '../../shared/model/dpor.ts';
import { forEachLimit } from '../../shared/async/forEachLimit.ts';
import { linkSignals } from '../../shared/async/raceAbort.ts';
import type { Failure } from '../../shared/model/failure.ts';
import { carriedFailure } from '../../shared/validation/failureGuard.ts';
import { subscriptionList, tenantKey, type Subscription, type TenantRef } from '../../shared/model/model.ts';
import { failed, type Outcome } from '../../shared/model/outcome.ts';
import { dporOf } from '../store/dporRow.ts';
import type { Store } from '../store/store.ts';

/** A subscription, and the tenant through which it is seen. */
export interface SubscriptionRef {
  readonly tenant: TenantRef;
  readonly subscriptionId: string;
}

export function subscriptionKey({ tenant, subscriptionId }: SubscriptionRef): string {
  return `${tenantKey(tenant)}|${subscriptionId}`;
}

/** What is asked of Azure. */
export type AskedAzure = Pick<Azure, 'readAgreement' | 'readDpor' | 'portalService'>;

export interface DporReaderParts {
  readonly azure: () => Promise<AskedAzure>;
  readonly store: Store;
  /** Whether the portal's service may be asked without a click of its own for each reading. */
  readonly mayAskByItself: () => boolean;
  /** The session ends. */
  readonly closing: AbortSignal;
  readonly clock?: Pick<Clock, 'now'>;
}

/** Requests at once; each tenant and principal has a budget of its own with Azure. */
const concurrency = 6;

/** What was read this long ago, successfully or not, is read again when the tenant is opened. Milliseconds. */
const freshFor = 12 * 3_600_000;

export class DporReader {
  readonly #parts: DporReaderParts;
  /** Subscriptions whose DPOR Azure told in this session, by a well-formed answer. */
  readonly #told = new Set<string>();
  /** When a reading last began, that of an agreement and that of a DPOR, whatever came of it. */
  readonly #tried = { agreement: new Map<string, number>(), dpor: new Map<string, number>() };
  /** Tenants whose subscriptions are being looked at. */
  readonly #opening = new Map<string, Promise<void>>();
  /** When the user asked for everything to be read again. */
  readonly #staleBefore = new Map<string, number>();

  constructor(parts: DporReaderParts) {
    this.#parts = parts;
  }

  /** A well-formed answer about it came in this session; without one nothing is designated. */
  wasTold(ref: SubscriptionRef): boolean {
    return this.#told.has(subscriptionKey(ref));
  }

  /** Somebody else (a run, a validation) had a well-formed answer about it. */
  noteTold(ref: SubscriptionRef): void {
    this.#told.add(subscriptionKey(ref));
  }

  /** The tenant's subscriptions stand in the tree: what is not known of them, or old, is read. Cheap to call again and again. */
  async tenantOpened(tenant: TenantRef): Promise<void> {
    const key = tenantKey(tenant);
    const looking = this.#opening.get(key) ?? this.#look(tenant).finally(() => this.#opening.delete(key));
    this.#opening.set(key, looking);
    await looking;
  }

  /** What is known of these tenants' subscriptions is old from now on. */
  makeStale(tenants: readonly TenantRef[]): void {
    const now = this.#now();
    tenants.forEach((tenant) => this.#staleBefore.set(tenantKey(tenant), now));
  }

  /** Reads these agreements, whatever is known of them. */
  async readAgreements(refs: readonly SubscriptionRef[], signal: AbortSignal): Promise<void> {
    const azure = await this.#azure();
    await this.#readAll(refs, signal, async (ref, stop) => {
      const { tenant, subscriptionId } = ref;
      this.#tried.agreement.set(subscriptionKey(ref), this.#now());
      const outcome = azure.ok ? await azure.value.readAgreement(tenant, subscriptionId, stop) : azure;
      this.#parts.store.setAgreement(tenant, subscriptionId, agreementState(outcome));
    });
  }

  /** Reads these DPORs; the caller has the user's word that the service may be asked. Ends in why the last one could not be read. */
  async readDpors(refs: readonly SubscriptionRef[], signal: AbortSignal): Promise<Failure | undefined> {
    const azure = await this.#azure();
    let last: Failure | undefined;
    await this.#readAll(refs, signal, async (ref, stop) => {
      this.#tried.dpor.set(subscriptionKey(ref), this.#now());
      const outcome = azure.ok ? await azure.value.readDpor(ref.tenant, ref.subscriptionId, stop) : azure;
      this.#take(ref, outcome);
      last = outcome.ok ? last : outcome.failure;
    });
    return last;
  }

  async #readAll(
    refs: readonly SubscriptionRef[],
    signal: AbortSignal,
    read: (ref: SubscriptionRef, stop: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const stop = linkSignals(signal, this.#parts.closing);
    await forEachLimit(
      refs,
      concurrency,
      (ref) => read(ref, stop.signal),
      () => stop.signal.aborted,
    ).finally(stop.release);
  }

  #take(ref: SubscriptionRef, outcome: Parameters<typeof dporAfterReading>[1]): void {
    const row = this.#parts.store.tenant(ref.tenant);
    if (!row) {
      return;
    }
    if (outcome.ok) {
      this.#told.add(subscriptionKey(ref));
    }
    const before = dporOf(row, ref.subscriptionId).dpor;
    this.#parts.store.setDpor(ref.tenant, ref.subscriptionId, dporAfterReading(before, outcome, this.#now()));
  }

  async #look(tenant: TenantRef): Promise<void> {
    const { store, closing, mayAskByItself } = this.#parts;
    const wanted = (is: (one: Subscription, known: SubscriptionDpor) => boolean): readonly SubscriptionRef[] => {
      const row = store.tenant(tenant);
      return subscriptionList(row?.subscriptions ?? { kind: 'notChecked' })
        .filter((one) => row && is(one, dporOf(row, one.subscriptionId)))
        .map(({ subscriptionId }) => ({ tenant, subscriptionId }));
    };
    const agreements = wanted(({ subscriptionId }, { agreementAt }) =>
      this.#isOld({ tenant, subscriptionId }, this.#tried.agreement, agreementAt),
    );
    if (agreements.length > 0) {
      await this.readAgreements(agreements, closing);
    }
    const dpors = wanted(
      (one, { agreement, dporAt }) =>
        dporApplies(one, agreement).kind === 'applies' &&
        this.#isOld({ tenant, subscriptionId: one.subscriptionId }, this.#tried.dpor, dporAt),
    );
    if (dpors.length > 0 && (mayAskByItself() || (await this.#isNowhere()))) {
      await this.readDpors(dpors, closing);
    }
  }

  #isOld(ref: SubscriptionRef, tried: ReadonlyMap<string, number>, at: number | undefined): boolean {
    const last = Math.max(at ?? -Infinity, tried.get(subscriptionKey(ref)) ?? -Infinity);
    const stale = this.#staleBefore.get(tenantKey(ref.tenant)) ?? -Infinity;
    return last <= stale || last < this.#now() - freshFor;
  }

  /** Where no host of the service is known nothing is sent, and the rows are to say so. */
  async #isNowhere(): Promise<boolean> {
    const azure = await this.#azure();
    return azure.ok && azure.value.portalService() === 'notAvailableInCloud';
  }

  async #azure(): Promise<Outcome<AskedAzure>> {
    try {
      return { ok: true, value: await this.#parts.azure() };
    } catch (error) {
      return failed(carriedFailure(error));
    }
  }

  #now(): number {
    return (this.#parts.clock ?? systemClock).now();
  }
}
