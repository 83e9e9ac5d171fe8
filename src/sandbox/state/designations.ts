/** Changes of the Digital Partner of Record, per subscription in their order, and from when on they show. */

/** What was done to a subscription. `version` counts from 1; of two writers at once only the first one's counts. */
export interface DesignationEvent {
  readonly kind: 'designate' | 'undesignate';
  readonly id: string;
  readonly at: number;
  readonly subscriptionId: string;
  /** Of *designate*. */
  readonly partnerId?: string;
  readonly version: number;
}

/** When a change begins to show: both must have come about. */
export interface ShowsAfter {
  readonly delayMs: number;
  /** Readings that still show what was before; counted per process. */
  readonly delayReads: number;
}

interface Change {
  readonly id: string;
  readonly at: number;
  /** Absent: nobody any more. */
  readonly partnerId: string | undefined;
  reads: number;
}

export class Designations {
  #changes = new Map<string, Change[]>();

  forget(): void {
    this.#changes = new Map();
  }

  nextVersion(subscriptionId: string): number {
    return (this.#changes.get(subscriptionId)?.length ?? 0) + 1;
  }

  /** `false`: another was first, it does not count. */
  apply(event: DesignationEvent): boolean {
    if (event.version !== this.nextVersion(event.subscriptionId)) {
      return false;
    }
    const changes = this.#changes.get(event.subscriptionId) ?? [];
    changes.push({ id: event.id, at: event.at, partnerId: event.partnerId, reads: 0 });
    this.#changes.set(event.subscriptionId, changes);
    return true;
  }

  /** Who is designated, whether it shows already or not; `seeded` where nothing was changed. */
  held(subscriptionId: string, seeded: string | undefined): string | undefined {
    const changes = this.#changes.get(subscriptionId);
    return changes && changes.length > 0 ? changes.at(-1)?.partnerId : seeded;
  }

  /** Who a reading shows, counted as one. */
  read(subscriptionId: string, seeded: string | undefined, now: number, after: ShowsAfter): string | undefined {
    const changes = this.#changes.get(subscriptionId) ?? [];
    let shown = seeded;
    for (const change of changes) {
      if (now - change.at < after.delayMs || change.reads < after.delayReads) {
        break;
      }
      shown = change.partnerId;
    }
    for (const change of changes) {
      change.reads += 1;
    }
    return shown;
  }
}
