/**
 * Partner IDs: the *Associated PartnerID*, that is the partner location account of the Microsoft AI Cloud Partner Program.
 * Digits only. Microsoft's own pages show 5 to 7 digits, other tools accept 6 to 10; the service alone decides,
 * so an unusual length is a warning and never a refusal.
 */
export type PartnerIdProblem = 'empty' | 'notDigits' | 'tooLong';

export type PartnerIdCheck =
  | { readonly kind: 'refused'; readonly why: PartnerIdProblem }
  | { readonly kind: 'usable'; readonly id: string; readonly unusualLength: boolean };

const usual = { least: 5, most: 10 };

/** More digits than this are no ID of anything; it keeps nonsense out of URLs, scripts and logs. */
const longest = 12;

/** Checks what a user typed or pasted. White space around it is dropped; nothing else is repaired. */
export function checkPartnerId(text: string): PartnerIdCheck {
  const id = text.trim();
  if (id === '') {
    return { kind: 'refused', why: 'empty' };
  }
  if (!/^[0-9]+$/.test(id)) {
    return { kind: 'refused', why: 'notDigits' };
  }
  if (id.length > longest) {
    return { kind: 'refused', why: 'tooLong' };
  }
  return { kind: 'usable', id, unusualLength: id.length < usual.least || id.length > usual.most };
}

/** Just an ID and nothing around it: what may go into an address, a script or a file. */
export function isPartnerId(text: string): boolean {
  const check = checkPartnerId(text);
  return check.kind === 'usable' && check.id === text;
}

/**
 * The first location account of a company has the ID of its global account + 1, so a refused ID that may be a global
 * one has this likely location ID. A hint to look up in Partner Center, never something to send unasked.
 */
export function likelyLocationId(globalId: string): string {
  return (BigInt(globalId) + 1n).toString();
}
