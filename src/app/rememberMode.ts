/** Keeps the mode that was chosen. Apart from `modeStore.ts`, which activation reads. */
import { isChoice, modePath } from './modeStore.ts';
import type { Log } from '../shared/ports/log.ts';
import type { Mode } from '../shared/model/model.ts';
import type { Outcome } from '../shared/model/outcome.ts';
import { replaceJsonFile } from '../storage/jsonFile.ts';

/** For the next window. Ends in `storageNotWritable`, `storageNotReadable`, `storageNewer`. */
export async function rememberMode(
  { storage, log }: { readonly storage: string; readonly log: Log },
  mode: Mode,
): Promise<Outcome<void>> {
  return replaceJsonFile<{ readonly mode: unknown }>(modePath(storage), { mode }, { version: 0, guard: isChoice }, log);
}
