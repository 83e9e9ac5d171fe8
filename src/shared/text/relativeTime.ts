/** Times as people read them: how long ago, and when exactly. */
import * as l10n from '@vscode/l10n';

export interface TimeFormat {
  /** A BCP 47 tag; absent: the machine's. */
  readonly locale?: string;
  /** An IANA name; absent: the machine's. */
  readonly timeZone?: string;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** From two of a unit on; months and years of the average length, as nobody counts these by the day. */
const units = [
  ['year', 365.25 * day],
  ['month', 30.44 * day],
  ['day', day],
] as const;

const relative = new Map<string | undefined, Intl.RelativeTimeFormat>();
const absolute = new Map<string, Intl.DateTimeFormat>();

/** `just now`, `5 minutes ago`, `3 hours ago`, `2 days ago`. Times are in milliseconds since 1970; a time to come is *just now*. */
export function timeAgo(at: number, now: number, format: TimeFormat = {}): string {
  const ago = now - at;
  if (ago < minute) {
    return l10n.t('just now');
  }
  const formatter = relativeFormat(format.locale);
  if (ago < hour) {
    return formatter.format(-Math.floor(ago / minute), 'minute');
  }
  const [unit, ms] = units.find(([, length]) => ago >= 2 * length) ?? ['hour', hour];
  return formatter.format(-Math.floor(ago / ms), unit);
}

/** `As of 5 minutes ago`. `undefined`: what is known is not worth an age yet, or never was read. */
export function asOfText(knownAsOf: number | undefined, now: number, format: TimeFormat = {}): string | undefined {
  return knownAsOf === undefined || now - knownAsOf < minute
    ? undefined
    : l10n.t('As of {0}', timeAgo(knownAsOf, now, format));
}

/** `timeAgo` for where there is little room: `5 min ago`, `3 h ago`, `2 d ago`. */
export function shortTimeAgo(at: number, now: number): string {
  const ago = now - at;
  if (ago < minute) {
    return l10n.t('just now');
  }
  if (ago < hour) {
    return l10n.t('{0} min ago', Math.floor(ago / minute));
  }
  if (ago < 2 * day) {
    return l10n.t('{0} h ago', Math.floor(ago / hour));
  }
  if (ago < 2 * units[1][1]) {
    return l10n.t('{0} d ago', Math.floor(ago / day));
  }
  return ago < 2 * units[0][1]
    ? l10n.t('{0} mo ago', Math.floor(ago / units[1][1]))
    : l10n.t('{0} y ago', Math.floor(ago / units[0][1]));
}

/** Date and time of day. */
export function exactTime(at: number, format: TimeFormat = {}): string {
  return absoluteFormat(format).format(at);
}

function relativeFormat(locale: string | undefined): Intl.RelativeTimeFormat {
  const known = relative.get(locale);
  if (known) {
    return known;
  }
  const made = new Intl.RelativeTimeFormat(locale, { numeric: 'always' });
  relative.set(locale, made);
  return made;
}

function absoluteFormat(format: TimeFormat): Intl.DateTimeFormat {
  const key = `${format.locale ?? ''}|${format.timeZone ?? ''}`;
  const known = absolute.get(key);
  if (known) {
    return known;
  }
  const made = new Intl.DateTimeFormat(format.locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: format.timeZone,
  });
  absolute.set(key, made);
  return made;
}
