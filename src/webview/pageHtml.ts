/** A page: nothing but references under a strict content security policy. Everything on it is made by its script. */

export interface PageParts {
  /** Random, new for each page. */
  readonly nonce: string;
  /** What VS Code names the source of a panel's own files. */
  readonly cspSource: string;
  readonly script: string;
  readonly style: string;
  /** BCP 47, as VS Code's display language. */
  readonly language: string;
  readonly title: string;
  /** Translations, as `@vscode/l10n` takes them; absent: English. */
  readonly translations?: Readonly<Record<string, unknown>>;
}

export function pageHtml(page: PageParts): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${page.nonce}'`,
    `style-src ${page.cspSource}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const translations =
    page.translations === undefined ? '' : ` data-translations="${escaped(JSON.stringify(page.translations))}"`;
  return `<!DOCTYPE html>
<html lang="${escaped(page.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(page.title)}</title>
<link rel="stylesheet" href="${escaped(page.style)}">
</head>
<body${translations}>
<script type="module" nonce="${page.nonce}" src="${escaped(page.script)}"></script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${String(character.codePointAt(0))};`);
}
