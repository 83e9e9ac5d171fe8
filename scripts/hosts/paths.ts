import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..', '..');

/** Git-ignored: whole VS Codes, their profiles, and what is slow to make again. */
export const cache = path.join(root, '.vscode-test');

/** Git-ignored: results, logs and pictures of runs. */
export const out = path.join(root, 'out');

export const dist = path.join(root, 'dist');

export const vsixFile = path.join(root, 'partner-link.vsix');
