/**
 * The first thing that runs in a fresh clone, so: plain JavaScript, Node 20, nothing but built-ins.
 * It makes `node_modules` match the lock file, finds Node 24, and runs the TypeScript script named first under it.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const modules = path.join(root, 'node_modules');
const windows = process.platform === 'win32';
const leastNode = 24;

function say(text) {
  console.log(`[set-up] ${text}`);
}

function giveUp(text) {
  console.error(`[set-up] ${text}`);
  process.exit(1);
}

function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Why `node_modules` is not what the lock file says, or undefined when it is. npm records there what it installed. */
function whyNotInstalled() {
  const wanted = readJson(path.join(root, 'package-lock.json'))?.packages;
  if (wanted === undefined) {
    giveUp('package-lock.json is missing or cannot be read: restore it with `git checkout package-lock.json`.');
  }
  const installed = readJson(path.join(modules, '.package-lock.json'))?.packages;
  if (installed === undefined) {
    return 'nothing is installed yet';
  }
  const own = readJson(path.join(root, 'package.json'));
  for (const group of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    if (JSON.stringify(own?.[group] ?? {}) !== JSON.stringify(wanted['']?.[group] ?? {})) {
      giveUp(
        `package.json and package-lock.json disagree about ${group}: run \`npm install\` once and commit the lock file.`,
      );
    }
  }
  for (const [place, entry] of Object.entries(wanted)) {
    const there = installed[place];
    if (place === '' || (there === undefined && entry.optional)) {
      continue;
    }
    if (there === undefined || there.version !== entry.version || there.integrity !== entry.integrity) {
      return `${place} is not ${entry.version}`;
    }
    if (!existsSync(path.join(root, place, 'package.json'))) {
      return `${place} is gone`;
    }
  }
  return Object.keys(installed).some((place) => wanted[place] === undefined)
    ? 'more is installed than the lock file names'
    : undefined;
}

/** Runs npm as the npm that started us where there is one. Its own scripts stay off: nothing here needs them. */
function npmCi() {
  const npm = process.env['npm_execpath'];
  const args = ['ci', '--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error'];
  const done =
    npm && /\.[cm]?js$/.test(npm)
      ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: 'inherit' })
      : spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: windows });
  return done.status === 0;
}

function versionOf(node) {
  const asked = spawnSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' });
  return asked.status === 0 ? asked.stdout.trim() : undefined;
}

function isRecent(version) {
  return version !== undefined && Number(version.split('.')[0]) >= leastNode;
}

/** The Node 24 that comes from npm (one optional dependency per platform), or else the machine's own. */
function findNode() {
  const packages = [
    `node-${windows ? 'win' : process.platform}-${process.arch}`,
    `node-bin-${process.platform}-${process.arch}`,
  ];
  const ours = packages.map((name) => path.join(modules, name, 'bin', windows ? 'node.exe' : 'node'));
  return [...ours.filter((file) => existsSync(file)), process.execPath].find((node) => isRecent(versionOf(node)));
}

const [script, ...rest] = process.argv.slice(2);
if (script === undefined) {
  giveUp('usage: node scripts/bootstrap.mjs <script.ts> [arguments]');
}
if (Number(process.versions.node.split('.')[0]) < 20) {
  giveUp(`Node ${process.versions.node} is too old to begin with: install Node 20 or newer.`);
}

let node;
const why = whyNotInstalled();
if (why === undefined) {
  node = findNode();
  if (node !== undefined) {
    say('node_modules matches the lock file.');
  }
}
if (node === undefined) {
  say(`Installing the project's packages with npm ci (${why ?? 'Node 24 is missing'}; takes about half a minute)…`);
  const began = Date.now();
  if (!npmCi()) {
    giveUp('npm ci failed; its own words stand above. Is the npm registry reachable from here?');
  }
  say(`Installed in ${String(Math.round((Date.now() - began) / 1000))} s.`);
  node = findNode();
}
if (node === undefined) {
  giveUp(
    `No Node ${String(leastNode)} for ${process.platform}-${process.arch} in node_modules and this is ${process.versions.node}: install Node 24.`,
  );
}

const child = spawn(node, [path.resolve(root, script), ...rest], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env['PATH'] ?? ''}` },
});
// The child ends itself in its own good order; this process only waits for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (signal !== 'SIGINT') {
      child.kill(signal);
    }
  });
}
child.on('error', (error) => giveUp(`Node 24 could not be started: ${error.message}`));
child.on('exit', (code, signal) => process.exit(signal === null ? (code ?? 1) : 1));
