/**
 * Names and server messages are untrusted text. One function per medium makes them harmless there; whoever puts
 * foreign text on a medium calls that medium's function and nothing else.
 */

/**
 * Controls, bidirectional marks and overrides, zero-width characters, fillers and blanks of scripts (Hangul, Khmer, Mongolian, Braille), tags,
 * line and paragraph separators, lone surrogates.
 */
const invisible =
  /[\u0000-\u001F\u007F-\u009F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u2028-\u202E\u2060-\u206F\u2800\u3164\uFEFF\uFFA0\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]|\p{Cs}/gu;

/** What is left where a name shows nothing: blanks, and marks without anything to stand on. */
const blank = /^[\s\p{M}\p{Cf}]*$/u;

/** Of the characters of a name that shows nothing, so many are named. */
const mostNamed = 3;

/** What nearly all names are: visible ASCII, single spaces between. Nothing of it needs a second look. */
const plain = /^[!-~]+(?: [!-~]+)*$/;

/** Longest foreign text shown in one place; names in Azure are at most 256 characters. */
const longest = 120;

/** A mail address has at most 320 characters; what is longer is no word that is looked for. */
const longestCutWord = 400;

/** VS Code cuts a notification at 1000 characters. */
const longestMessage = 900;

/**
 * One line of visible characters, at most `most` of them. The base of every other function here. A text that holds characters and shows none
 * is told by their numbers (`‹U+3164›`); one of white space alone is `''`.
 */
export function oneLine(text: string, most = longest): string {
  if (text.length <= most && plain.test(text)) {
    return text;
  }
  // Nothing below sees more than can be shown; what is invisible in front may use up some of it.
  const beginning = text.slice(0, most * 8);
  const visible = beginning.replace(invisible, ' ').replace(/\s+/gu, ' ').trim();
  if (blank.test(visible)) {
    return text.trim() === '' ? '' : numbersOf(text);
  }
  if (visible.length <= most && beginning === text) {
    return visible;
  }
  const characters = Array.from(visible);
  return characters.length <= most && beginning === text ? visible : `${characters.slice(0, most - 1).join('')}…`;
}

/** A name that goes into a sentence, which is made harmless as a whole: as it is, but for one that shows nothing. */
export function visibleName(name: string): string {
  const line = oneLine(name);
  return line.startsWith('‹U+') ? line : name;
}

/** `‹U+3164 U+200B …›`, white space apart. */
function numbersOf(text: string): string {
  const characters = Array.from(text.slice(0, 100).replace(/\s/gu, ''));
  const named = characters.slice(0, mostNamed).map((one) => `U+${hex(one.codePointAt(0) ?? 0).toUpperCase()}`);
  return `‹${[...named, ...(characters.length > mostNamed ? ['…'] : [])].join(' ')}›`;
}

/** At most `most` characters of a text that goes through patterns, without the word that the cut went through: it may be half a secret. */
export function beginningOf(text: string, most: number): string {
  if (text.length <= most) {
    return text;
  }
  let end = most;
  while (end > most - longestCutWord && !/\s/u.test(text.charAt(end - 1))) {
    end -= 1;
  }
  return `${text.slice(0, end > most - longestCutWord ? end : most)}…`;
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

/** Where a formula would begin: the cell's beginning, and a semicolon. */
const formula = /(^|;)(?=[\s'"`´‘’“”«»]*[=+\-@|%＝＋－＠])/gu;
const keptFormula = /(^|;)'(?=[\s'"`´‘’“”«»]*[=+\-@|%＝＋－＠])/gu;

/**
 * A cell of a spreadsheet's CSV: what would be taken for a formula (OWASP, "CSV Injection"; also behind spaces and
 * quotation marks, and with the wide signs that Excel takes as well) gets an apostrophe in front. So does what stands behind a semicolon:
 * where that is the list separator, a program that opens the file ends the cell there, whatever quotation marks are round it. A tab, which may
 * be the separator as well, is no part of a line. The cell is quoted by whoever writes the file.
 */
export function forSpreadsheet(text: string): string {
  return oneLine(text, longestMessage).replace(formula, "$1'");
}

/** The line that `forSpreadsheet` made a cell of. */
export function fromSpreadsheet(cell: string): string {
  return cell.replace(keptFormula, '$1');
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
  return `\\u${hex(unit)}`;
}

function hex(number: number): string {
  return number.toString(16).padStart(4, '0');
}
