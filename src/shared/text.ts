/**
 * Names and server messages are somebody else's text. One function per medium makes them harmless there; whoever puts
 * foreign text on a medium calls that medium's function and nothing else.
 */

/** Controls, bidirectional marks and overrides, zero-width characters, tags, line and paragraph separators, lone surrogates. */
const invisible =
  /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]|\p{Cs}/gu;

/** What nearly all names are: visible ASCII, single spaces between. Nothing of it needs a second look. */
const plain = /^[!-~]+(?: [!-~]+)*$/;

/** Longest foreign text shown in one place; names in Azure are at most 256 characters. */
const longest = 120;

/** VS Code cuts a notification at 1000 characters. */
const longestMessage = 900;

/** One line of visible characters, at most `most` of them. The base of every other function here. */
export function oneLine(text: string, most = longest): string {
  if (text.length <= most && plain.test(text)) {
    return text;
  }
  const visible = text.replace(invisible, ' ').replace(/\s+/gu, ' ').trim();
  if (visible.length <= most) {
    return visible;
  }
  const characters = Array.from(visible);
  return characters.length <= most ? visible : `${characters.slice(0, most - 1).join('')}…`;
}

/** Labels, descriptions and accessibility text of tree rows: shown as they are, no icons and no Markdown. */
export function forTree(text: string): string {
  return oneLine(text);
}

/**
 * Notifications, modal dialogs, progress and input-validation messages: VS Code turns `[text](link)` there into a link that
 * runs, commands included, and linkifies bare addresses. Brackets become look-alikes and `://` is taken apart.
 */
export function forMessage(text: string): string {
  return oneLine(text, longestMessage)
    .replaceAll('[', '［')
    .replaceAll(']', '］')
    .replaceAll('://', ':⁄⁄')
    .replace(/\$\(/g, '＄(');
}

/** Labels, descriptions and details of quick picks and the status bar, where `$(name)` becomes an icon. */
export function forQuickPick(text: string): string {
  return oneLine(text).replace(/\$\(/g, '＄(');
}

/** Text inside a `MarkdownString` or a Markdown document. Everything that means something to Markdown or HTML is escaped. */
export function forMarkdown(text: string): string {
  return oneLine(text, 300).replace(
    /[\\`*_{}[\]()#+\-.!|~<>&$:@/"']/g,
    (character) => `&#${String(character.codePointAt(0))};`,
  );
}

/**
 * Text of a mail: one line, in which a mail program finds no address to make a link of. Subject and body alike; whoever puts them into
 * a `mailto:` encodes them.
 */
export function forMail(text: string): string {
  return oneLine(text, 300)
    .replaceAll('://', ':⁄⁄')
    .replace(/\b(www)\./gi, '$1．')
    .replace(/\b(mailto|command|vscode|file|data|javascript):/gi, '$1：');
}

/** A field of the log: quoted, so that it cannot pretend to be a line of its own. Never pass names of persons. */
export function forLog(text: string): string {
  return JSON.stringify(oneLine(text, 500));
}

/**
 * A cell of a spreadsheet's CSV: one that would be taken for a formula (OWASP, "CSV Injection"; also behind spaces and
 * quotation marks, and with the wide signs that Excel takes as well) gets an apostrophe in front. The cell is quoted by
 * whoever writes the file.
 */
export function forSpreadsheet(text: string): string {
  const line = oneLine(text, longestMessage);
  return /^[\s'"`´‘’“”«»]*[=+\-@|%＝＋－＠]/u.test(line) ? `'${line}` : line;
}

/**
 * The rest of a comment line of a shell or PowerShell script, behind `# ` and a word of our own: one line, no character
 * that changes the direction of what is read, and none that a shell knows as more than text. Never put into code.
 */
export function forScriptComment(text: string): string {
  return oneLine(text).replace(/[`$\\#<>;&|(){}[\]"'!]/g, (character) => widened.get(character) ?? '_');
}

/** What a shell or PowerShell gives a meaning to, as the wide signs that look alike and mean nothing. */
const widened: ReadonlyMap<string, string> = new Map(
  Array.from('`$\\#<>;&|(){}[]"\'!', (character) => [
    character,
    String.fromCodePoint((character.codePointAt(0) ?? 0) + 0xfee0),
  ]),
);

/** A document of JSON: text stands in it raw, what cannot be seen as an escape, so that a reader sees what is there. */
export function forJson(value: unknown): string {
  return `${JSON.stringify(value, undefined, 2).replace(invisible, (found) =>
    found === '\n'
      ? found
      : Array.from({ length: found.length }, (_, index) => escaped(found.charCodeAt(index))).join(''),
  )}\n`;
}

function escaped(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
