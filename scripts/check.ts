/** `npm run typecheck | lint | format | format:check`: the checks that need no VS Code. */
import path from 'node:path';
import { runShown } from './hosts/command.ts';
import { root } from './hosts/paths.ts';

export const checks = {
  // Two projects: what runs in Node, and what runs in the form's page.
  typecheck: [
    ['typescript/bin/tsc', '-p', 'tsconfig.json'],
    ['typescript/bin/tsc', '-p', 'webview-ui/tsconfig.json'],
  ],
  lint: [
    ['eslint/bin/eslint.js', '.', '--max-warnings', '0', '--cache', '--cache-location', 'node_modules/.cache/eslint/'],
  ],
  'format:check': [['prettier/bin/prettier.cjs', '--check', '.', '--log-level', 'warn', '--cache']],
  format: [['prettier/bin/prettier.cjs', '--write', '.', '--log-level', 'warn', '--cache']],
} as const;

export type Check = keyof typeof checks;

/** Ends in the exit code of the first call that found something. */
export async function runCheck(check: Check): Promise<number> {
  for (const [tool, ...args] of checks[check]) {
    const code = await runShown(process.execPath, [path.join(root, 'node_modules', tool), ...args], { cwd: root });
    if (code !== 0) {
      return code;
    }
  }
  return 0;
}

if (import.meta.main) {
  const [named] = process.argv.slice(2);
  const check = (Object.keys(checks) as Check[]).find((name) => name === named);
  if (check === undefined) {
    throw new Error(`Which check? ${Object.keys(checks).join(', ')}`);
  }
  process.exitCode = await runCheck(check);
}
