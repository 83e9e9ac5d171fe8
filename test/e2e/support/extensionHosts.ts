/** The extension host processes of a running VS Code server, so that a test can kill one. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly command: string;
}

/** Oldest first: one for each window. */
export function extensionHosts(serverPid: number): readonly number[] {
  const all = processes();
  const ours = new Set([serverPid]);
  // A child has a greater place in the list than its parent, or is found in the next round.
  for (let before = 0; before !== ours.size;) {
    before = ours.size;
    for (const { pid, parent } of all) {
      if (ours.has(parent)) {
        ours.add(pid);
      }
    }
  }
  return all
    .filter(({ pid, command }) => ours.has(pid) && command.includes('--type=extensionHost'))
    .map(({ pid }) => pid)
    .sort((a, b) => a - b);
}

function processes(): readonly Process[] {
  return process.platform === 'linux' ? fromProc() : fromPs();
}

/** `/proc` is there where `ps` is not installed. */
function fromProc(): readonly Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        // The program's name stands in brackets and may hold anything; state and parent follow the last one.
        const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return [{ pid: Number(name), parent: Number(parent), command }];
      } catch {
        return []; // It has ended in the meantime.
      }
    });
}

function fromPs(): readonly Process[] {
  const { stdout } = spawnSync('ps', ['-axo', 'pid=,ppid=,command='], { encoding: 'utf8' });
  return stdout.split('\n').flatMap((line) => {
    const [, pid, parent, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return command === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), command }];
  });
}
