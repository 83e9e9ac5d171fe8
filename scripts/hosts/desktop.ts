/** Desktop VS Code, where its update server can be reached and there is a display to show it on. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { say, took } from '../say.ts';
import { available, missing, gapText, type Availability } from './availability.ts';
import { findProgram } from './command.ts';
import { cache } from './paths.ts';
import { vscodeVersion } from './serverInstall.ts';
import { writeTestProduct } from './testProduct.ts';

const updateServer = 'https://update.code.visualstudio.com/api/releases/stable';

/** The server must answer in this time; a download that has begun may go on for longer. */
const answerMs = 5_000;
const downloadMs = 5 * 60_000;

export interface Desktop {
  readonly executable: string;
  /** Put before the executable on machines without a display. */
  readonly display: readonly string[];
}

/** The answer of this run: asked once, and not again by the processes it starts. */
let known: Promise<Availability<Desktop>> | undefined;

/** `PARTNER_LINK_HOST=server` or `=desktop` says which VS Code to take; without it desktop is tried first. */
export function ensureDesktop(): Promise<Availability<Desktop>> {
  known ??= findDesktop().then((desktop) => {
    if (!desktop.ok) {
      say(`No desktop VS Code: ${gapText(desktop)}.`);
      process.env['PARTNER_LINK_HOST'] = 'server';
    }
    return desktop;
  });
  return known;
}

async function findDesktop(): Promise<Availability<Desktop>> {
  if (process.env['PARTNER_LINK_HOST'] === 'server') {
    return missing('PARTNER_LINK_HOST asks for the VS Code server');
  }
  const display = findDisplay();
  if (display === undefined) {
    return missing('this machine has no display and no xvfb-run');
  }
  say('Looking for desktop VS Code…');
  const began = Date.now();
  try {
    if (!existsSync(path.join(cache, `vscode-${platformFolder()}-${vscodeVersion}`))) {
      await fetch(updateServer, { signal: AbortSignal.timeout(answerMs), method: 'HEAD' });
    }
    const executable = await inTime(
      downloadAndUnzipVSCode({ version: vscodeVersion, cachePath: cache, timeout: 15_000 }),
      downloadMs,
    );
    await writeTestProduct(productFile(executable));
    say(`Desktop VS Code ${vscodeVersion} is there after ${took(began)}.`);
    return available({ executable, display });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return missing(
      `VS Code’s update server did not give it (${cause instanceof Error ? cause.message : String(cause)}, after ${took(began)})`,
    );
  }
}

/** Whether a user sees what is started here. */
export function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

function findDisplay(): readonly string[] | undefined {
  if (hasDisplay()) {
    return [];
  }
  const virtual = findProgram('xvfb-run');
  return virtual === undefined ? undefined : [virtual, '-a'];
}

/** As `@vscode/test-electron` names its downloads. */
function platformFolder(): string {
  switch (process.platform) {
    case 'darwin':
      return process.arch === 'arm64' ? 'darwin-arm64' : 'darwin';
    case 'win32':
      return process.arch === 'arm64' ? 'win32-arm64-archive' : 'win32-x64-archive';
    default:
      return process.arch === 'arm64' ? 'linux-arm64' : 'linux-x64';
  }
}

function inTime<T>(work: Promise<T>, ms: number): Promise<T> {
  return Promise.race([
    work,
    new Promise<never>((_, reject) => {
      setTimeout(() => {
        reject(new Error(`not there after ${String(ms / 1000)} s`));
      }, ms).unref();
    }),
  ]);
}

function productFile(executable: string): string {
  const resources =
    process.platform === 'darwin'
      ? path.resolve(path.dirname(executable), '..', 'Resources')
      : path.join(path.dirname(executable), 'resources');
  return path.join(resources, 'app', 'product.json');
}
