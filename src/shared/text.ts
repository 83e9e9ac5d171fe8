/**
 * Names and server messages are somebody else's text. One function per medium makes them harmless there; whoever puts
 * foreign text on a medium calls that medium's function and nothing else.
 */

/** Controls, bidirectional marks and overrides, zero-width characters, tags, line and paragraph separators, lone surrogates. */
const invisible =
  /[\u0000-\u001F\u007F-\u009F\u00AD\u061C\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]|\p{Cs}/gu;

/** Longest foreign text shown in one place; names in Azure are at most 256 characters. */
const longest = 120;

/** VS Code cuts a notification at 1000 characters. */
const longestMessage = 900;

/** One line of visible characters, at most `most` of them. The base of every other function here. */
export function oneLine(text: string, most = longest): string {
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

/** A field of the log: quoted, so that it cannot pretend to be a line of its own. Never pass names of persons. */
export function forLog(text: string): string {
  return JSON.stringify(oneLine(text, 500));
}
