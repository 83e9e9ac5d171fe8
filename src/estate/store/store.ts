/** The one store: what is known of the estate, since when. Tree, badge, form and reports only ever read it. */
import { systemClock, type Clock } from '../../shared/async/clock.ts';
import { Emitter, type Event } from '../../shared/async/emitter.ts';
import { errorsTo, type Log } from '../../shared/ports/log.ts';
import type { IdentityListing } from '../../shared/ports/identitySource.ts';
import {
  isConfirmed,
  type Identity,
  type IdentityKey,
  type IdentityRow,
  type IdentityState,
  type PalState,
  type SubscriptionsState,
  type TenantInfo,
  type TenantRef,
  type TenantRow,
} from '../../shared/model/model.ts';
import type { Activity, FailedWrite } from '../../shared/model/activity.ts';
import type { AgreementState } from '../../shared/model/agreement.ts';
import { dporFailed, type DporState } from '../../shared/model/dpor.ts';
import { unreachedBecause } from './identityFailure.ts';
import { coveredRows, delegatingTenants, isOnlyProjected } from './lighthouseCover.ts';
import { dporOf, hasNew, withAgreement, withDpor, withNewDismissed } from './dporRow.ts';
import { mergeSnapshots, type LearntName, type Snapshot } from './merge.ts';
import { compareText } from './rowOrder.ts';
import {
  newRow,
  withActivity,
  withFailedWrite,
  withDriftDismissed,
  withoutChecking,
  withoutPalChecking,
  withPalChecked,
  withPalChecking,
  withPalRecalled,
  type RecalledPal,
  withSubscriptions,
} from './row.ts';

export type StoreChange =
  | { readonly kind: 'all' }
  | { readonly kind: 'identity'; readonly key: IdentityKey }
  | { readonly kind: 'tenants'; readonly refs: readonly TenantRef[] };

interface TenantEntry {
  row: TenantRow;
  subscriptionsBefore?: SubscriptionsState;
  /** A scan is reading the PAL. */
  scanning?: boolean;
  /** A run wrote the tenant meanwhile: what that scan brings may be older than the write. */
  overtaken?: boolean;
}

interface IdentityEntry {
  identity: Identity;
  state: IdentityState;
  stateBefore?: IdentityState;
  seenAt: number;
  tenantsListedAt?: number;
  tenants: Map<string, TenantEntry>;
  /** They came by name, from a snapshot, and no listing was taken in since. */
  byName?: boolean;
  /** As they are shown. Both are made when asked for, after each change. */
  rows?: readonly TenantRow[];
  covered?: ReadonlyMap<string, TenantRow>;
}

/** A window that was closed for longer than this may bring a removed identity back, until the next listing. */
const rememberRemovalFor = 90 * 24 * 3600 * 1000;

export class Store {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #changes: Emitter<StoreChange>;
  #identities = new Map<IdentityKey, IdentityEntry>();
  #removed = new Map<IdentityKey, number>();
  #partnerNames = new Map<string, LearntName>();
  #knownAsOf: number | undefined;
  #identityRows: readonly IdentityRow[] | undefined;
  #allRows: readonly TenantRow[] | undefined;

  /** With a log, a listener that throws is noted there and stops nothing; without, it throws at whoever made the change. */
  constructor(clock: Pick<Clock, 'now'> = systemClock, log?: Log) {
    this.#clock = clock;
    this.#changes = new Emitter(log && errorsTo(log, 'A view of the estate'));
  }

  /** One event per change; views gather them as they see fit. */
  get onDidChange(): Event<StoreChange> {
    return this.#changes.event;
  }

  /** By name. */
  identities(): readonly IdentityRow[] {
    this.#identityRows ??= [...this.#identities.values()]
      .map(identityRow)
      .sort((a, b) => compareText(a.identity.name, b.identity.name) || compareText(a.identity.key, b.identity.key));
    return this.#identityRows;
  }

  identity(key: IdentityKey): IdentityRow | undefined {
    const entry = this.#identities.get(key);
    return entry && identityRow(entry);
  }

  /** When the tenants of an identity were last listed; `undefined`: never, so none need not mean that there are none. */
  tenantsListedAt(key: IdentityKey): number | undefined {
    return this.#identities.get(key)?.tenantsListedAt;
  }

