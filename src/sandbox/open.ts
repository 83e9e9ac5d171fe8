/** The sandbox as the product opens it: kept in a folder that all windows share. Loaded on first use only. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../shared/ports/log.ts';
import { failed, success, type Outcome } from '../shared/model/outcome.ts';
import { eventFile } from './state/eventFile.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';
import { switchesFile } from './switches/switchesFile.ts';

export interface OpenOptions extends Pick<SandboxOptions, 'host' | 'clock'> {
  /** Holds `service.jsonl` (what was written) and `switches.json` (see README.md); made where it is missing. */
  readonly folder: string;
  readonly log: Log;
}

/** Fails as `storageNotWritable`, with the system's code, where the folder cannot be made or read. */
export function openSandbox(options: OpenOptions): Outcome<Sandbox> {
  const { folder, log } = options;
  try {
    mkdirSync(folder, { recursive: true });
    return success(
      createSandbox({
        host: options.host,
        clock: options.clock,
        events: eventFile(join(folder, 'service.jsonl'), log),
        switchSource: switchesFile(join(folder, 'switches.json'), log),
      }),
    );
  } catch (error) {
    return failed({ kind: 'storageNotWritable', code: codeOf(error) });
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
