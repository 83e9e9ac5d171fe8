/**
 * What is done when one of the signals fires, at once where one has. The function that comes back takes the listeners off again:
 * some signals outlive by far what they may end, and would collect them.
 */
export function onAbort(signals: readonly AbortSignal[], run: () => void): () => void {
  const release = (): void => signals.forEach((signal) => signal.removeEventListener('abort', fire));
  const fire = (): void => {
    release();
    run();
  };
  if (signals.some((signal) => signal.aborted)) {
    run();
  } else {
    signals.forEach((signal) => signal.addEventListener('abort', fire));
  }
  return release;
}

/** What the work comes to, or `aborted` as soon as one of the signals fires; what the work comes to then is ignored. */
export function raceAbort<T>(work: Promise<T>, ...signals: readonly AbortSignal[]): Promise<T | 'aborted'> {
  return new Promise((resolve, reject) => {
    const release = onAbort(signals, () => resolve('aborted'));
    work.finally(release).then(resolve, reject);
  });
}

/** Aborts when one of the signals does. Unlike `AbortSignal.any` it leaves nothing on them once it is released. */
export function linkSignals(...signals: readonly AbortSignal[]): {
  readonly signal: AbortSignal;
  readonly release: () => void;
} {
  const controller = new AbortController();
  return { signal: controller.signal, release: onAbort(signals, () => controller.abort()) };
}
