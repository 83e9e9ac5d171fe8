/**
 * What the product says: every `l10n.t('…')` of `src` and `webview-ui`, and package.nls.json. `node scripts/bootstrap.mjs scripts/productTexts.ts`
 * prints them with their files, to be read in one go.
 */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { root } from './hosts/paths.ts';

export interface ProductText {
  readonly text: string;
  readonly file: string;
}

export function productTexts(): readonly ProductText[] {
  const sources = globSync('{src,webview-ui}/**/*.ts', { cwd: root }).sort();
  return [...sources.flatMap(textsIn), ...manifestTexts()];
}

function manifestTexts(): readonly ProductText[] {
  const file = 'package.nls.json';
  const texts = JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Readonly<Record<string, string>>;
  return Object.values(texts).map((text) => ({ text, file }));
}

function textsIn(file: string): readonly ProductText[] {
  const code = readFileSync(path.join(root, file), 'utf8');
  const found: ProductText[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /(^|\.)t$/.test(node.expression.getText(source))) {
      const [first] = node.arguments;
      if (first && ts.isStringLiteralLike(first)) {
        found.push({ text: first.text, file });
      }
    }
    ts.forEachChild(node, visit);
  };
  const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, false);
  visit(source);
  return found;
}

if (import.meta.main) {
  for (const { text, file } of productTexts()) {
    console.log(`${file}\t${JSON.stringify(text)}`);
  }
}
