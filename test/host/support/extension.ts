/** The running extension, as the tests reach it. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../../../src/extension.ts';
import { commandName, extensionId, type CommandId } from '../../../src/manifest.ts';

export async function testApi(): Promise<TestApi> {
  const api: unknown = await vscode.extensions.getExtension(extensionId)?.activate();
  assert.ok(isTestApi(api), 'the extension runs in test mode');
  return api;
}

/** Run after each command, so that a test fails at the command that went wrong. */
export const afterCommand = new Set<() => void>();

/** As VS Code calls a command: without arguments from the palette, with the row (and all picked ones) from the tree. */
export async function execute(id: CommandId, ...rows: readonly unknown[]): Promise<void> {
  await vscode.commands.executeCommand(commandName(id), ...rows);
  afterCommand.forEach((check) => check());
}

function isTestApi(value: unknown): value is TestApi {
  return typeof value === 'object' && value !== null && 'restart' in value && 'application' in value;
}
