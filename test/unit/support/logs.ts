import type { Log } from '../../../src/shared/ports/log.ts';

export const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export function rememberingLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  const note = (message: string): void => void lines.push(message);
  return { lines, debug: note, info: note, warn: note, error: note };
}
