/**
 * The product configuration that in-host tests run with. VS Code asks in a modal dialog before an extension may use an
 * account, and in-host tests refuse modal dialogs: so the extension may use the accounts of one test provider unasked,
 * as VS Code's own product configuration has it for some extensions. Any other provider stays *not yet allowed*.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { root } from './paths.ts';

/** Provider whose accounts the extension may use unasked in in-host tests. */
const trustedProvider = 'partner-link-test';

/** The extension that contributes it; it hands challenges on, which is a proposed API. */
export const providerExtensionId = 'partner-link-tests.test-provider';

const proposals = { [providerExtensionId]: ['authenticationChallenges'] };

/** `publisher.name`, as package.json says. */
export async function extensionId(): Promise<string> {
  const manifest = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
    readonly publisher?: string;
    readonly name?: string;
  };
  if (!manifest.publisher || !manifest.name) {
    throw new Error('package.json names no publisher and name');
  }
  return `${manifest.publisher}.${manifest.name}`;
}

/** For the web workbench. Call before the page is opened: its own scripts are modules and run after this one. */
export async function giveTestProduct(page: Page): Promise<void> {
  const more = JSON.stringify({
    trustedExtensionAuthAccess: { [trustedProvider]: [await extensionId()] },
    extensionEnabledApiProposals: proposals,
  });
  await page.addInitScript({
    content: `
      document.addEventListener('readystatechange', () => {
        const meta = document.getElementById('vscode-workbench-web-configuration');
        if (meta && document.readyState === 'interactive') {
          const settings = JSON.parse(meta.getAttribute('data-settings'));
          settings.productConfiguration = { ...settings.productConfiguration, ...${more} };
          meta.setAttribute('data-settings', JSON.stringify(settings));
        }
      });`,
  });
}

/** The same for a desktop VS Code that was downloaded for the tests. */
export async function writeTestProduct(productFile: string): Promise<void> {
  const product = JSON.parse(await readFile(productFile, 'utf8')) as { trustedExtensionAuthAccess?: object };
  const now = product.trustedExtensionAuthAccess;
  const others = Array.isArray(now) ? { github: now, microsoft: now } : (now ?? {});
  const trusted = { ...others, [trustedProvider]: [await extensionId()] };
  await writeFile(productFile, JSON.stringify({ ...product, trustedExtensionAuthAccess: trusted }, undefined, '\t'));
}
