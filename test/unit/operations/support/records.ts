/** Runs as a journal would have them, from its lines. */
import assert from 'node:assert/strict';
import type { JournalLine, RunLine } from '../../../../src/operations/journal/journalLine.ts';
import { readRecord, type RunRecord } from '../../../../src/operations/journal/runRecord.ts';

export const start = Date.UTC(2026, 10, 23, 9, 30);

export const identityName = (key: string): string => (key === 'vscode:1' ? 'alex@contoso.example' : key);

export const link = { partnerId: '4810337', partnerName: 'Contoso Consulting', version: 3 };
export const to = { id: '4810337' };

export function tenantId(number: number): string {
  return `7e000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

export function tenant(
  number: number,
  tenantName?: string,
  domain?: string,
): Pick<RunLine['items'][number], 'tenant' | 'tenantName' | 'domain'> {
  return { tenant: { identity: 'vscode:1', tenantId: tenantId(number) }, tenantName, domain };
}

/** The head of a run, without its items. */
export const runHead = {
  kind: 'run',
  id: '20261123T093000000Z-0a1b2c3d',
  window: 'w',
  intent: { kind: 'link', partnerId: '4810337' },
} as const;

export function record(lines: readonly JournalLine[]): RunRecord {
  const reading = readRecord(Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join('')));
  assert.ok(reading.kind === 'run', JSON.stringify(reading));
  return reading.record;
}
