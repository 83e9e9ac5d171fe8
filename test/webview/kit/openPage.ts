/** One of the product's pages in Chromium: its real HTML with its real policy, its built bundle, and whatever stands for its host. */
import { readFile, readdir, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';
import { buildWebview } from '../../../scripts/webviewBundle.ts';
import { gapText } from '../../../scripts/hosts/availability.ts';
import { chromiumArguments, ensureChromium } from '../../../scripts/hosts/chromium.ts';
import { out } from '../../../scripts/hosts/paths.ts';
import type { PageName } from '../../../src/manifest.ts';
import { pageHtml } from '../../../src/webview/pageHtml.ts';
import { patience } from '../../e2e/support/eventually.ts';
import { themeNamed, type Theme, type ThemeName } from './themes.ts';

const origin = 'http://page.example';

/** What every page can be opened with. */
export interface PageOptions {
  readonly theme?: ThemeName;
  readonly size?: { readonly width: number; readonly height: number };
  /** 2 is 200 %: half as many CSS pixels, as when a user zooms. */
  readonly zoom?: number;
  readonly translations?: Readonly<Record<string, unknown>>;
  /** Runs in the page before everything else. */
  readonly initScript?: string;
  /** Put before each of the page's own scripts, in the same file. */
  readonly firstStatement?: string;
  /** The page is on its own: nothing answers. */
  readonly noHost?: boolean;
  readonly forcedColors?: boolean;
}

/** A page with what a test does to it and asks of it. */
export interface OpenedPage {
  readonly page: Page;
  /** The other end of its messages. */
  readonly host: { heard(message: unknown): Promise<void>; readonly refused: readonly unknown[] };
}

let browser: Promise<Browser> | undefined;
let files: Promise<ReadonlyMap<string, string>> | undefined;

async function launch(): Promise<Browser> {
  const executable = await ensureChromium();
  if (!executable.ok) {
    throw new Error(gapText(executable));
  }
  return chromium.launch({
    executablePath: executable.value,
    chromiumSandbox: false,
    args: [...chromiumArguments],
  });
}

/** All files of all pages, by name. */
async function bundle(): Promise<ReadonlyMap<string, string>> {
  const folder = path.join(out, 'webview', 'files');
  await buildWebview('package', folder);
  const names = await readdir(folder);
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(path.join(folder, name), 'utf8')] as const)),
  );
}

const opened = new Map<OpenedPage, readonly string[]>();

export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}

/** What went wrong in pages that no test looked at: violations of the policy, errors, messages that are none. */
export async function closePages(): Promise<readonly string[]> {
  const troubles: string[] = [];
  for (const [{ page, host }, own] of opened) {
    troubles.push(...own, ...host.refused.map((one) => `no message: ${JSON.stringify(one)}`));
    await page.context().close();
  }
  opened.clear();
  return troubles;
}

/** What the page is given before its own script runs: VS Code's function, kept state, and ears for violations. */
const webview = `
  addEventListener('securitypolicyviolation', (event) => {
    console.error('policy violated: ' + event.violatedDirective + ' ' + event.blockedURI + ' ' + event.sample);
  });
  let acquired = false;
  globalThis.acquireVsCodeApi = () => {
    if (acquired) throw new Error('acquireVsCodeApi was called twice');
    acquired = true;
    return {
      postMessage: (message) => void globalThis.toHost?.(structuredClone(message)),
      getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
      setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
    };
  };
`;

export async function openPage<P extends OpenedPage>(
  name: PageName,
  title: string,
  options: PageOptions,
  around: (page: Page) => P,
): Promise<P> {
  browser ??= launch();
  files ??= bundle();
  const bundled = await files;
  const size = options.size ?? { width: 1100, height: 760 };
  const zoom = options.zoom ?? 1;
  const context = await (
    await browser
  ).newContext({
    viewport: { width: Math.floor(size.width / zoom), height: Math.floor(size.height / zoom) },
    deviceScaleFactor: zoom,
    reducedMotion: 'reduce',
    ...(options.forcedColors === true ? { forcedColors: 'active' as const } : {}),
  });
  const page = await context.newPage();
  page.setDefaultTimeout(patience);
  const theme = themeNamed(options.theme ?? 'dark');
  const own = around(page);
  const troubles: string[] = [];
  opened.set(own, troubles);
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') {
      troubles.push(message.text());
    }
  });
  await page.route('**/*', async (route) => {
    const [contentType, body] = contentAt(new URL(route.request().url()).pathname) ?? [];
    await route.fulfill({ status: body === undefined ? 404 : 200, contentType, body: body ?? '' });
  });
  function contentAt(asked: string): readonly [contentType: string, body: string] | undefined {
    if (asked === '/') {
      return ['text/html', htmlOf(name, title, theme, options.translations)];
    }
    if (asked === '/vscode.css') {
      return ['text/css', themeCss(theme)];
    }
    const file = bundled.get(asked.slice(1));
    if (file === undefined) {
      return undefined;
    }
    return asked.endsWith('.css') ? ['text/css', file] : ['text/javascript', `${options.firstStatement ?? ''}${file}`];
  }
  if (options.noHost !== true) {
    await page.exposeFunction('toHost', (message: unknown) => own.host.heard(message));
  }
  await page.addInitScript({ content: webview + (options.initScript ?? '') });
  await page.goto(`${origin}/`);
  return own;
}

/** To the page, as its host says it; also what is no message. */
export async function postToPage(page: Page, messages: readonly unknown[]): Promise<void> {
  await page.evaluate(`for (const one of ${JSON.stringify(messages)}) window.postMessage(one, '*')`);
}

/** Into `out/webview/<name>.png`, to be looked at. */
export async function picture(page: Page, name: string): Promise<void> {
  await mkdir(path.join(out, 'webview'), { recursive: true });
  await page.screenshot({ path: path.join(out, 'webview', `${name}.png`) });
}

function htmlOf(
  name: PageName,
  title: string,
  theme: Theme,
  translations: Readonly<Record<string, unknown>> | undefined,
): string {
  const data = Object.entries(theme.bodyData).map(([name, value]) => {
    const attribute = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return ` data-${attribute}="${value.replaceAll('"', '&quot;')}"`;
  });
  return (
    pageHtml({
      nonce: 'bm9uY2U',
      cspSource: origin,
      script: `/${name}.js`,
      style: `/${name}.css`,
      language: 'en',
      title,
      ...(translations === undefined ? {} : { translations }),
    })
      // As VS Code does it: its own styles are there before the policy holds.
      .replace('<head>', '<head>\n<link rel="stylesheet" href="/vscode.css">')
      .replace('<body', `<body class="${theme.bodyClass}"${data.join('')}`)
  );
}

function themeCss({ variables, defaultStyles }: Theme): string {
  const lines = Object.entries(variables).map(([name, value]) => `${name}: ${value};`);
  return `:root { ${lines.join('\n')} }\n${defaultStyles}`;
}
