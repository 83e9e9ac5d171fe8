/**
 * `node test/webview/kit/captureThemes.ts`: writes what VS Code gives a webview in each theme (variables, body classes, its own
 * default styles) to `test/webview/kit/themes/*.json`. Once for each VS Code that tests are run with; it needs `partner-link.vsix`.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from '../../../scripts/hosts/paths.ts';
import { eventually } from '../../e2e/support/eventually.ts';
import { sandboxMode, startVSCode } from '../../e2e/support/vscode.ts';
import { themeTitles, type Theme } from './themes.ts';

/** Reads the page of a shown Markdown preview, which is a webview like the form's. */
const reading = `({
  variables: Object.fromEntries(Array.from(document.documentElement.style)
    .filter((name) => name.startsWith('--'))
    .map((name) => [name, document.documentElement.style.getPropertyValue(name)])),
  bodyClass: document.body.className.split(' ').filter((name) => name.startsWith('vscode-') && !name.includes('markdown')).join(' '),
  bodyData: { ...document.body.dataset },
  defaultStyles: document.getElementById('_defaultStyles')?.textContent ?? '',
})`;

for (const [name, title] of Object.entries(themeTitles)) {
  const code = await startVSCode({
    name: 'capture-themes',
    files: sandboxMode,
    settings: { 'workbench.colorTheme': title },
  });
  try {
    await (await code.workbench.openView('Partner Link', 'Tenants')).rowSays('Woodgrove Bank', /PAL/);
    await code.workbench.runCommand('Partner Link: Show Journal');
    await code.workbench.preview('Journal');
    const theme = await eventually(async () => {
      for (const frame of code.workbench.page.frames()) {
        if ((await frame.locator('.markdown-body').count()) > 0) {
          const read = await frame.evaluate<Theme>(reading);
          if (Object.keys(read.variables).length > 100) {
            return read;
          }
        }
      }
      throw new Error('No webview with a theme’s variables');
    });
    await writeFile(
      path.join(root, 'test/webview/kit/themes', `${name}.json`),
      `${JSON.stringify(theme, undefined, 2)}\n`,
    );
    console.log(`${title}: ${String(Object.keys(theme.variables).length)} variables`);
  } finally {
    await code.close();
  }
}
process.exit(0);
