/** The mutable truth of the stand-in: links, designations and sign-ins. Every write is one event; the events in their order are all there is. */
import { randomUUID } from 'node:crypto';
import { Designations, type DesignationEvent } from './designations.ts';
import { lookUpPartner } from '../scenario/partners.ts';
import { principalKey, tenantsOf, type Scenario, type SeededLink } from '../scenario/world.ts';

/** What a write leaves behind. A link's event counts only if its version is the next one: of two writers at once, one wins everywhere. */
export type StateEvent =
  | {
      readonly kind: 'link';
      readonly id: string;
      readonly at: number;
      readonly tenantId: string;
      readonly objectId: string;
      readonly partnerId: string;
      readonly version: number;
    }
  | {
      readonly kind: 'unlink';
      readonly id: string;
      readonly at: number;
      readonly tenantId: string;
      readonly objectId: string;
      readonly version: number;
    }
  | DesignationEvent
  | { readonly kind: 'tenantSignIn'; readonly identity: string; readonly tenantId: string }
  | { readonly kind: 'accountSignIn'; readonly identity: string }
  | { readonly kind: 'accountSignOut'; readonly identity: string }
  | { readonly kind: 'reset' };

/** Where events are kept. `pull` gives what came since the last time, `restarted` when everything before is void. */
export interface EventLog {
  append(event: StateEvent): void;
  pull(): { readonly restarted: boolean; readonly events: readonly StateEvent[] } | undefined;
}

/** Events of one process, kept nowhere. */
export function memoryLog(): EventLog {
  let pending: StateEvent[] = [];
  return {
    append: (event) => pending.push(event),
    pull: () => {
      if (pending.length === 0) {
        return undefined;
      }
      const events = pending;
      pending = [];
      return { restarted: false, events };
    },
  };
}

/** The service's record of one principal; a removed link stays as an inactive record. */
export interface LinkRecord {
  readonly partnerId: string;
  readonly partnerName?: string;
  readonly version: number;
  readonly createdTime: string;
  readonly updatedTime: string;
  readonly active: boolean;
}

export class State {
  readonly designations = new Designations();
  readonly #log: EventLog;
  readonly #onSignIn: () => void;
  #seeds: ReadonlyMap<string, SeededLink> = new Map();
  #events: StateEvent[] = [];
  #links = new Map<string, LinkRecord>();
  #tenantSignIns = new Set<string>();
  /** Of each account the last that was said of it: whether it is signed in. */
  #accounts = new Map<string, boolean>();
  /** The event that this process just wrote, until it is seen whether it counts. */
  #awaited: { readonly id: string; taken: boolean } | undefined;

  constructor(log: EventLog, scenario: Scenario, onForeignSignIn: () => void) {
    this.#log = log;
    this.#onSignIn = onForeignSignIn;
    this.useScenario(scenario);
  }

  /** Starts from a scenario's links and replays every event on top of them. */
  useScenario(scenario: Scenario): void {
    const seeds = new Map<string, SeededLink>();
    for (const tenant of tenantsOf(scenario)) {
      if (tenant.link) {
        seeds.set(principalKey(tenant.tenantId, tenant.objectId), tenant.link);
      }
    }
    this.#seeds = seeds;
    this.#replay();
  }

  /** Takes in what others wrote. Cheap when nothing came. */
  refresh(): void {
    this.#takeIn(true);
  }

  /** The record of a principal, removed ones included. */
  record(tenantId: string, objectId: string): LinkRecord | undefined {
    const key = principalKey(tenantId, objectId);
    const known = this.#links.get(key);
    if (known) {
      return known;
    }
    const seed = this.#seeds.get(key);
    return seed && { ...seed, active: seed.deleted !== true };
  }

  /** Links or changes. `false`: another process wrote first, nothing happened. */
  link(tenantId: string, objectId: string, partnerId: string, at: number): boolean {
    const version = (this.record(tenantId, objectId)?.version ?? 0) + 1;
    const id = randomUUID();
    return this.#write(id, { kind: 'link', id, at, tenantId, objectId, partnerId, version });
  }

  /** Removes softly. `false`: another process wrote first, nothing happened. */
  unlink(tenantId: string, objectId: string, at: number): boolean {
    const version = (this.record(tenantId, objectId)?.version ?? 0) + 1;
    const id = randomUUID();
    return this.#write(id, { kind: 'unlink', id, at, tenantId, objectId, version });
  }

