/** Which mode was left last: a tiny file, since it is read during activation and shared by all windows. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isPublic, publicCloud, type CloudChoice } from '../shared/model/cloudChoice.ts';
import type { Mode } from '../shared/model/model.ts';

export function modePath(storage: string): string {
  return join(storage, 'mode.json');
}

export function isChoice(value: unknown): value is { readonly mode: unknown } {
  return typeof value === 'object' && value !== null && 'mode' in value;
}

/** Anything but a readable choice of the sandbox is Azure. */
export function readMode(storage: string): Mode {
  try {
    const value: unknown = JSON.parse(readFileSync(modePath(storage), 'utf8'));
    return isChoice(value) && value.mode === 'sandbox' ? 'sandbox' : 'azure';
  } catch {
    return 'azure';
  }
}

/** What belongs to one mode never mixes with the other: each has a folder of its own; Azure's is the public cloud's. */
export function modeFolder(storage: string, mode: Mode): string {
  return join(storage, mode);
}

/** Nor does what belongs to one cloud: estate, marks, journal, expected IDs and identities are kept apart. */
export function sessionFolder(storage: string, mode: Mode, chosen: () => CloudChoice): string {
  const choice = mode === 'sandbox' ? publicCloud : chosen();
  return isPublic(choice) ? modeFolder(storage, mode) : join(storage, 'clouds', cloudFolderName(choice));
}

/** A name that every file system takes. */
export function cloudFolderName(choice: CloudChoice): string {
  return choice.kind === 'named'
    ? choice.name
    : `custom-${createHash('sha256').update(choice.arm).digest('hex').slice(0, 16)}`;
}
