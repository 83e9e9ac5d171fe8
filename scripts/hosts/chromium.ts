/** The Chromium that shows VS Code's workbench when it is served by the VS Code server. */
import { chromium, type BrowserContext } from 'playwright-core';
import { available, missing, type Availability } from './availability.ts';
import { findProgram, isExecutable } from './command.ts';
import { installDebianPackages } from './debianPackages.ts';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];

const knownPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  String.raw`C:\Program Files\Google\Chrome\Application\chrome.exe`,
  String.raw`C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe`,
];

/** `PARTNER_LINK_CHROMIUM` names another one. */
export function findChromium(): string | undefined {
  const named = process.env['PARTNER_LINK_CHROMIUM'];
  if (named) {
    return isExecutable(named) ? named : undefined;
  }
  return findProgram(...names) ?? knownPlaces.find(isExecutable);
}

/** Finds Chromium, or installs Debian's as root; never asks for a password. */
export async function ensureChromium(): Promise<Availability<string>> {
  const found = findChromium();
  if (found !== undefined) {
    return available(found);
  }
  const gap = await installDebianPackages('Chromium', ['chromium']);
  if (gap !== undefined) {
    return gap;
  }
  const installed = findChromium();
  return installed === undefined ? missing('apt-get installed a Chromium that is not on PATH') : available(installed);
}

/** Keeps it quiet where there is no network. */
export const chromiumArguments: readonly string[] = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-gpu',
  '--no-first-run',
  '--no-default-browser-check',
];

/** A headless browser whose profile stays in `profile`: the web workbench keeps global state, secrets and layout there. */
export function openBrowser(
  executablePath: string,
  profile: string,
  options: {
    readonly colorScheme?: 'light' | 'dark';
    readonly size?: { readonly width: number; readonly height: number };
  } = {},
): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    // Root and most containers can't have it, and only our own pages are shown.
    chromiumSandbox: false,
    args: [...chromiumArguments],
    viewport: options.size ?? { width: 1280, height: 800 },
    colorScheme: options.colorScheme ?? 'dark',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
}