  /** As Azure lists them; `rowOrder.ts` sorts. */
  tenants(key: IdentityKey): readonly TenantRow[] {
    const entry = this.#identities.get(key);
    if (!entry) {
      return [];
    }
    entry.rows ??= Array.from(entry.tenants.values(), ({ row }) => shownRow(entry, row));
    return entry.rows;
  }

  /** Whether `tenants` are by name: to put them in order takes time that the first rows would wait for. */
  areByName(key: IdentityKey): boolean {
    return this.#identities.get(key)?.byName === true;
  }

  allTenants(): readonly TenantRow[] {
    this.#allRows ??= [...this.#identities.keys()].flatMap((key) => this.tenants(key));
    return this.#allRows;
  }

  tenant(ref: TenantRef): TenantRow | undefined {
    const entry = this.#identities.get(ref.identity);
    const row = entry?.tenants.get(ref.tenantId)?.row;
    return entry && row && shownRow(entry, row);
  }

  /** When the last full scan ended, in whichever window. */
  get knownAsOf(): number | undefined {
    return this.#knownAsOf;
  }

  /** The name of a partner ID, learnt from any link ever seen here, even one that is gone. */
  partnerName(partnerId: string): string | undefined {
    return this.#partnerNames.get(partnerId)?.name;
  }

