/** Says what is being done while it is done. One line, no colours: it is read in terminals and in build logs. */
export function say(text: string): void {
  console.log(`[${area}] ${text}`);
}

let area = 'set-up';

/** Names the part of the work that the following lines belong to. */
export function nowIn(name: string): void {
  area = name;
}

/** `3.4 s`, `2 min 5 s`. */
export function took(sinceMs: number): string {
  const seconds = (Date.now() - sinceMs) / 1000;
  return seconds < 60
    ? `${seconds.toFixed(1)} s`
    : `${String(Math.floor(seconds / 60))} min ${String(Math.round(seconds % 60))} s`;
}
