import { acquireLease, leaseNames, type LeaseOptions } from './lease.ts';

/**
 * Removes what killed windows left of leases, except for those that are `spared`. Each is taken and given back, as by whoever
 * wants it: what a window holds, or is about to, is not touched. `false`: some are still held, or cannot be removed. Never
 * rejects.
 */
export async function clearLeases(
  folder: string,
  owner: string,
  spared: (name: string) => boolean,
  options: LeaseOptions = {},
): Promise<boolean> {
  let clear = true;
  try {
    for (const name of await leaseNames(folder, options)) {
      if (!spared(name)) {
        const lease = await acquireLease(folder, name, owner, options);
        await lease?.release();
        clear &&= lease !== undefined;
      }
    }
  } catch {
    return false;
  }
  return clear;
}
