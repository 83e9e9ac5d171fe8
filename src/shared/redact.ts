/** Last line of defence before the log: nothing should pass a token on in the first place. */
const tokenLike = [
  // A JSON Web Token, whole or cut off: its header always begins with `{"` in base64.
  /\beyJ[\w-]{8,}(?:\.[\w-]*){0,2}/g,
  /\b(Bearer|PoP)\s+[\w.~+/=-]{8,}/gi,
  /\b((?:client_)?secret|assertion|password|access_token|refresh_token|id_token|code)=[^&\s"]+/gi,
];

/** Mail addresses are account names: persons, who have no place in a log. */
const personLike = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g;

export function redact(text: string): string {
  return tokenLike
    .reduce((line, pattern) => line.replace(pattern, '[redacted]'), text)
    .replace(personLike, '[account]');
}
