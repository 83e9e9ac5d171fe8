/**
 * The VS Code server from the npm package `code-server`: a complete build of VS Code's own server, wanted without
 * code-server's wrapper, in the git-ignored cache because it is 600 MB.
 */
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { say, took } from '../say.ts';
import { available, gapText, missing, type Availability } from './availability.ts';
import { findProgram, runQuietly } from './command.ts';
import { installDebianPackages } from './debianPackages.ts';
import { cache } from './paths.ts';

const codeServerVersion = '4.139.1';

/** The VS Code in it, and the desktop VS Code that is asked for where it can be had. */
export const vscodeVersion = '1.139.1';

export interface ServerInstall {
  /** `server-main.js`, the VS Code server itself. */
  readonly main: string;
  readonly folder: string;
}

const home = path.join(cache, `code-server-${codeServerVersion}`);

/** What compiles the one native module: programs, and the Debian packages of the same names. */
const compilerParts = ['g++', 'make', 'python3'];

/**
 * Installs it unless that was done before. It needs the npm registry and, for its logging module, a compiler: without
 * that module its logs are noisy and the end of in-host tests is never reported, so `compiled` insists on it.
 */
export async function ensureServer(wanted: 'compiled' | 'anyway' = 'anyway'): Promise<Availability<ServerInstall>> {
  const folder = path.join(home, 'node_modules', 'code-server', 'lib', 'vscode');
  const unpacked = await ensureUnpacked(folder);
  if (!unpacked.ok) {
    return unpacked;
  }
  const native = await ensureNativeModule(folder);
  if (!native.ok) {
    if (wanted === 'compiled') {
      return native;
    }
    say(`Going on without this: ${gapText(native)}`);
  }
  return available({ folder, main: path.join(folder, 'out', 'server-main.js') });
}

async function ensureUnpacked(folder: string): Promise<Availability<undefined>> {
  const mark = path.join(home, 'unpacked.json');
  if (existsSync(mark) && existsSync(path.join(folder, 'out', 'server-main.js'))) {
    return available(undefined);
  }
  const partial = `${home}.partial`;
  await rm(home, { recursive: true, force: true });
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  await writeFile(path.join(partial, 'package.json'), '{ "private": true }\n');
  const began = Date.now();
  say(`Installing the VS Code server (code-server ${codeServerVersion} from npm, 600 MB unpacked)…`);
  const first = await npm(['install', '--ignore-scripts', `code-server@${codeServerVersion}`], partial);
  if (first !== undefined) {
    return missing(`npm could not install code-server@${codeServerVersion} (${first})`);
  }
  say('Installing the packages of the VS Code server…');
  const inPartial = path.join(partial, path.relative(home, folder));
  const second = await npm(['install', '--ignore-scripts', '--omit=dev'], inPartial);
  if (second !== undefined) {
    return missing(`npm could not install the packages of the VS Code server (${second})`);
  }
  await rename(partial, home);
  await writeFile(mark, `${JSON.stringify({ codeServerVersion })}\n`);
  say(`VS Code server installed in ${took(began)}.`);
  return available(undefined);
}

async function ensureNativeModule(folder: string): Promise<Availability<undefined>> {
  const built = path.join(folder, 'node_modules', '@vscode', 'spdlog', 'build', 'Release', 'spdlog.node');
  if (existsSync(built)) {
    return available(undefined);
  }
  const absent = compilerParts.filter((program) => findProgram(program) === undefined);
  const gap =
    absent.length > 0 ? await installDebianPackages('the compiler for VS Code’s logging module', absent) : undefined;
  if (gap !== undefined) {
    return gap;
  }
  const began = Date.now();
  say('Compiling the logging module of the VS Code server (about half a minute)…');
  const failure = await npm(['rebuild', '@vscode/spdlog', '--ignore-scripts=false'], folder, {
    // The Node of npm's package carries its headers, so nothing is fetched for the compiler.
    npm_config_nodedir: await nodeHome(),
  });
  if (failure !== undefined || !existsSync(built)) {
    return missing(
      `the logging module of the VS Code server could not be compiled (${failure ?? 'nothing was built'})`,
    );
  }
  say(`Compiled in ${took(began)}.`);
  return available(undefined);
}

/** The folder with `include/node` of the Node that runs this and will run the server. */
async function nodeHome(): Promise<string> {
  const folder = path.resolve(path.dirname(process.execPath), '..');
  const header = path.join(folder, 'include', 'node', 'node_version.h');
  const known = existsSync(header) ? await readFile(header, 'utf8') : '';
  return known.includes(`NODE_MAJOR_VERSION ${process.versions.node.split('.')[0] ?? ''}`) ? folder : '';
}

/** Undefined when npm succeeded, else the last lines of what it said. */
async function npm(args: readonly string[], cwd: string, more: NodeJS.ProcessEnv = {}): Promise<string | undefined> {
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries({ ...process.env, ...more })) {
    // What `npm run` tells its scripts about this project does not hold for the other one.
    if (
      value !== '' &&
      (!/^npm_(config_(local_prefix|ignore_scripts|prefix)|package|lifecycle)/.test(name) || name in more)
    ) {
      env[name] = value;
    }
  }
  const result = await runQuietly('npm', [...args, '--no-fund', '--no-audit', '--loglevel=error'], { cwd, env });
  return result.code === 0
    ? undefined
    : result.output.trim().split('\n').slice(-8).join('\n') || `exit code ${String(result.code)}`;
}
