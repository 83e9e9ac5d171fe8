import { randomBytes } from 'node:crypto';

const pattern = /^[0-9]{8}T[0-9]{9}Z-[0-9a-f]{8}$/;

/** A run's id, sorted by when it began: `20261123T050251123Z-1f2e3d4c`. */
export function newRunId(at: number): string {
  return `${new Date(at).toISOString().replace(/[-:.]/g, '')}-${randomBytes(4).toString('hex')}`;
}

/** Ids become file names: nothing else is ever looked up. */
export function isRunId(text: string): boolean {
  return pattern.test(text);
}
