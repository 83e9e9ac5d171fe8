/** Tables of Markdown documents. Cells are harmless already: foreign text has gone through `forMarkdown`. */

export function markdownRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** The heads, and the line that makes a table of what follows. */
export function markdownHead(heads: readonly string[]): readonly string[] {
  return [markdownRow(heads), `|${'---|'.repeat(heads.length)}`];
}
