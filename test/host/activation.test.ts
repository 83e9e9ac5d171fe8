import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import manifest from '../../package.json' with { type: 'json' };

const extension = vscode.extensions.getExtension(`${manifest.publisher}.${manifest.name}`);

describe('Activation', () => {
  it('ends without an error', async () => {
    await extension?.activate();
    assert.equal(extension?.isActive, true);
  });

  it('registers every command of the manifest', async () => {
    await extension?.activate();
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = manifest.contributes.commands.map(({ command }) => command).filter((id) => !registered.has(id));
    assert.deepEqual(missing, []);
  });
});
