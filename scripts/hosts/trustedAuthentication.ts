/**
 * VS Code asks in a modal dialog before an extension may use an account, and in-host tests refuse modal dialogs. So the
 * tests' page gets a product configuration in which the extension may use the accounts of one test provider unasked,
 * as VS Code's own product configuration does for some extensions. Any other provider stays *not yet allowed*.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { root } from './paths.ts';

/** Provider whose accounts the extension may use unasked in in-host tests. */
export const trustedProvider = 'partner-link-test';

/** `publisher.name`, as package.json says. */
export async function extensionId(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  if (typeof manifest !== 'object' || manifest === null || !('publisher' in manifest) || !('name' in manifest)) {
    throw new Error('package.json names no publisher and name');
  }
  return `${String(manifest.publisher)}.${String(manifest.name)}`;
}

/** Call before the page is opened. The workbench's own scripts are modules: they run after this has changed the document. */
export async function trustedAuthentication(page: Page): Promise<void> {
  const access = JSON.stringify({ [trustedProvider]: [await extensionId()] });
  await page.addInitScript({
    content: `
      document.addEventListener('readystatechange', () => {
        const meta = document.getElementById('vscode-workbench-web-configuration');
        if (meta && document.readyState === 'interactive') {
          const settings = JSON.parse(meta.getAttribute('data-settings'));
          settings.productConfiguration = { ...settings.productConfiguration, trustedExtensionAuthAccess: ${access} };
          meta.setAttribute('data-settings', JSON.stringify(settings));
        }
      });`,
  });
}
