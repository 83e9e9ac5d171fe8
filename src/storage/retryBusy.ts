/** What may pass within moments is tried again: too many open files, a virus scanner or another window that has the file open. */
import { systemClock, type Clock } from '../shared/async/clock.ts';
import { fileErrorCode } from './fileError.ts';

/** Windows says EPERM or EACCES while somebody else has the file open, and while one that was deleted is still open. */
const passing: readonly (string | undefined)[] = ['EBUSY', 'EMFILE', 'ENFILE', 'EAGAIN', 'EPERM', 'EACCES'];

const pauses: readonly number[] = [10, 40, 160, 500];

/** Rejects as the last try does, after about 0.7 s; at once for any other error. */
export async function retryBusy<T>(task: () => Promise<T>, clock: Clock = systemClock): Promise<T> {
  for (const pause of pauses) {
    try {
      return await task();
    } catch (error) {
      if (!passing.includes(fileErrorCode(error))) {
        throw error;
      }
    }
    await clock.wait(pause);
  }
  return task();
}
