import { randomBytes } from 'node:crypto';

const pattern = /^[0-9]{8}T[0-9]{9}Z-[0-9a-f]{8}$/;

/**
 * A run's id, sorted by when it began: `20261123T050251123Z-1f2e3d4c`. It comes after `newest`, the newest run there is, even
 * when the clock was set back since: *the last run* goes by it.
 */
export function newRunId(now: number, newest: string | undefined): string {
  const at = newest === undefined ? now : Math.max(now, timeOf(newest) + 1);
  return `${new Date(at).toISOString().replace(/[-:.]/g, '')}-${randomBytes(4).toString('hex')}`;
}

function timeOf(id: string): number {
  const at = Date.parse(id.slice(0, 18).replace(/^(....)(..)(..T..)(..)(..)(...)/, '$1-$2-$3:$4:$5.$6') + 'Z');
  return Number.isNaN(at) ? 0 : at;
}

/** Ids become file names: nothing else is ever looked up. */
export function isRunId(text: string): boolean {
  return pattern.test(text);
}
