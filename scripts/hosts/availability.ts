/** Whether this machine can have something, and the one thing a user can do about it when it cannot. */
export type Availability<T> = { readonly ok: true; readonly value: T } | Gap;

export interface Gap {
  readonly ok: false;
  readonly why: string;
  /** Debian packages that would close it. */
  readonly packages: readonly string[];
}

export function available<T>(value: T): Availability<T> {
  return { ok: true, value };
}

export function missing(why: string, packages: readonly string[] = []): Gap {
  return { ok: false, why, packages };
}

/** All gaps among these as one, so that one line closes them; undefined when there is none. */
export function gapAmong(parts: readonly Availability<unknown>[]): Gap | undefined {
  const gaps = parts.filter((part) => !part.ok);
  return gaps.length === 0
    ? undefined
    : missing(
        gaps.map(({ why }) => why).join('; '),
        gaps.flatMap(({ packages }) => packages),
      );
}

/** `Chromium is missing; run: sudo apt-get install -y chromium` */
export function gapText({ why, packages }: Gap): string {
  return packages.length === 0 ? why : `${why}; run: sudo apt-get install -y ${packages.join(' ')}`;
}