  /** Designates, `undefined` nobody any more. `false`: another process wrote first, nothing happened. */
  designate(subscriptionId: string, partnerId: string | undefined, at: number): boolean {
    const version = this.designations.nextVersion(subscriptionId);
    const id = randomUUID();
    const kind = partnerId === undefined ? 'undesignate' : 'designate';
    return this.#write(id, { kind, id, at, subscriptionId, partnerId, version });
  }

  hasSignedInToTenant(identity: string, tenantId: string): boolean {
    return this.#tenantSignIns.has(principalKey(identity, tenantId));
  }

  hasSignedIn(identity: string): boolean {
    return this.#accounts.get(identity) === true;
  }

  /** By hand: an account that nobody ever signed in is none. */
  hasSignedOut(identity: string): boolean {
    return this.#accounts.get(identity) === false;
  }

  signInToTenant(identity: string, tenantId: string): void {
    this.#log.append({ kind: 'tenantSignIn', identity, tenantId });
    this.#takeIn(false);
  }

  signIn(identity: string): void {
    this.#log.append({ kind: 'accountSignIn', identity });
    this.#takeIn(false);
  }

  signOut(identity: string): void {
    this.#log.append({ kind: 'accountSignOut', identity });
    this.#takeIn(false);
  }

  reset(): void {
    this.#log.append({ kind: 'reset' });
    this.#takeIn(false);
  }

  #write(id: string, event: StateEvent): boolean {
    const awaited = { id, taken: false };
    this.#awaited = awaited;
    this.#log.append(event);
    this.#takeIn(true);
    this.#awaited = undefined;
    return awaited.taken;
  }

  #takeIn(tellOfSignIns: boolean): void {
    const news = this.#log.pull();
    if (!news) {
      return;
    }
    if (news.restarted) {
      this.#events = [];
      this.#replay();
    }
    for (const event of news.events) {
      this.#apply(event);
      this.#events.push(event);
    }
    if (
      tellOfSignIns &&
      (news.restarted || news.events.some(({ kind }) => /Sign(In|Out)$/.test(kind) || kind === 'reset'))
    ) {
      this.#onSignIn();
    }
  }

  #replay(): void {
    this.#forget();
    for (const event of this.#events) {
      this.#apply(event);
    }
  }

  #forget(): void {
    this.#links = new Map();
    this.designations.forget();
    this.#tenantSignIns = new Set();
    this.#accounts = new Map();
  }

  #apply(event: StateEvent): void {
    switch (event.kind) {
      case 'link':
      case 'unlink':
        this.#applyToLink(event);
        return;
      case 'designate':
      case 'undesignate':
        if (this.designations.apply(event) && this.#awaited?.id === event.id) {
          this.#awaited.taken = true;
        }
        return;
      case 'tenantSignIn':
        this.#tenantSignIns.add(principalKey(event.identity, event.tenantId));
        return;
      case 'accountSignIn':
        this.#accounts.set(event.identity, true);
        return;
      case 'accountSignOut':
        this.#accounts.set(event.identity, false);
        return;
      case 'reset':
        this.#forget();
        return;
    }
  }

  #applyToLink(event: StateEvent & { readonly kind: 'link' | 'unlink' }): void {
    const before = this.record(event.tenantId, event.objectId);
    if (event.version !== (before?.version ?? 0) + 1) {
      return;
    }
    const updatedTime = serviceTime(event.at);
    const key = principalKey(event.tenantId, event.objectId);
    if (this.#awaited?.id === event.id) {
      this.#awaited.taken = true;
    }
    // assumed: a removal raises the version by itself; recorded is only that it is higher after the next PUT.
    if (event.kind === 'unlink') {
      if (before) {
        this.#links.set(key, { ...before, version: event.version, updatedTime, active: false });
      }
      return;
    }
    const partner = lookUpPartner(event.partnerId);
    this.#links.set(key, {
      partnerId: event.partnerId,
      partnerName: partner.kind === 'valid' ? partner.name : undefined,
      version: event.version,
      createdTime: before?.createdTime ?? updatedTime,
      updatedTime,
      active: true,
    });
  }
}

/** Times as the service writes them: seven digits after the second. */
function serviceTime(at: number): string {
  return new Date(at).toISOString().replace('Z', '0000Z');
}