  /** All identities that there are: others are dropped with their tenants. */
  putIdentities(listing: readonly IdentityListing[]): void {
    const now = this.#clock.now();
    const listed = new Map(listing.map((one) => [one.identity.key, one]));
    for (const key of [...this.#identities.keys()]) {
      if (!listed.has(key)) {
        this.#drop(key, now);
      }
    }
    for (const { identity, state } of listing) {
      const entry = this.#identities.get(identity.key);
      if (entry) {
        Object.assign(entry, { identity, state, stateBefore: undefined, seenAt: this.#after(identity.key, now) });
      } else {
        const seenAt = this.#after(identity.key, now);
        this.#identities.set(identity.key, { identity, state, seenAt, tenants: new Map() });
      }
    }
    this.#changed({ kind: 'all' });
  }

  setIdentityState(key: IdentityKey, state: IdentityState): void {
    const entry = this.#identities.get(key);
    if (!entry) {
      return;
    }
    if (state.kind === 'checking') {
      entry.stateBefore ??= entry.state;
    } else {
      entry.stateBefore = undefined;
      entry.seenAt = this.#after(key, this.#clock.now());
    }
    entry.state = state;
    this.#changed({ kind: 'identity', key });
  }

  /** Tenants found so far, while the listing goes on: new ones are *not checked*, none is dropped. */
  addTenants(key: IdentityKey, infos: readonly TenantInfo[]): void {
    const entry = this.#identities.get(key);
    if (entry && infos.length > 0) {
      entry.byName = false;
      for (const info of infos) {
        entry.tenants.set(info.tenantId, withInfo(entry.tenants.get(info.tenantId), key, info));
      }
      this.#changed({ kind: 'identity', key });
    }
  }

  /** All tenants of an identity: new ones are *not checked*, vanished ones are dropped. */
  putTenants(key: IdentityKey, infos: readonly TenantInfo[]): void {
    const entry = this.#identities.get(key);
    if (!entry) {
      return;
    }
    const before = entry.tenants;
    entry.tenants = new Map();
    entry.byName = false;
    for (const info of infos) {
      entry.tenants.set(info.tenantId, withInfo(before.get(info.tenantId), key, info));
    }
    entry.tenantsListedAt = this.#clock.now();
    entry.seenAt = this.#after(key, entry.tenantsListedAt);
    this.#changed({ kind: 'identity', key });
  }

  /** Tenants that the user added and does not want any more. Newer than any listing that still has them, in other windows as well. */
  removeTenants(key: IdentityKey, tenantIds: readonly string[]): void {
    const entry = this.#identities.get(key);
    if (!entry) {
      return;
    }
    tenantIds.forEach((tenantId) => entry.tenants.delete(tenantId));
    if (entry.tenantsListedAt !== undefined) {
      entry.tenantsListedAt = Math.max(this.#clock.now(), entry.tenantsListedAt + 1);
    }
    this.#changed({ kind: 'identity', key });
  }

  /**
   * Final states stamp `checkedAt`. A scan notices drift against the last answer of Azure; a run clears it. What a scan
   * began to read before a run wrote the tenant is older than the write and is not taken. Unknown tenants are ignored.
   */
  setPal(ref: TenantRef, pal: PalState, by: 'scan' | 'run'): void {
    const entry = this.#entry(ref);
    if (!entry) {
      return;
    }
    if (pal.kind === 'checking') {
      entry.scanning ||= by === 'scan';
      this.#put(entry, withPalChecking(entry.row));
      return;
    }
    if (by === 'scan') {
      const overtaken = entry.overtaken;
      settle(entry);
      if (overtaken) {
        this.#put(entry, withoutPalChecking(entry.row));
        return;
      }
    } else {
      entry.overtaken = entry.scanning;
    }
    const now = this.#clock.now();
    if (pal.kind === 'linked' && pal.link.partnerName) {
      this.#partnerNames.set(pal.link.partnerId, { name: pal.link.partnerName, at: now });
    }
    this.#put(entry, withPalChecked(entry.row, pal, by, now));
  }

  /**
   * What a run noted down at `at`, for a window that did not hear of it: the run's own was killed before it saved the
   * estate. Ignored where the row was checked since, and for unknown tenants.
   */
  recallPal(ref: TenantRef, pal: RecalledPal, at: number): void {
    const entry = this.#entry(ref);
    const row = entry && withPalRecalled(entry.row, pal, at);
    if (!entry || !row || row === entry.row) {
      return;
    }
    if (pal.kind === 'linked' && pal.link.partnerName) {
      const learnt = { name: pal.link.partnerName, at };
      const known = this.#partnerNames.get(pal.link.partnerId);
      this.#partnerNames.set(pal.link.partnerId, known && known.at > at ? known : learnt);
    }
    this.#put(entry, row);
  }

  /** Like `recallPal`, of a subscription's DPOR. */
  recallDpor(ref: TenantRef, subscriptionId: string, dpor: DporState, at: number): void {
    const entry = this.#entry(ref);
    const known = entry && dporOf(entry.row, subscriptionId);
    if (entry && known && (known.dporAt === undefined || known.dporAt < at)) {
      this.#put(entry, withDpor(entry.row, subscriptionId, dpor, at));
    }
  }

  setSubscriptions(ref: TenantRef, state: SubscriptionsState): void {
    const entry = this.#entry(ref);
    if (!entry) {
      return;
    }
    if (state.kind !== 'checking') {
      entry.subscriptionsBefore = undefined;
    } else if (entry.row.subscriptions.kind !== 'checking') {
      entry.subscriptionsBefore = entry.row.subscriptions;
    }
    this.#put(entry, withSubscriptions(entry.row, state, this.#clock.now()));
  }

  /** A check ended without an answer: whatever still is *checking* becomes what it was. */
  restoreTenant(ref: TenantRef): void {
    const entry = this.#entry(ref);
    const row = entry && withoutChecking(entry.row, entry.subscriptionsBefore);
    if (entry && row) {
      entry.subscriptionsBefore = undefined;
      settle(entry);
      if (row !== entry.row) {
        this.#put(entry, row);
      }
    }
  }

  restoreIdentity(key: IdentityKey): void {
    const entry = this.#identities.get(key);
    if (entry?.stateBefore) {
      entry.state = entry.stateBefore;
      entry.stateBefore = undefined;
      this.#changed({ kind: 'identity', key });
    }
  }

  /** What a subscription was bought by, as read or not to be read; unknown tenants are ignored. */
  setAgreement(ref: TenantRef, subscriptionId: string, state: AgreementState): void {
    const entry = this.#entry(ref);
    const row = entry && withAgreement(entry.row, subscriptionId, state, this.#clock.now());
    if (entry && row && row !== entry.row) {
      this.#put(entry, row);
    }
  }

  /** The state after a reading, a write or a word of the user (`shared/dpor.ts` works it out); unknown tenants are ignored. */
  setDpor(ref: TenantRef, subscriptionId: string, state: DporState): void {
    const entry = this.#entry(ref);
    if (!entry) {
      return;
    }
    if (state.kind === 'designated' && state.partner.partnerName) {
      this.#partnerNames.set(state.partner.partnerId, { name: state.partner.partnerName, at: this.#clock.now() });
    }
    const known =
      state.kind !== 'unknown' && dporFailed(state) === undefined
        ? withFailedWrite(entry.row, subscriptionId, undefined)
        : entry.row;
    const row = withDpor(known, subscriptionId, state, this.#clock.now());
    if (row !== entry.row) {
      this.#put(entry, row);
    }
  }

  /** What a run of this window is doing to a tenant's PAL or a subscription's DPOR; absent: nothing any more. */
  setActivity(ref: TenantRef, subscriptionId: string | undefined, activity: Activity | undefined): void {
    const entry = this.#entry(ref);
    const row = entry && withActivity(entry.row, subscriptionId, activity);
    if (entry && row && row !== entry.row) {
      this.#put(entry, row);
    }
  }

  /** A run of this window did not do it. */
  setFailedWrite(ref: TenantRef, subscriptionId: string | undefined, write: FailedWrite): void {
    const entry = this.#entry(ref);
    if (entry) {
      this.#put(entry, withFailedWrite(entry.row, subscriptionId, write));
    }
  }

  /** The name of a partner ID that Azure told without a link or a designation: by validating it. */
  learnPartnerName(partnerId: string, name: string): void {
    this.#partnerNames.set(partnerId, { name, at: this.#clock.now() });
    this.#changed({ kind: 'all' });
  }

  /** The user took notice: of a link's drift, of subscriptions that are new, of what a run failed to do. */
  markSeen(ref: TenantRef): void {
    const entry = this.#entry(ref);
    if (!entry) {
      return;
    }
    const now = this.#clock.now();
    const { failedWrites, ...rest } = entry.row;
    const row = rest.drift ? withDriftDismissed(rest, now) : rest;
    if (failedWrites || row.drift !== entry.row.drift || hasNew(row)) {
      this.#put(entry, withNewDismissed(row, now));
    }
  }

  removeIdentity(key: IdentityKey): void {
    if (this.#identities.has(key)) {
      this.#drop(key, this.#clock.now());
      this.#changed({ kind: 'all' });
    }
  }

  scanEnded(at: number): void {
    this.#knownAsOf = Math.max(at, this.#knownAsOf ?? at);
    this.#changed({ kind: 'all' });
  }

  /** Takes in what a file or another window knows, tenants by name; what is newer here stays, and so does a check under way. */
  load(snapshot: Snapshot): void {
    const merged = mergeSnapshots(this.snapshot(), snapshot);
    const before = this.#identities;
    this.#identities = new Map();
    for (const record of merged.identities) {
      const { tenants, ...rest } = record;
      const old = before.get(record.identity.key);
      const entry: IdentityEntry = { ...rest, tenants: new Map(), byName: old === undefined };
      if (old?.stateBefore) {
        entry.stateBefore = entry.state;
        entry.state = { kind: 'checking' };
      }
      for (const row of tenants) {
        entry.tenants.set(row.ref.tenantId, carryOn(old?.tenants.get(row.ref.tenantId), row));
      }
      this.#identities.set(record.identity.key, entry);
    }
    this.#removed = new Map(merged.removedIdentities);
    this.#partnerNames = new Map(merged.partnerNames);
    this.#knownAsOf = merged.knownAsOf;
    this.#changed({ kind: 'all' });
  }

  /** Rows are shared, not copied. What is being checked is in it as it was before. */
  snapshot(): Snapshot {
    const oldest = this.#clock.now() - rememberRemovalFor;
    return {
      knownAsOf: this.#knownAsOf,
      identities: Array.from(this.#identities.values(), (entry) => ({
        identity: entry.identity,
        state: entry.stateBefore ?? entry.state,
        seenAt: entry.seenAt,
        tenantsListedAt: entry.tenantsListedAt,
        tenants: Array.from(entry.tenants.values(), (tenant) =>
          withoutChecking(tenant.row, tenant.subscriptionsBefore),
        ),
      })),
      removedIdentities: new Map([...this.#removed].filter(([, at]) => at > oldest)),
      partnerNames: new Map(this.#partnerNames),
    };
  }

  dispose(): void {
    this.#changes.dispose();
  }

  #entry(ref: TenantRef): TenantEntry | undefined {
    return this.#identities.get(ref.identity)?.tenants.get(ref.tenantId);
  }

  #put(entry: TenantEntry, row: TenantRow): void {
    const before = entry.row;
    entry.row = row;
    this.#changed({ kind: 'tenants', refs: [row.ref, ...this.#coveredBy(before, row)] });
  }

  /** Tenants whose subscriptions came into sight in this one, or went. */
  #coveredBy(before: TenantRow, after: TenantRow): readonly TenantRef[] {
    if (before.subscriptions === after.subscriptions) {
      return [];
    }
    const { identity } = after.ref;
    const owners = new Set([...delegatingTenants(before), ...delegatingTenants(after)]);
    return [...owners].map((tenantId) => ({ identity, tenantId })).filter((ref) => this.#entry(ref));
  }

  #drop(key: IdentityKey, at: number): void {
    this.#removed.set(key, Math.max(at, this.#identities.get(key)?.seenAt ?? at));
    this.#identities.delete(key);
  }

  /** Clocks go back at times: an identity that is here now was seen after it was removed. */
  #after(key: IdentityKey, at: number): number {
    return Math.max(at, (this.#removed.get(key) ?? -Infinity) + 1);
  }

  #changed(change: StoreChange): void {
    this.#allRows = undefined;
    this.#identityRows = change.kind === 'tenants' ? this.#identityRows : undefined;
    switch (change.kind) {
      case 'all':
        this.#identities.forEach(forget);
        break;
      case 'identity':
        forget(this.#identities.get(change.key));
        break;
      case 'tenants':
        change.refs.forEach((ref) => forget(this.#identities.get(ref.identity)));
        break;
    }
    this.#changes.fire(change);
  }
}

function identityRow({ identity, state, stateBefore }: IdentityEntry): IdentityRow {
  return { identity, state, before: stateBefore };
}

function withInfo(entry: TenantEntry | undefined, identity: IdentityKey, info: TenantInfo): TenantEntry {
  return entry
    ? { ...entry, row: { ...entry.row, info } }
    : { row: newRow({ identity, tenantId: info.tenantId }, info) };
}

function settle(entry: TenantEntry): void {
  entry.scanning = undefined;
  entry.overtaken = undefined;
}

function forget(entry: IdentityEntry | undefined): void {
  if (entry) {
    entry.rows = undefined;
    entry.covered = undefined;
  }
}

function shownRow(entry: IdentityEntry, row: TenantRow): TenantRow {
  if (!isOnlyProjected(row)) {
    return withUnreached(entry, row);
  }
  entry.covered ??= coveredRows(Array.from(entry.tenants.values(), (tenant) => tenant.row));
  return entry.covered.get(row.ref.tenantId) ?? withUnreached(entry, row);
}

/** Milliseconds before an identity's failure in which its tenants may have been read all the same, by tokens at hand. */
const readMeanwhile = 60_000;

/** A tenant is not asked while its identity cannot be: what is known of it is then as old as its last check. */
function withUnreached({ state, stateBefore, seenAt }: IdentityEntry, row: TenantRow): TenantRow {
  const unreached = unreachedBecause(stateBefore ?? state);
  return unreached && isConfirmed(row.pal) && (row.checkedAt ?? -Infinity) < seenAt - readMeanwhile
    ? { ...row, unreached }
    : row;
}

/** A row that came from elsewhere, with the check that is under way here. */
function carryOn(old: TenantEntry | undefined, row: TenantRow): TenantEntry {
  const failedWrites = row.checkedAt === old?.row.checkedAt ? old?.row.failedWrites : undefined;
  const entry: TenantEntry = {
    row: { ...row, activity: old?.row.activity, failedWrites },
    scanning: old?.scanning,
    overtaken: old?.overtaken,
  };
  if (old?.row.pal.kind === 'checking') {
    entry.row = withPalChecking(entry.row);
    entry.overtaken ||= old.scanning && (row.driftClearedAt ?? 0) > (old.row.driftClearedAt ?? 0);
  }
  if (old?.row.subscriptions.kind === 'checking') {
    entry.subscriptionsBefore = row.subscriptions;
    entry.row = withSubscriptions(entry.row, { kind: 'checking' }, 0);
  }
  return entry;
}
