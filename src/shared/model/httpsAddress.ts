/** Addresses that tokens and secrets are sent to: https and nothing that could make one look like another. */

/** Codes of `cloudUnusable`, as far as they are about an address. */
export type AddressProblem = 'NotAnAddress' | 'NotHttps';

export type HttpsAddress =
  { readonly kind: 'usable'; readonly url: URL } | { readonly kind: 'unusable'; readonly problem: AddressProblem };

/** No port 0, and no label of a name that is empty or begins or ends with a hyphen (RFC 1123); IPv6 stands in brackets. */
const saneHost = /^(?:\[[0-9a-f:.]+\]|(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))*)$/;

/** Characters; a name has at most 253. */
const longestAddress = 2_000;

/** A user's or a cloud's own word for where it is. Neither a user nor a password, a query or a fragment may stand in it. */
export function httpsAddress(text: string): HttpsAddress {
  const trimmed = text.trim();
  // The parser would take a backslash for a slash and leave out line ends: what is read must be what is meant.
  if (
    trimmed.length > longestAddress ||
    !/^[\x21-\x7e]+$/.test(trimmed) ||
    trimmed.includes('\\') ||
    !URL.canParse(trimmed)
  ) {
    return { kind: 'unusable', problem: 'NotAnAddress' };
  }
  const url = new URL(trimmed);
  if (url.protocol !== 'https:') {
    return { kind: 'unusable', problem: url.protocol === 'http:' ? 'NotHttps' : 'NotAnAddress' };
  }
  const clean =
    /^https:\/\/[^/]/i.test(trimmed) &&
    !trimmed.includes('@') &&
    !/[?#]/.test(trimmed) &&
    url.hostname.length <= 253 &&
    saneHost.test(url.hostname) &&
    isAsTyped(url.hostname, trimmed) &&
    url.port !== '0';
  return clean ? { kind: 'usable', url } : { kind: 'unusable', problem: 'NotAnAddress' };
}

/** The parser makes IPv4 addresses of plain numbers (`443`, `0x7f.1`): what a user reads must be where it leads. */
function isAsTyped(hostname: string, text: string): boolean {
  const typed = /^https:\/\/([^/:]+)/i.exec(text)?.[1]?.toLowerCase();
  return hostname.startsWith('[') || typed === hostname;
}

/** `https://host:port`, and the path where it has one; never with a slash at the end. */
export function withoutSlash(url: URL): string {
  return withoutSlashes(`${url.origin}${url.pathname}`);
}

/** Without the slashes at the end. */
export function withoutSlashes(text: string): string {
  let end = text.length;
  while (text[end - 1] === '/') {
    end -= 1;
  }
  return text.slice(0, end);
}
