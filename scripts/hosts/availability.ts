/** Whether this machine can have something, and the one thing a person can do about it when it cannot. */
export type Availability<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string; readonly remedy?: string };

export function available<T>(value: T): Availability<T> {
  return { ok: true, value };
}

export function missing(
  why: string,
  remedy?: string,
): { readonly ok: false; readonly why: string; readonly remedy?: string } {
  return { ok: false, why, remedy };
}

/** `Chromium is missing; run: sudo apt-get install -y chromium` */
export function missingText(gap: { readonly why: string; readonly remedy?: string }): string {
  return gap.remedy === undefined ? gap.why : `${gap.why}; run: ${gap.remedy}`;
}
