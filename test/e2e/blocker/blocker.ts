/** Stands for other extensions that take their time: while this file is there, the extension host does nothing else. */
import { existsSync } from 'node:fs';

declare const blockingFile: string;

export function activate(): void {
  const pause = new Int32Array(new SharedArrayBuffer(4));
  while (existsSync(blockingFile)) {
    Atomics.wait(pause, 0, 0, 50);
  }
}
