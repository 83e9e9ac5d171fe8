/** The few bytes that activation reads to set the badge without loading the estate. Keep this file's imports light. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../../shared/ports/log.ts';
import type { Outcome } from '../../shared/model/outcome.ts';
import { replaceJsonFile } from '../../storage/jsonFile.ts';

export interface EstateSummary {
  /** How many tenants need attention. */
  readonly attention: number;
  /** When that was counted. */
  readonly at: number;
}

const nameOfFile = 'summary.json';

/** `folder`: the mode's folder. `undefined`: there is none that can be read; it is made anew when the estate is opened. */
export async function readSummary(folder: string): Promise<EstateSummary | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(join(folder, nameOfFile), 'utf8'));
    return isSummary(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Ends in `storageNotWritable`, `storageNotReadable`, `storageNewer`. */
export async function writeSummary(folder: string, { attention, at }: EstateSummary, log: Log): Promise<Outcome<void>> {
  return replaceJsonFile(join(folder, nameOfFile), { attention, at }, { version: 0, guard: isSummary }, log);
}

function isSummary(value: unknown): value is EstateSummary {
  return (
    typeof value === 'object' &&
    value !== null &&
    'attention' in value &&
    typeof value.attention === 'number' &&
    Number.isInteger(value.attention) &&
    value.attention >= 0 &&
    'at' in value &&
    typeof value.at === 'number'
  );
}
