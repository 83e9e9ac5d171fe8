/** Switches in a file, looked at before each answer: whoever writes it steers every process that shares it. */
import * as v from 'valibot';
import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { asObject, parseJson } from '../../shared/validation/json.ts';
import type { Log } from '../../shared/ports/log.ts';
import { changeSwitches, defaultSwitches, switchesChange, type Switches, type SwitchSource } from './switches.ts';

/** No file: the defaults. A broken file: a log line, and what was before. `change` throws what `node:fs` throws. */
export function switchesFile(path: string, log: Log): SwitchSource {
  let seen = '';
  let current = defaultSwitches;
  const read = (): Switches => {
    const stat = statSync(path, { throwIfNoEntry: false });
    const stamp = stat ? `${String(stat.mtimeMs)} ${String(stat.size)} ${String(stat.ino)}` : '';
    if (stamp !== seen) {
      seen = stamp;
      current = stat ? (readSwitches(path, log) ?? current) : defaultSwitches;
    }
    return current;
  };
  return {
    read,
    change: (change) => {
      const temporary = `${path}.${String(process.pid)}.tmp`;
      writeFileSync(temporary, JSON.stringify(changeSwitches(read(), change), undefined, 2));
      renameSync(temporary, path);
    },
  };
}

/** `undefined`: the file holds no switches; a log line says why. */
function readSwitches(path: string, log: Log): Switches | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    log.warn('Sandbox: switches.json cannot be read; the switches stay as they were');
    return undefined;
  }
  const value = asObject(parseJson(text)?.value);
  const parsed = v.safeParse(switchesChange, value, { abortEarly: true });
  if (!parsed.success) {
    const problem = value === undefined ? 'is no JSON object' : problemOf(parsed.issues[0]);
    log.warn(`Sandbox: switches.json ${problem}; the switches stay as they were`);
    return undefined;
  }
  return changeSwitches(defaultSwitches, parsed.output);
}

/** Names the place, never a value. */
function problemOf(issue: v.InferIssue<typeof switchesChange>): string {
  const place = v.getDotPath(issue);
  return issue.expected === 'never'
    ? `has the unknown name ${JSON.stringify(place)}`
    : `${place === null ? '' : `at ${place} `}is not what is expected: ${issue.expected ?? issue.type}`;
}
