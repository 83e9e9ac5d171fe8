/** The few bytes that activation reads to set the badge without loading the estate. Keep this file's imports light. */
import { join } from 'node:path';
import type { Log } from '../shared/log.ts';
import type { Outcome } from '../shared/outcome.ts';
import { readJsonFile, writeFileAtomic } from '../storage/atomicFile.ts';

export interface EstateSummary {
  /** How many tenants need attention. */
  readonly attention: number;
  /** When that was counted. */
  readonly at: number;
}

/** `folder`: the mode's folder. A missing or corrupt file is `undefined`. Never rejects. */
export async function readSummary(folder: string, log: Log): Promise<EstateSummary | undefined> {
  return readJsonFile(join(folder, 'summary.json'), isSummary, log);
}

/** Ends in `storageNotWritable`. Never rejects. */
export async function writeSummary(folder: string, summary: EstateSummary): Promise<Outcome<void>> {
  return writeFileAtomic(
    join(folder, 'summary.json'),
    JSON.stringify({ attention: summary.attention, at: summary.at }),
  );
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
