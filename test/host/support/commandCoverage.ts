/** Tests of commands name the command they are about, so that one test can hold that none is forgotten. */
import { describe } from 'mocha';
import type { CommandId } from '../../../src/manifest.ts';
import { execute } from './extension.ts';

const key = Symbol.for('partner-link.tests.commands');

/** Kept globally: every test file is a bundle with modules of its own. */
export function coveredCommands(): Set<CommandId> {
  const global = globalThis as { [key]?: Set<CommandId> };
  return (global[key] ??= new Set());
}

export type Run = (...rows: readonly unknown[]) => Promise<void>;

/** `run` is this command: without arguments as from the palette, else with the clicked row and the picked ones. */
export function describeCommand(id: CommandId, tests: (run: Run) => void): void {
  coveredCommands().add(id);
  describe(`Command ${id}`, () => tests((...rows) => execute(id, ...rows)));
}
