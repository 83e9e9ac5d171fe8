/** The in-host suite through `@vscode/test-electron`, in desktop VS Code or else in the VS Code server in Chromium. */
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { buildExtension, buildHostTests, providerExtension } from '../scripts/build.ts';
import { available, gapAmong, gapText, type Availability } from '../scripts/hosts/availability.ts';
import { ensureChromium } from '../scripts/hosts/chromium.ts';
import { ensureDesktop } from '../scripts/hosts/desktop.ts';
import { out, root } from '../scripts/hosts/paths.ts';
import { quietSettings } from '../scripts/hosts/quietSettings.ts';
import { ensureServer, vscodeVersion } from '../scripts/hosts/serverInstall.ts';
import { providerExtensionId } from '../scripts/hosts/testProduct.ts';
import { say } from '../scripts/say.ts';

export interface HostRun {
  /** Which VS Code served. */
  readonly host: string;
  readonly code: number;
}

/** Not ok: there is no VS Code to run them in. */
export async function runHostTests(options: {
  readonly countsFile: string;
  readonly grep?: string;
}): Promise<Availability<HostRun>> {
  await buildExtension('develop');
  await buildHostTests();
  const desktop = await ensureDesktop();
  if (desktop.ok) {
    const { executable, display } = desktop.value;
    const host = `desktop VS Code ${vscodeVersion}${display.length > 0 ? ' in Xvfb' : ''}`;
    const code = await run(host, await launcher('desktop', [...display, executable]), options);
    if (existsSync(options.countsFile)) {
      return available({ host, code });
    }
    say('Desktop VS Code ended before it ran a test; the VS Code server has a try.');
  }
  const [server, chromium] = [await ensureServer('compiled'), await ensureChromium()];
  const gap = gapAmong([server, chromium]);
  if (gap !== undefined) {
    return gap;
  }
  const host = `the VS Code ${vscodeVersion} server in Chromium`;
  const code = await run(
    host,
    await launcher('server', [process.execPath, path.join(root, 'scripts/hosts/serverLauncher.ts')]),
    options,
  );
  return available({ host, code });
}

async function run(
  host: string,
  executable: string,
  options: { readonly countsFile: string; readonly grep?: string },
): Promise<number> {
  say(`In-host tests are served by ${host}.`);
  const home = await mkdtemp(path.join(tmpdir(), 'partner-link-desktop-'));
  const userData = path.join(home, 'user-data');
  const workspace = path.join(home, 'workspace');
  await mkdir(path.join(userData, 'User'), { recursive: true });
  await mkdir(workspace);
  await writeFile(path.join(userData, 'User', 'settings.json'), JSON.stringify(quietSettings));
  try {
    return await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: [root, providerExtension],
      extensionTestsPath: path.join(out, 'test', 'host', 'index.cjs'),
      launchArgs: [
        workspace,
        '--disable-extensions',
        `--user-data-dir=${userData}`,
        `--enable-proposed-api=${providerExtensionId}`,
      ],
      extensionTestsEnv: {
        PARTNER_LINK_COUNTS: options.countsFile,
        ...(options.grep === undefined ? {} : { PARTNER_LINK_GREP: options.grep }),
      },
    });
  } catch {
    return 1;
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** `runTests` starts one executable: this one passes its arguments on to the command. */
async function launcher(name: string, command: readonly string[]): Promise<string> {
  const windows = process.platform === 'win32';
  const file = path.join(out, 'launchers', windows ? `${name}.cmd` : name);
  const quoted = command.map((part) => `"${part}"`).join(' ');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, windows ? `@${quoted} %*\r\n` : `#!/bin/sh\nexec ${quoted} "$@"\n`);
  await chmod(file, 0o755);
  return file;
}

if (import.meta.main) {
  const done = await runHostTests({ countsFile: path.join(out, 'counts', 'host.json') });
  if (!done.ok) {
    say(`The in-host tests were not run: ${gapText(done)}`);
  }
  process.exitCode = done.ok ? done.value.code : 1;
}
