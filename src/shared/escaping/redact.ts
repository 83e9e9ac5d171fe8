/**
 * Last line of defence before the log, and for what services say: nothing should pass a token, a secret or an account name on in the first
 * place. Every pattern is linear in the length of the text.
 */

/** JSON Web Tokens, whole or cut off: their header always begins with `{"` in base64. */
const jwt = /\beyJ[\w-]{8,}(?:\.[\w-]*){0,2}|(?<![\w-])eyJ[\w-]*\.[\w-]+(?:\.[\w-]*)?/g;

/** A short word is prose, unless it has a sign of a token in it. */
const bearer = /\b(Bearer|PoP)\s+(?:[\w.~+/=-]{8,}|(?=\S*[.\d])\S+)/gi;

/** The rest of the header, whatever its scheme: it may have several parameters. */
const header = /\b((?:Proxy-)?Authorization|(?:Set-)?Cookie|Ocp-Apim-Subscription-Key)(\\*["']?\s*[:=])[^\r\n]+/gi;

const basic = /\b(Basic\s+)([A-Za-z0-9+/]{4,}={0,2})/gi;

const secretNames = String.raw`(?:secret|password|passwd|pwd|passphrase|assertion|(?:access|refresh|id|sas)_?token|api_?key|(?:access|account|private|shared|storage)_?key|connection_?string|client_?info)`;

/**
 * `"access_token":"…"`, also where JSON stands within JSON (`\"access_token\":\"…\"`) and whatever stands before (`AZURE_CLIENT_SECRET=`).
 * A quoted value goes up to its quotation mark, one behind `=` up to the next parameter or blank, one behind `:` up to the end of the line:
 * passwords have blanks. Groups: name, separator.
 */
const quoted = new RegExp(
  String.raw`(?<![\w-])([\w-]*${secretNames}\\*["']?\s*[:=]\s*)(?:"(?:[^"\\\r\n]|\\.)*"?|'[^'\r\n]*'?|(?<q>\\+)"(?:(?!(?<!\\)\k<q>")[^\r\n])*(?:\k<q>")?)`,
  'gi',
);
const parameter = new RegExp(String.raw`(?<![\w-])([\w-]*${secretNames}\\*["']?=)[^&\s"'\\]+`, 'gi');
const line = new RegExp(
  String.raw`(?<![\w-])([\w-]*${secretNames}\\*["']?\s*:[ \t]*)(?!\[redacted\])[^\s"'\\][^\r\n]*`,
  'gi',
);

/** An authorization code. Not behind `:`, where codes of errors stand. */
const code = /\b(code=)[^&\s"]+/gi;

/** Of a mail address, in any script; also as a URL has it. Guests are called `name_domain#EXT#@tenant.onmicrosoft.com`. */
const person =
  /(?<![\p{L}\p{M}\p{N}_.+#'%!~-])[\p{L}\p{M}\p{N}_.+#'%!~-]+(?:@|%40)[\p{L}\p{M}\p{N}-]+(?:\.[\p{L}\p{M}\p{N}-]+)+/giu;
const guest = /(?<![\p{L}\p{M}\p{N}_.+'%!~-])[\p{L}\p{M}\p{N}_.+'%!~-]+(?:#|%23)EXT(?:#|%23)(?:(?:@|%40)[\w.-]+)?/giu;

/** A run without blanks and quotation marks. */
const run = /[^\s"'<>]+/g;

/** Without tokens, secrets and account names; `[token]`, `[redacted]` and `[account]` stand for them. Nothing is cut. */
export function redact(text: string): string {
  return (
    text
      .replace(jwt, '[token]')
      .replace(header, '$1$2 [redacted]')
      .replace(bearer, '$1 [token]')
      .replace(basic, (all, scheme: string, value: string) => (isCredentials(value) ? `${scheme}[redacted]` : all))
      .replace(quoted, '$1"[redacted]"')
      .replace(parameter, '$1[redacted]')
      .replace(line, '$1[redacted]')
      .replace(code, '$1[redacted]')
      .replace(run, withoutUserInfo)
      .replace(guest, '[account]')
      // A quotation mark in front is the sentence's, not the name's.
      .replace(person, (name) => (name.startsWith("'") ? "'[account]" : '[account]'))
  );
}

/** `user:password` in base64 (RFC 7617); what else comes after *Basic* is prose. */
function isCredentials(value: string): boolean {
  try {
    return atob(value).includes(':');
  } catch {
    return false;
  }
}

/** `https://user:password@host`, and the same without a scheme. A password may hold an `@`. */
function withoutUserInfo(text: string): string {
  const scheme = text.indexOf('://');
  const from = scheme === -1 ? 0 : scheme + 3;
  const rest = text.slice(from).search(/[/?#]/);
  const at = text.lastIndexOf('@', rest === -1 || scheme === -1 ? undefined : from + rest);
  const user = text.slice(from, at);
  if (at <= from || (scheme === -1 && !/^[^:=&/?]+:./.test(user))) {
    return text;
  }
  return `${text.slice(0, from)}[redacted]${text.slice(at)}`;
}
