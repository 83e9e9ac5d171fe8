/**
 * `npm start`: a real VS Code with the packaged extension over the sandbox. `-- --azure` opens it without the sandbox,
 * `-- --check` ends as soon as it can be reached. Ctrl+C ends everything.
 */
import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { resolveCliArgsFromVSCodeExecutablePath } from '@vscode/test-electron';
import { gapText } from './hosts/availability.ts';
import { endWithUs, findProgram, killGroup, runQuietly } from './hosts/command.ts';
import { ensureDesktop, hasDisplay, type Desktop } from './hosts/desktop.ts';
import { packBeside } from './hosts/packBeside.ts';
import { cache, root } from './hosts/paths.ts';
import { quietSettings } from './hosts/quietSettings.ts';
import { freePort, globalStorageOf, installVsix, serverFoldersIn, startServer, writeSettings } from './hosts/server.ts';
import { ensureServer, vscodeVersion } from './hosts/serverInstall.ts';
import { extensionId } from './hosts/testProduct.ts';
import { packageExtension, type Package } from './package.ts';
import { nowIn, say, took } from './say.ts';

const { values: asked } = parseArgs({
  options: { azure: { type: 'boolean', default: false }, check: { type: 'boolean', default: false } },
});
const mode = asked.azure ? 'azure' : 'sandbox';
const home = path.join(cache, 'start');
const workspace = path.join(home, 'workspace');
const opener = path.join(root, 'scripts/opener');

/** The same one each time, so that the browser finds its state again. */
const preferredPort = 41730;

/** Resolves when the user (or the machine) wants an end. */
const interrupted = new Promise<'interrupted'>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      resolve('interrupted');
    });
  }
});

nowIn('start');
const began = Date.now();
const vsix = await packageExtension().catch((error: unknown) => {
  say(`The extension could not be packaged: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
await mkdir(workspace, { recursive: true });
const desktop = hasDisplay() ? await ensureDesktop() : undefined;
process.exit(desktop?.ok ? await startDesktop(desktop.value) : await startInServer());

async function writeMode(globalStorage: string): Promise<void> {
  await mkdir(globalStorage, { recursive: true });
  await writeFile(path.join(globalStorage, 'mode.json'), `${JSON.stringify({ mode })}\n`);
}

/** Ends in the exit code. */
async function startInServer(): Promise<number> {
  const install = await ensureServer();
  if (!install.ok) {
    say(`VS Code could not be started: ${gapText(install)}`);
    return 1;
  }
  const folders = serverFoldersIn(home);
  await writeSettings(folders);
  await writeMode(globalStorageOf(folders, await extensionId()));
  await onceFor(vsix, folders.extensions, async () => {
    for (const file of [vsix.file, await packOpener()]) {
      await installVsix(install.value, folders, file);
    }
  });
  say('Starting the VS Code server…');
  const port = await freePort(preferredPort);
  const server = await startServer({ install: install.value, folders, port, logFile: path.join(home, 'server.log') });
  const address = `${server.address}/?folder=${encodeURIComponent(workspace)}`;
  say(`VS Code ${vscodeVersion} is ready after ${took(began)}, with the extension over ${where()}:`);
  console.log(`\n    ${address}\n`);
  if (asked.check) {
    await server.stop();
    return 0;
  }
  say(`${openInBrowser(address) ? 'It opens in your browser' : 'Open it in a browser'}; Ctrl+C ends it.`);
  const end = await Promise.race([interrupted, server.ended]);
  if (end !== 'interrupted') {
    say(`The VS Code server ended by itself with code ${String(end)}; its log: ${path.join(home, 'server.log')}`);
    return 1;
  }
  await server.stop();
  say('Ended.');
  return 0;
}

function openInBrowser(address: string): boolean {
  const opener = process.platform === 'darwin' ? 'open' : process.platform === 'win32' ? 'explorer' : 'xdg-open';
  if (!hasDisplay() || findProgram(opener) === undefined) {
    return false;
  }
  spawn(opener, [address], { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
  return true;
}

/** Ends in the exit code. */
async function startDesktop({ executable }: Desktop): Promise<number> {
  const userData = path.join(home, 'desktop', 'user-data');
  const extensions = path.join(home, 'desktop', 'extensions');
  const folders = ['--user-data-dir', userData, '--extensions-dir', extensions];
  await mkdir(path.join(userData, 'User'), { recursive: true });
  await writeFile(path.join(userData, 'User', 'settings.json'), JSON.stringify(quietSettings, undefined, 2));
  await writeMode(path.join(userData, 'User', 'globalStorage', (await extensionId()).toLowerCase()));
  const [cli, ...cliArgs] = resolveCliArgsFromVSCodeExecutablePath(executable, { reuseMachineInstall: true });
  await onceFor(vsix, extensions, async () => {
    const files = [vsix.file, await packOpener()].flatMap((file) => ['--install-extension', file]);
    const args = [...cliArgs, ...folders, ...files, '--force'];
    const { code, output } = await runQuietly(cli ?? executable, args);
    if (code !== 0) {
      throw new Error(`VS Code did not install the extension:\n${output}`);
    }
  });
  say(
    `Starting desktop VS Code ${vscodeVersion} with the extension over ${where()} after ${took(began)}; Ctrl+C ends it.`,
  );
  const child = spawn(executable, [...folders, '--new-window', '--skip-welcome', workspace], {
    stdio: 'ignore',
    detached: process.platform !== 'win32',
  });
  endWithUs(child, () => {
    killGroup(child);
  });
  const ended = new Promise<number>((resolve) => {
    child.on('error', () => {
      resolve(127);
    });
    child.on('exit', (code) => {
      resolve(code ?? 1);
    });
  });
  const end = asked.check ? 'interrupted' : await Promise.race([interrupted, ended]);
  if (end !== 'interrupted') {
    return end;
  }
  killGroup(child);
  await ended;
  say('Ended.');
  return 0;
}

/** Shows the Tenants view at once. */
async function packOpener(): Promise<string> {
  return packBeside({
    source: opener,
    name: 'opener',
    folder: path.join(home, 'opener'),
  });
}

/** Installs unless the same content was installed there before. */
async function onceFor(vsix: Package, extensions: string, install: () => Promise<void>): Promise<void> {
  const mark = path.join(extensions, '..', 'installed.fingerprint');
  const wanted = `${vsix.fingerprint} ${await readFile(path.join(opener, 'opener.ts'), 'utf8')}`;
  if ((await readFile(mark, 'utf8').catch(() => '')) === wanted) {
    return;
  }
  say('Installing the extension…');
  await install();
  await writeFile(mark, wanted);
}

function where(): string {
  return mode === 'sandbox' ? 'the sandbox (sample data, no account needed)' : 'Azure';
}
