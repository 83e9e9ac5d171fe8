/** The form's own page in Chromium: its real HTML with its real policy, its built bundle, and a fake host at the other end. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { buildWebview } from '../../../scripts/webviewBundle.ts';
import { gapText } from '../../../scripts/hosts/availability.ts';
import { chromiumArguments, ensureChromium } from '../../../scripts/hosts/chromium.ts';
import { out } from '../../../scripts/hosts/paths.ts';
import type { Draft, Page as FormPageState, Target } from '../../../src/shared/form/messages.ts';
import { formHtml } from '../../../src/webview/pageHtml.ts';
import { eventually, patience } from '../../e2e/support/eventually.ts';
import { FakeHost } from './fakeHost.ts';
import { themeNamed, type Theme, type ThemeName } from '../kit/themes.ts';

const origin = 'http://form.example';

export interface FormOptions {
  readonly theme?: ThemeName;
  readonly page?: FormPageState;
  readonly targets?: readonly Target[];
  readonly selected?: readonly string[];
  readonly draft?: Draft;
  readonly size?: { readonly width: number; readonly height: number };
  /** 2 is 200 %: half as many CSS pixels, as when a user zooms. */
  readonly zoom?: number;
  readonly translations?: Readonly<Record<string, unknown>>;
  /** Runs in the page before everything else. */
  readonly initScript?: string;
  /** Put before the form's own script, in the same file. */
  readonly firstStatement?: string;
  /** The form is on its own: nothing answers. */
  readonly noHost?: boolean;
  readonly forcedColors?: boolean;
}

let browser: Promise<Browser> | undefined;
let files: Promise<{ readonly script: string; readonly style: string }> | undefined;

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

async function bundle(): Promise<{ readonly script: string; readonly style: string }> {
  const folder = path.join(out, 'webview');
  await buildWebview('package', folder);
  return {
    script: await readFile(path.join(folder, 'form.js'), 'utf8'),
    style: await readFile(path.join(folder, 'form.css'), 'utf8'),
  };
}

const opened = new Set<FormPage>();

export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}

/** What went wrong in pages that no test looked at: violations of the policy, errors, messages that are none. */
export async function closeForms(): Promise<readonly string[]> {
  const troubles: string[] = [];
  for (const form of opened) {
    troubles.push(...form.troubles, ...form.host.refused.map((one) => `no message: ${JSON.stringify(one)}`));
    await form.page.context().close();
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

export async function openForm(options: FormOptions = {}): Promise<FormPage> {
  browser ??= launch();
  files ??= bundle();
  const { script, style } = await files;
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
  const form = new FormPage(page, options);
  opened.add(form);
  await page.route('**/*', async (route) => {
    const asked = new URL(route.request().url()).pathname;
    const content: Readonly<Record<string, readonly [string, string]>> = {
      '/': ['text/html', pageHtml(theme, options.translations)],
      '/form.js': ['text/javascript', `${options.firstStatement ?? ''}${script}`],
      '/form.css': ['text/css', style],
      '/vscode.css': ['text/css', themeCss(theme)],
    };
    const [contentType, body] = content[asked] ?? ['text/plain', ''];
    await route.fulfill({ status: asked in content ? 200 : 404, contentType, body });
  });
  if (options.noHost !== true) {
    await page.exposeFunction('toHost', (message: unknown) => form.host.heard(message));
  }
  await page.addInitScript({ content: webview + (options.initScript ?? '') });
  await page.goto(`${origin}/`);
  return form;
}

function pageHtml(theme: Theme, translations: Readonly<Record<string, unknown>> | undefined): string {
  const data = Object.entries(theme.bodyData).map(([name, value]) => {
    const attribute = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return ` data-${attribute}="${value.replaceAll('"', '&quot;')}"`;
  });
  return (
    formHtml({
      nonce: 'bm9uY2U',
      cspSource: origin,
      script: '/form.js',
      style: '/form.css',
      language: 'en',
      title: 'Manage Links',
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

export class FormPage {
  readonly page: Page;
  readonly host: FakeHost;
  readonly troubles: string[] = [];

  constructor(page: Page, options: FormOptions) {
    this.page = page;
    this.host = new FakeHost(
      (messages) => page.evaluate(`for (const one of ${JSON.stringify(messages)}) window.postMessage(one, '*')`),
      options,
    );
    page.on('pageerror', (error) => this.troubles.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') {
        this.troubles.push(message.text());
      }
    });
  }

  /** A row by the name of its tenant. */
  row(name: string | RegExp): Locator {
    return this.page.getByRole('row', { name });
  }

  get grid(): Locator {
    return this.page.getByRole('grid', { name: 'Tenants' });
  }

  checkbox(name: string): Locator {
    return this.page.getByRole('checkbox', { name, exact: true });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  /** Ends when the button is disabled: a control of the toolkit takes that over with the next frame. */
  async disabled(name: string | RegExp): Promise<void> {
    await eventually(async () =>
      assert.equal(await this.button(name).isDisabled(), true, `${String(name)} is disabled`),
    );
  }

  part(name: string): Locator {
    return this.page.locator(`[data-part='${name}']`);
  }

  get partnerId(): Locator {
    return this.page.getByRole('textbox', { name: 'Partner ID' });
  }

  get search(): Locator {
    return this.page.getByRole('textbox', { name: 'Search tenants' });
  }

  async filter(text: string): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Filter by status' }).click();
    await this.page.getByRole('option', { name: text, exact: true }).click();
  }

  async kind(text: string): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Filter by kind' }).click();
    await this.page.getByRole('option', { name: text, exact: true }).click();
  }

  /** Names of the targets whose rows are in the document, top to bottom. */
  names(): Promise<readonly string[]> {
    return this.page.locator('.body .row .cell.name .text').allTextContents();
  }

  /** Ends when the parts are there that the page makes when it is idle. */
  async whole(): Promise<this> {
    await this.page.locator('main').waitFor();
    await this.page.locator('.later:empty').first().waitFor({ state: 'detached' });
    return this;
  }

  async ready(): Promise<this> {
    await this.page.locator('.body .row').first().waitFor();
    return this.whole();
  }

  /** Into `out/webview/<name>.png`, to be looked at. */
  async picture(name: string): Promise<void> {
    await mkdir(path.join(out, 'webview'), { recursive: true });
    await this.page.screenshot({ path: path.join(out, 'webview', `${name}.png`) });
  }
}
