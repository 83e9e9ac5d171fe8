/** The schedule of this thread: what stands in for Node's modules and globals finds its disk, its time and its chance here. */
import type { Disk } from '../disk/disk.ts';
import type { Chance } from './chance.ts';
import type { VirtualTime } from './time.ts';

export interface Here {
  readonly time: VirtualTime;
  readonly disk: Disk;
  /** For `Math.random`. */
  readonly jitter: Chance;
  /** For ids. */
  readonly ids: Chance;
}

let current: Here | undefined;

export function here(): Here {
  if (!current) {
    throw new Error('No schedule runs in this thread');
  }
  return current;
}

export function setHere(next: Here): void {
  current = next;
}
