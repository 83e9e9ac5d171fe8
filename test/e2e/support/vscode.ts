/**
 * A real VS Code with the packaged extension: the VS Code server, and Chromium with its windows. Each has data of its own;
 * the port and the browser's profile stay the same over `restart`, because the web workbench keeps state by origin.
 */
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { gapText } from '../../../scripts/hosts/availability.ts';
import { ensureChromium, openBrowser } from '../../../scripts/hosts/chromium.ts';
import { out, vsixFile } from '../../../scripts/hosts/paths.ts';
import {
  freePort,
  globalStorageOf,
  installVsix,
  startServer,
  writeSettings,
  type RunningServer,
  type ServerFolders,
} from '../../../scripts/hosts/server.ts';
import { ensureServer, type ServerInstall } from '../../../scripts/hosts/serverInstall.ts';
import { extensionId } from '../../../scripts/hosts/testProduct.ts';
import { eventually, patience } from './eventually.ts';
import { extensionHosts } from './extensionHosts.ts';
import { Workbench } from './workbench.ts';

export type Theme = 'light' | 'dark';

export interface VSCodeOptions {
  /** Names the logs and pictures of failures: `out/e2e/<name>/`. */
  readonly name: string;
  /** Files below the extension's global storage that are there before VS Code starts, for example `mode.json`. */
  readonly files?: Readonly<Record<string, unknown>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly theme?: Theme;
  /** Environment of the server and its extension hosts, besides ours. */
  readonly env?: Readonly<Record<string, string>>;
  /** Another VSIX than `partner-link.vsix`. */
  readonly vsix?: string;
  /** Further extensions to install beside it, as VSIX files. */
  readonly beside?: readonly string[];
}

/** The product over the sandbox, as `files` takes it. */
export const sandboxMode = { 'mode.json': { mode: 'sandbox' } } as const;

const themes = { light: 'Default Light Modern', dark: 'Default Dark Modern' } as const;

/**
 * Runs in the page: VS Code takes a notification away after ten to fifteen seconds, which a machine with much to do needs for the
 * steps of a test before it presses a button there.
 */
const patientToasts = `{
  const { setTimeout } = globalThis;
  const takesToastAway = (callback) => typeof callback === 'function' && callback.toString().includes('.removeToast(');
  globalThis.setTimeout = (callback, ms, ...rest) =>
    setTimeout(callback, ms >= 10_000 && takesToastAway(callback) ? 4 * ms : ms, ...rest);
}`;

const running = new Set<VSCode>();

/** Those that a test has started and not closed. */
export function runningVSCodes(): readonly VSCode[] {
  return [...running];
}

interface Parts {
  readonly install: ServerInstall;
  readonly browser: string;
}

/** Starts VS Code and opens its first window. */
export async function startVSCode(options: VSCodeOptions): Promise<VSCode> {
  const [install, browser] = [await ensureServer(), await ensureChromium()];
  if (!install.ok) {
    throw new Error(gapText(install));
  }
  if (!browser.ok) {
    throw new Error(gapText(browser));
  }
  const home = await mkdtemp(path.join(tmpdir(), 'partner-link-e2e-'));
  const folders: ServerFolders = {
    data: path.join(home, 'data'),
    extensions: await withExtensions(install.value, [options.vsix ?? vsixFile, ...(options.beside ?? [])]),
  };
  const theme = {
    'workbench.colorTheme': themes[options.theme ?? 'dark'],
    // What is pictured does not move.
    ...(options.theme && { 'workbench.reduceMotion': 'on' }),
  };
  await writeSettings(folders, { ...theme, ...options.settings });
  await mkdir(path.join(home, 'workspace'));
  await mkdir(path.join(out, 'e2e', options.name), { recursive: true });
  const code = new VSCode(
    options,
    { install: install.value, browser: browser.value },
    home,
    folders,
    globalStorageOf(folders, await extensionId()),
    await freePort(),
  );
  for (const [name, content] of Object.entries(options.files ?? {})) {
    await code.writeFile(name, content);
  }
  await code.start();
  return code;
}

const installed = new Map<string, Promise<string>>();

/** Installed once per run; running servers only read it. */
function withExtensions(install: ServerInstall, files: readonly string[]): Promise<string> {
  const key = files.join('\n');
  const known = installed.get(key);
  if (known !== undefined) {
    return known;
  }
  const made = (async () => {
    const home = await mkdtemp(path.join(tmpdir(), 'partner-link-extensions-'));
    const folders: ServerFolders = { data: path.join(home, 'data'), extensions: path.join(home, 'extensions') };
    for (const vsix of files) {
      await installVsix(install, folders, vsix);
    }
    process.on('exit', () => {
      rmSync(home, { recursive: true, force: true });
    });
    return folders.extensions;
  })();
  installed.set(key, made);
  return made;
}

export class VSCode {
  readonly #options: VSCodeOptions;
  readonly #parts: Parts;
  readonly #home: string;
  readonly #folders: ServerFolders;
  readonly #storage: string;
  readonly #port: number;
  #server: RunningServer | undefined;
  #browser: BrowserContext | undefined;
  #windows: Workbench[] = [];

  constructor(
    options: VSCodeOptions,
    parts: Parts,
    home: string,
    folders: ServerFolders,
    storage: string,
    port: number,
  ) {
    this.#options = options;
    this.#parts = parts;
    this.#home = home;
    this.#folders = folders;
    this.#storage = storage;
    this.#port = port;
  }

