/**
 * Stands in for VS Code's executable: takes `--extensionDevelopmentPath` and `--extensionTestsPath`, as
 * `@vscode/test-electron` passes them, and serves them with the VS Code server in Chromium. Exits with the tests' code.
 */
import { createWriteStream, type WriteStream } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ensureChromium, openBrowser } from './chromium.ts';
import { gapText } from './availability.ts';
import { out } from './paths.ts';
import { freePort, serverFoldersIn, startServer, writeSettings } from './server.ts';
import { ensureServer } from './serverInstall.ts';
import { testLineMark } from './testLineMark.ts';
import { giveTestProduct } from './testProduct.ts';

/** In-host tests that have not ended after this long never will. */
const longestMs = 30 * 60_000;
/** On a machine that is busy with other things. */
const longestLoadMs = 3 * 60_000;

interface Asked {
  /** The one under development; the web workbench takes no second one. */
  readonly developmentPath: string;
  /** Put among the installed ones. */
  readonly furtherExtensions: readonly string[];
  readonly testsPath: string;
  readonly folder?: string;
}

function asked(args: readonly string[]): Asked {
  const values = (name: string): readonly string[] =>
    args.filter((arg) => arg.startsWith(`--${name}=`)).map((arg) => arg.slice(name.length + 3));
  const [testsPath] = values('extensionTestsPath');
  const [developmentPath, ...furtherExtensions] = values('extensionDevelopmentPath');
  if (testsPath === undefined || developmentPath === undefined) {
    throw new Error('--extensionDevelopmentPath or --extensionTestsPath is missing');
  }
  const [folder] = args.filter((arg) => !arg.startsWith('-'));
  return { developmentPath, furtherExtensions, testsPath, folder };
}

async function serve(what: Asked): Promise<number> {
  const [install, browser] = [await ensureServer('compiled'), await ensureChromium()];
  if (!install.ok || !browser.ok) {
    throw new Error([install, browser].flatMap((part) => (part.ok ? [] : [gapText(part)])).join('; '));
  }
  const home = await mkdtemp(path.join(tmpdir(), 'partner-link-host-'));
  const folders = serverFoldersIn(home);
  const workspace = what.folder ?? path.join(home, 'workspace');
  await mkdir(workspace, { recursive: true });
  await mkdir(path.join(out, 'host'), { recursive: true });
  await writeSettings(folders);
  for (const folder of what.furtherExtensions) {
    await cp(folder, path.join(folders.extensions, path.basename(folder)), { recursive: true });
  }
  const server = await startServer({
    install: install.value,
    folders,
    port: await freePort(),
    smokeTestDriver: true,
    logFile: path.join(out, 'host', 'server.log'),
  });
  const log = createWriteStream(path.join(out, 'host', 'workbench.log'));
  const context = await openBrowser(browser.value, path.join(home, 'browser'));
  try {
    const page = context.pages()[0] ?? (await context.newPage());
    const code = new Promise<number>((resolve, reject) => {
      void page.exposeFunction('codeAutomationExit', (exit: number) => {
        resolve(exit);
      });
      void page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) => {
        showLog(log, type, args);
      });
      page.on('crash', () => {
        reject(new Error('Chromium crashed'));
      });
      void server.ended.then((exit) => {
        reject(new Error(`the VS Code server ended by itself with code ${String(exit)}`));
      });
      setTimeout(() => {
        reject(new Error(`the tests did not end within ${String(longestMs / 60_000)} minutes`));
      }, longestMs).unref();
    });
    await giveTestProduct(page);
    // Stopping the server must not hide why the page did not come up.
    code.catch(() => undefined);
    await page.goto(addressOf(server.address, workspace, what), { waitUntil: 'commit', timeout: longestLoadMs });
    return await code;
  } finally {
    await context.close();
    await server.stop();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

function addressOf(address: string, workspace: string, what: Asked): string {
  const remote = (file: string): string => `vscode-remote://${new URL(address).host}${pathToFileURL(file).pathname}`;
  const payload = [
    ['extensionDevelopmentPath', remote(what.developmentPath)],
    ['extensionTestsPath', remote(what.testsPath)],
    ['skipWelcome', 'true'],
  ];
  return `${address}/?folder=${encodeURIComponent(workspace)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}

/** The workbench says a lot here. Only what the tests print is for people; everything is in the log. */
function showLog(log: WriteStream, type: string, args: readonly unknown[]): void {
  const text = args.map(String).join(' ');
  log.write(`[${type}] ${text}\n`);
  for (const line of text.split('\n')) {
    const at = line.indexOf(testLineMark);
    if (at >= 0) {
      console.log(line.slice(at + testLineMark.length));
    }
  }
}

process.exitCode = await serve(asked(process.argv.slice(2))).catch((error: unknown) => {
  console.error(`VS Code server in Chromium: ${error instanceof Error ? error.message : String(error)}`);
  return 1;
});
process.exit();
