/** Which mode was left last: a tiny file, since it is read during activation and shared by all windows. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Mode } from './shared/model.ts';

/** Anything but a readable choice of the sandbox is Azure. */
export function readMode(storage: string): Mode {
  try {
    const value: unknown = JSON.parse(readFileSync(join(storage, 'mode.json'), 'utf8'));
    return typeof value === 'object' && value !== null && 'mode' in value && value.mode === 'sandbox'
      ? 'sandbox'
      : 'azure';
  } catch {
    return 'azure';
  }
}

export function writeMode(storage: string, mode: Mode): void {
  mkdirSync(storage, { recursive: true });
  writeFileSync(join(storage, 'mode.json'), JSON.stringify({ mode }));
}

/** What belongs to one mode never mixes with the other: each has a folder of its own. */
export function modeFolder(storage: string, mode: Mode): string {
  return join(storage, mode);
}
