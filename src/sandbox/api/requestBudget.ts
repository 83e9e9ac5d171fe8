/** Throttling as documented: a token bucket per principal, told in `x-ms-ratelimit-remaining-tenant-*`. */

interface Bucket {
  readonly size: number;
  readonly perSecond: number;
}

const buckets = {
  reads: { size: 250, perSecond: 25 },
  writes: { size: 200, perSecond: 10 },
  deletes: { size: 200, perSecond: 10 },
  // assumed: size and refill; recorded was only that one PAL write left 99.
  'resource-requests': { size: 100, perSecond: 1 },
} as const satisfies Record<string, Bucket>;

type BucketName = keyof typeof buckets;

export interface Spent {
  readonly header: string;
  readonly remaining: number;
  /** Seconds until one more would be allowed; 0 when this one was. */
  readonly retryAfter: number;
}

export class Budget {
  readonly #levels = new Map<string, { level: number; at: number }>();

  /** Takes one request from the principal's bucket. `now` in milliseconds. */
  spend(principal: string, method: string, onPartners: boolean, now: number): Spent {
    const name = bucketOf(method, onPartners);
    const { size, perSecond } = buckets[name];
    const key = `${principal}|${name}`;
    const known = this.#levels.get(key);
    const level = known ? Math.min(size, known.level + ((now - known.at) / 1000) * perSecond) : size;
    const allowed = level >= 1;
    const left = allowed ? level - 1 : level;
    this.#levels.set(key, { level: left, at: now });
    return {
      header: `x-ms-ratelimit-remaining-tenant-${name}`,
      remaining: Math.max(0, Math.floor(left)),
      retryAfter: allowed ? 0 : Math.ceil((1 - left) / perSecond),
    };
  }
}

function bucketOf(method: string, onPartners: boolean): BucketName {
  if (method === 'GET') {
    return 'reads';
  }
  if (onPartners) {
    return 'resource-requests';
  }
  return method === 'DELETE' ? 'deletes' : 'writes';
}