  /** The first window. */
  get workbench(): Workbench {
    const [first] = this.#windows;
    if (first === undefined) {
      throw new Error('VS Code is not running');
    }
    return first;
  }

  /** All windows, oldest first. */
  get windows(): readonly Workbench[] {
    return this.#windows;
  }

  async start(): Promise<void> {
    running.add(this);
    this.#server = await startServer({
      install: this.#parts.install,
      folders: this.#folders,
      port: this.#port,
      env: this.#options.env,
      logFile: path.join(out, 'e2e', this.#options.name, 'server.log'),
    });
    this.#browser = await openBrowser(this.#parts.browser, path.join(this.#home, 'browser'), {
      colorScheme: this.#options.theme,
    });
    await this.#open(this.#browser.pages()[0] ?? (await this.#browser.newPage()));
  }

  /** A further window of the same VS Code, on the same folder. */
  async openWindow(): Promise<Workbench> {
    return this.#open(await this.#openBrowser().newPage());
  }

  /** Reloads a window: the server ends its extension host at once, without asking extensions, and starts another one. */
  async reload(workbench: Workbench = this.workbench): Promise<void> {
    await workbench.page.reload();
    await workbench.ready();
  }

  /** Reloads a window by VS Code's own command, which saves first what the window shows. */
  async reloadByCommand(workbench: Workbench = this.workbench): Promise<void> {
    const loaded = workbench.page.waitForEvent('domcontentloaded');
    await workbench.runCommand('Developer: Reload Window');
    await loaded;
    await workbench.ready();
  }

  /** Closes a window for good; the server ends its extension host. */
  async closeWindow(workbench: Workbench): Promise<void> {
    this.#windows = this.#windows.filter((one) => one !== workbench);
    await workbench.page.close();
  }

  /** Ends all windows and the server, and starts them again with the same data. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async stop(): Promise<void> {
    await this.#browser?.close();
    await this.#server?.stop();
    this.#browser = undefined;
    this.#server = undefined;
    this.#windows = [];
    running.delete(this);
  }

  /** Ends it and removes its data. */
  async close(): Promise<void> {
    await this.stop();
    await rm(this.#home, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  /** Process ids, oldest first: one for each window. */
  extensionHosts(): readonly number[] {
    return this.#server === undefined ? [] : extensionHosts(this.#server.pid);
  }

  /** `kill -9`: no extension is told. Ends when the process is gone. */
  async killExtensionHost(pid: number | undefined = this.extensionHosts()[0]): Promise<void> {
    if (pid === undefined) {
      throw new Error('There is no extension host');
    }
    process.kill(pid, 'SIGKILL');
    await eventually(() => {
      if (this.extensionHosts().includes(pid)) {
        throw new Error(`Extension host ${String(pid)} is still there`);
      }
    });
  }

  /** The extension's global storage on disk. */
  storagePath(...parts: readonly string[]): string {
    return path.join(this.#storage, ...parts);
  }

  /** JSON below the extension's global storage; undefined while there is none. */
  async readFile(name: string): Promise<unknown> {
    const text = await this.readText(name);
    return text === undefined ? undefined : (JSON.parse(text) as unknown);
  }

  async readText(name: string): Promise<string | undefined> {
    return readFile(this.storagePath(name), 'utf8').catch(() => undefined);
  }

  /** What the extension logged in its output channel, a text for each start of an extension host. */
  async logs(): Promise<readonly string[]> {
    const folder = path.join(this.#folders.data, 'data', 'logs');
    const names = await readdir(folder, { recursive: true }).catch(() => []);
    const own = names.filter((name) => path.basename(name) === 'Partner Link.log').sort();
    return Promise.all(own.map((name) => readFile(path.join(folder, name), 'utf8')));
  }

  async writeFile(name: string, content: unknown): Promise<void> {
    const file = this.storagePath(name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
  }

  /** Into `out/pictures/<name>.png`, to be looked at. */
  async picture(name: string, workbench: Workbench = this.workbench): Promise<void> {
    await mkdir(path.join(out, 'pictures'), { recursive: true });
    await workbench.page.screenshot({ path: path.join(out, 'pictures', `${name}.png`) });
  }

  /** What a failed test leaves behind: each window as it looks, beside the server's log. */
  async keepEvidence(title: string): Promise<void> {
    const folder = path.join(out, 'e2e', this.#options.name);
    const name = title.replace(/[^\w-]+/g, '-').slice(0, 100);
    for (const [index, window] of this.#windows.entries()) {
      const file = path.join(folder, `${name}-${String(index + 1)}.png`);
      await window.page.screenshot({ path: file, timeout: 5_000 });
      console.log(`      picture: ${path.relative(process.cwd(), file)}`);
    }
  }

  async #open(page: Page): Promise<Workbench> {
    page.setDefaultTimeout(patience);
    await page.addInitScript({ content: patientToasts });
    const workbench = new Workbench(page);
    this.#windows.push(workbench);
    const folder = encodeURIComponent(path.join(this.#home, 'workspace'));
    await page.goto(`http://127.0.0.1:${String(this.#port)}/?folder=${folder}`);
    await workbench.ready();
    return workbench;
  }

  #openBrowser(): BrowserContext {
    if (this.#browser === undefined) {
      throw new Error('VS Code is not running');
    }
    return this.#browser;
  }
}
