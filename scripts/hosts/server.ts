/** One running VS Code server, with a data folder of its own. */
import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { endWithUs, killGroup, runQuietly } from './command.ts';
import { quietSettings } from './quietSettings.ts';
import type { ServerInstall } from './serverInstall.ts';

/** Where one VS Code keeps what belongs to it. */
export interface ServerFolders {
  /** `--server-data-dir`: user data, global storage, logs. */
  readonly data: string;
  readonly extensions: string;
}

export interface ServerOptions {
  readonly install: ServerInstall;
  readonly folders: ServerFolders;
  readonly port: number;
  /** What the server and its extension host find in their environment, besides ours. */
  readonly env?: Readonly<Record<string, string>>;
  /** Needed for in-host tests only: it switches notification toasts off. */
  readonly smokeTestDriver?: boolean;
  /** Everything the server prints goes there. */
  readonly logFile?: string;
}

export interface RunningServer {
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly address: string;
  readonly pid: number;
  /** Resolves with the exit code when the server ends, whoever ended it. */
  readonly ended: Promise<number>;
  /** Ends the server, its extension hosts and terminals. */
  stop(): Promise<void>;
}

export function serverFoldersIn(home: string): ServerFolders {
  return { data: path.join(home, 'data'), extensions: path.join(home, 'extensions') };
}

/** The extension's own global storage on disk; VS Code writes its id in lower case there. */
export function globalStorageOf(folders: ServerFolders, extensionId: string): string {
  return path.join(folders.data, 'data', 'User', 'globalStorage', extensionId.toLowerCase());
}

/** Writes the settings a fresh VS Code starts with: this build of the server keeps a user's settings on its side. */
export async function writeSettings(
  folders: ServerFolders,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const folder = path.join(folders.data, 'data', 'User');
  await mkdir(folder, { recursive: true });
  await writeFile(
    path.join(folder, 'settings.json'),
    `${JSON.stringify({ ...quietSettings, ...more }, undefined, 2)}\n`,
  );
}

/** Installs a packaged extension into the folder; throws with the server's own words when that fails. */
export async function installVsix(install: ServerInstall, folders: ServerFolders, vsix: string): Promise<void> {
  const args = [
    install.main,
    '--install-extension',
    vsix,
    '--force',
    ...folderArguments(folders),
    '--accept-server-license-terms',
  ];
  const result = await runQuietly(process.execPath, args, { env: serverEnvironment() });
  if (result.code !== 0 || !/successfully installed/i.test(result.output)) {
    throw new Error(`The VS Code server did not install ${vsix}:\n${result.output}`);
  }
}

/** Starts it and waits until it answers. Throws when it ends or stays silent for three minutes. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { install, folders, port } = options;
  await mkdir(folders.data, { recursive: true });
  await mkdir(folders.extensions, { recursive: true });
  const args = [
    install.main,
    ...['--host', '127.0.0.1', '--port', String(port)],
    ...folderArguments(folders),
    '--without-connection-token',
    '--accept-server-license-terms',
    '--disable-telemetry',
    '--disable-workspace-trust',
    ...(options.smokeTestDriver ? ['--enable-smoke-test-driver'] : []),
  ];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
    env: serverEnvironment(options.env),
  });
  endWithUs(child, () => {
    killGroup(child);
  });
  let tail = '';
  const log = options.logFile === undefined ? undefined : createWriteStream(options.logFile, { flags: 'a' });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      tail = (tail + chunk.toString('utf8')).slice(-4000);
      log?.write(chunk);
    });
  }
  const ended = new Promise<number>((resolve) => {
    child.on('error', () => {
      resolve(127);
    });
    child.on('exit', (code) => {
      log?.end();
      resolve(code ?? 1);
    });
  });
  const address = `http://127.0.0.1:${String(port)}`;
  await reachable(address, child, ended, () => tail);
  return {
    port,
    address,
    pid: child.pid ?? 0,
    ended,
    stop: async () => {
      killGroup(child);
      await ended;
    },
  };
}

function folderArguments(folders: ServerFolders): readonly string[] {
  return ['--server-data-dir', folders.data, '--extensions-dir', folders.extensions];
}

/** Ours, less what a VS Code that we may be running in tells its own children. */
function serverEnvironment(more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (!/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name)) {
      env[name] = value;
    }
  }
  return { ...env, ...more };
}

async function reachable(
  address: string,
  child: ChildProcess,
  ended: Promise<number>,
  words: () => string,
): Promise<void> {
  const gone = new AbortController();
  void ended.then(() => {
    gone.abort();
  });
  const until = Date.now() + 3 * 60_000;
  while (Date.now() < until && !gone.signal.aborted) {
    try {
      const answer = await fetch(`${address}/version`, { signal: AbortSignal.timeout(10_000) });
      if (answer.ok) {
        return;
      }
    } catch {
      // Not listening yet.
    }
    await delay(100);
  }
  killGroup(child);
  throw new Error(`The VS Code server did not start at ${address}:\n${words()}`);
}

/** Below those that systems give to outgoing connections: nothing takes such a port while a server is started again. */
const ports = { from: 20_000, count: 12_000 };

/** A port nobody listens on: `preferred` when it is free. */
export async function freePort(preferred?: number): Promise<number> {
  const tried = await tryPort(preferred ?? ports.from + Math.floor(Math.random() * ports.count));
  return tried ?? (await freePort());
}

function tryPort(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => {
      resolve(undefined);
    });
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address !== null ? address.port : undefined);
      });
    });
  });
}
