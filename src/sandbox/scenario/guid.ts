import { createHash } from 'node:crypto';

/** A GUID that is always the same for the same text, so that pictures and golden texts are. */
export function guidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A GUID that shows its numbers: cheap to make by the ten thousand and easy to find in a log. */
export function numberedGuid(prefix: string, first: number, second = 0): string {
  return `${prefix}-0000-4000-8000-${first.toString(16).padStart(6, '0')}${second.toString(16).padStart(6, '0')}`;
}
