/** The two media of texts that people follow or send: a Markdown document, and plain text for mail. */
import { forMail, forMarkdown } from '../../shared/escaping/foreignText.ts';

export interface DocumentMedium {
  /** Makes untrusted text harmless. */
  readonly foreign: (text: string) => string;
  /** A word that stands on the portal's page. */
  readonly word: (text: string) => string;
  readonly heading: (text: string, level: 1 | 2 | 3) => readonly string[];
}

export const markdown: DocumentMedium = {
  foreign: forMarkdown,
  word: (text) => `**${text}**`,
  heading: (text, level) => [`${'#'.repeat(level)} ${text}`, ''],
};

export const plain: DocumentMedium = {
  foreign: forMail,
  word: (text) => `“${text}”`,
  heading: (text, level) => (level === 1 ? [text, '='.repeat(text.length), ''] : [text, '']),
};

export function numbered(lines: readonly string[]): readonly string[] {
  return [...lines.map((line, index) => `${String(index + 1)}. ${line}`), ''];
}

export function listed(lines: readonly string[]): readonly string[] {
  return [...lines.map((line) => `- ${line}`), ''];
}
