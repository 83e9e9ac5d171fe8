/** Which of a session's files cannot be used, and why. */
import { Emitter, type Event } from '../shared/async/emitter.ts';
import { errorsTo, type Log } from '../shared/ports/log.ts';
import type { Failure } from '../shared/model/failure.ts';

/** A file that a user would miss. */
export type KeptFile = 'estate' | 'marks' | 'expected' | 'identities' | 'ownPartnerIds';

/** Gets to know why a file cannot be used, and that it can be again (`undefined`); each change once. */
export type TellTrouble = (failure: Failure | undefined) => void;

export interface StorageTrouble {
  readonly file: KeptFile;
  /** `storageNotReadable` or `storageNewer`. */
  readonly failure: Failure;
}

export class StorageTroubles {
  readonly #now = new Map<KeptFile, Failure>();
  readonly #told = new Set<string>();
  readonly #changes: Emitter<void>;

  constructor(log?: Log) {
    this.#changes = new Emitter(log && errorsTo(log, 'A view of storage troubles'));
  }

  get onDidChange(): Event<void> {
    return this.#changes.event;
  }

  get any(): boolean {
    return this.#now.size > 0;
  }

  of(file: KeptFile): TellTrouble {
    return (failure) => {
      if (failure) {
        this.#now.set(file, failure);
      } else {
        this.#now.delete(file);
      }
      this.#changes.fire();
    };
  }

  /** Those there are now and nobody was told of in this session: each file once for each kind of trouble. */
  takeUntold(): readonly StorageTrouble[] {
    const untold = [...this.#now]
      .map(([file, failure]) => ({ file, failure }))
      .filter(({ file, failure }) => !this.#told.has(`${file} ${failure.kind}`));
    untold.forEach(({ file, failure }) => this.#told.add(`${file} ${failure.kind}`));
    return untold;
  }

  dispose(): void {
    this.#changes.dispose();
  }
}
