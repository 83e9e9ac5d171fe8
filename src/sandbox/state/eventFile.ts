/** The events in a file that several processes append to: whoever reads its tail knows what the others did. */
import { appendFileSync, closeSync, openSync, readSync, statSync } from 'node:fs';
import type { Log } from '../../shared/ports/log.ts';
import type { EventLog, StateEvent } from './state.ts';

const newline = 0x0a;

/** One JSON object per line. A line that is broken off (a killed process) is left out with a log line. Throws what `node:fs` throws on writing. */
export function eventFile(path: string, log: Log): EventLog {
  let read = 0;
  let inode = 0;
  let tornTail = false;
  return {
    append: (event) => {
      appendFileSync(path, `${tornTail ? '\n' : ''}${JSON.stringify(event)}\n`);
    },
    pull: () => {
      const stat = statSync(path, { throwIfNoEntry: false });
      const size = stat?.size ?? 0;
      const restarted = read > 0 && (size < read || stat?.ino !== inode);
      if (restarted) {
        read = 0;
      }
      inode = stat?.ino ?? 0;
      if (size === read) {
        tornTail = false;
        return restarted ? { restarted, events: [] } : undefined;
      }
      const bytes = readFrom(path, read, size);
      const end = bytes.lastIndexOf(newline) + 1;
      tornTail = end < bytes.length;
      read += end;
      const events = parseLines(bytes.toString('utf8', 0, end), log);
      return events.length > 0 || restarted ? { restarted, events } : undefined;
    },
  };
}

function readFrom(path: string, from: number, to: number): Buffer {
  const bytes = Buffer.alloc(to - from);
  const file = openSync(path, 'r');
  try {
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, from));
  } finally {
    closeSync(file);
  }
}

function parseLines(text: string, log: Log): readonly StateEvent[] {
  const events: StateEvent[] = [];
  for (const line of text.split('\n')) {
    if (line === '') {
      continue;
    }
    const event = parseEvent(line);
    if (event) {
      events.push(event);
    } else {
      log.warn('Sandbox: a line of service.jsonl is not an event and was left out');
    }
  }
  return events;
}

function parseEvent(line: string): StateEvent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  return isEvent(value) ? value : undefined;
}

type FieldType = 'string' | 'number';

const fields = {
  link: { id: 'string', at: 'number', tenantId: 'string', objectId: 'string', partnerId: 'string', version: 'number' },
  unlink: { id: 'string', at: 'number', tenantId: 'string', objectId: 'string', version: 'number' },
  designate: {
    id: 'string',
    at: 'number',
    subscriptionId: 'string',
    partnerId: 'string',
    version: 'number',
  },
  undesignate: { id: 'string', at: 'number', subscriptionId: 'string', version: 'number' },
  tenantSignIn: { identity: 'string', tenantId: 'string' },
  accountSignIn: { identity: 'string' },
  accountSignOut: { identity: 'string' },
  reset: {},
} as const satisfies Record<StateEvent['kind'], Readonly<Record<string, FieldType>>>;

function isEvent(value: unknown): value is StateEvent {
  if (typeof value !== 'object' || value === null || !('kind' in value) || typeof value.kind !== 'string') {
    return false;
  }
  const wanted: Readonly<Record<string, FieldType>> | undefined = Object.hasOwn(fields, value.kind)
    ? fields[value.kind as StateEvent['kind']]
    : undefined;
  return (
    wanted !== undefined &&
    Object.entries(wanted).every(([name, type]) => typeof (value as Readonly<Record<string, unknown>>)[name] === type)
  );
}
