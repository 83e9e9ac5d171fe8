/** What can become of a request: whether the service does it, when, and what comes back. */
import type { Chance, Weighted } from '../world/chance.ts';

/** Milliseconds until the service does it; `never`: it does not. Readings are answered at once. */
export type Fate =
  { readonly kind: 'done' } | { readonly kind: 'never' } | { readonly kind: 'late'; readonly ms: number };

export type Reply =
  | { readonly kind: 'right' }
  /** The right answer, and readings show the former state for so long. */
  | { readonly kind: 'rightThenStale'; readonly ms: number }
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'breaks'; readonly code: string }
  | { readonly kind: 'hangs' }
  | { readonly kind: 'cut'; readonly how: 'text' | 'stream' }
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  | { readonly kind: 'challenge'; readonly claims: boolean }
  | { readonly kind: 'elsewhere'; readonly what: 'tenant' | 'object' | 'partner' }
  | { readonly kind: 'page'; readonly status: number }
  | { readonly kind: 'redirect'; readonly status: number }
  | { readonly kind: 'huge' }
  | { readonly kind: 'empty' }
  | { readonly kind: 'garbage' };

export interface Fault {
  readonly name: string;
  readonly fate: Fate;
  readonly reply: Reply;
}

export const noFault: Fault = { name: '', fate: { kind: 'done' }, reply: { kind: 'right' } };

const done: Fate = { kind: 'done' };
const never: Fate = { kind: 'never' };

/** Nobody can tell by the reply which. */
function anyFate(chance: Chance): Fate {
  return chance.weighted<() => Fate>([
    [2, () => never],
    [2, () => done],
    [1, () => ({ kind: 'late', ms: chance.whole(1_000, 60_000) })],
  ])();
}

interface Kind {
  readonly name: string;
  readonly make: (chance: Chance) => Omit<Fault, 'name'>;
}

function kind(weight: number, name: string, make: Kind['make']): readonly [number, Kind] {
  return [weight, { name, make }];
}

/** Where nothing got out, or the service refused it, nothing was done. */
const makers: Weighted<Kind> = [
  kind(2, 'offline', (c) => ({ fate: never, reply: { kind: 'breaks', code: c.one(['ENOTFOUND', 'ECONNREFUSED']) } })),
  kind(1, 'certificate', () => ({ fate: never, reply: { kind: 'breaks', code: 'SELF_SIGNED_CERT_IN_CHAIN' } })),
  kind(4, 'reset', (c) => ({ fate: anyFate(c), reply: { kind: 'breaks', code: c.one(['ECONNRESET', 'EPIPE']) } })),
  kind(4, 'hang', (c) => ({ fate: anyFate(c), reply: { kind: 'hangs' } })),
  kind(3, 'cut', (c) => ({ fate: done, reply: { kind: 'cut', how: c.one(['text', 'stream']) } })),
  kind(2, 'refused', (c) => ({
    fate: never,
    reply: { kind: 'status', status: c.one([400, 403, 404, 409, 412, 422]) },
  })),
  kind(4, '5xx', (c) => ({ fate: anyFate(c), reply: { kind: 'status', status: c.one([500, 502, 503, 504]) } })),
  kind(1, '503 wait', (c) => ({ fate: anyFate(c), reply: status(503, { 'Retry-After': String(c.whole(1, 90)) }) })),
  kind(2, '429 short', (c) => ({ fate: never, reply: status(429, { 'Retry-After': String(c.whole(0, 5)) }) })),
  kind(2, '429 long', (c) => ({ fate: never, reply: status(429, { 'Retry-After': String(c.whole(30, 60)) }) })),
  kind(1, '429 too long', () => ({ fate: never, reply: status(429, { 'Retry-After': '600' }) })),
  kind(1, '429 ms', (c) => ({ fate: never, reply: status(429, { 'retry-after-ms': String(c.whole(1, 9_000)) }) })),
  kind(1, '429', () => ({ fate: never, reply: status(429) })),
  kind(2, 'challenge', () => ({ fate: never, reply: { kind: 'challenge', claims: true } })),
  kind(1, '401', () => ({ fate: never, reply: { kind: 'challenge', claims: false } })),
  kind(2, 'elsewhere', (c) => ({
    fate: done,
    reply: { kind: 'elsewhere', what: c.one(['tenant', 'object', 'partner']) },
  })),
  kind(2, 'page', (c) => ({ fate: anyFate(c), reply: { kind: 'page', status: c.one([200, 502]) } })),
  kind(1, 'page of a proxy', () => ({ fate: never, reply: { kind: 'page', status: 403 } })),
  kind(2, 'redirect', (c) => ({ fate: anyFate(c), reply: { kind: 'redirect', status: c.one([302, 307]) } })),
  kind(0.3, 'huge', () => ({ fate: done, reply: { kind: 'huge' } })),
  kind(1, 'empty', () => ({ fate: done, reply: { kind: 'empty' } })),
  kind(1, 'garbage', () => ({ fate: done, reply: { kind: 'garbage' } })),
  kind(4, 'stale', (c) => ({ fate: done, reply: { kind: 'rightThenStale', ms: c.whole(500, 30_000) } })),
  kind(2, 'slow', (c) => ({ fate: done, reply: { kind: 'slow', ms: c.whole(2_000, 29_000) } })),
];

function status(code: number, headers?: Readonly<Record<string, string>>): Reply {
  return { kind: 'status', status: code, ...(headers && { headers }) };
}

export const faultNames: readonly string[] = makers.map(([, { name }]) => name);

/** How a schedule's network is. */
export interface Weather {
  /** Shares of the requests that something becomes of. */
  readonly writes: number;
  readonly readings: number;
  readonly others: number;
  readonly tokens: number;
  /** The kinds that happen in this schedule. */
  readonly kinds: Weighted<Kind>;
}

export const fair: Weather = { writes: 0, readings: 0, others: 0, tokens: 0, kinds: makers };

export function randomWeather(chance: Chance): Weather {
  const writes = chance.one([0, 0.1, 0.3, 0.6, 1]);
  const readings = chance.one([0, 0, 0.05, 0.2]);
  // A schedule with few kinds meets combinations of them that one with all kinds hardly ever does.
  const few = chance.happens(0.5) ? chance.some(makers, 0.12) : makers;
  return { writes, readings, others: readings / 2, tokens: chance.one([0, 0, 0.02]), kinds: few };
}

export function randomFault({ kinds }: Weather, chance: Chance): Fault {
  const { name, make } = chance.weighted(kinds);
  return { name, ...make(chance) };
}
