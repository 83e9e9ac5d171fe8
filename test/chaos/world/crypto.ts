/** Stands in for `node:crypto` in `src`: ids come from the schedule's chance. Hashes are the real ones. */
import { here } from './here.ts';

export { constants, createHash, createPrivateKey, sign, verify, X509Certificate } from 'node:crypto';

export function randomUUID(): string {
  const { ids } = here();
  return `${ids.hex(8)}-${ids.hex(4)}-4${ids.hex(3)}-8${ids.hex(3)}-${ids.hex(12)}`;
}

export function randomBytes(size: number): Buffer {
  return Buffer.from(here().ids.hex(2 * size), 'hex');
}
