import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'mocha';
import * as vscode from 'vscode';
import manifest from '../../package.json' with { type: 'json' };
import { extensionId } from '../../src/manifest.ts';
import { allowedProvider } from './provider-extension/arrangement.ts';
import { arrange, mira, providerCalls } from './support/accounts.ts';
import { testApi } from './support/extension.ts';
import { openWorld } from './support/world.ts';

/** The extension's own bundles that this extension host has read so far. */
function bundlesRead(): readonly string[] {
  return Object.keys(require.cache)
    .filter((file) => file.includes(`${path.sep}dist${path.sep}`) && file.endsWith('.cjs'))
    .map((file) => path.basename(file))
    .sort();
}

// index.ts runs this file first: the bundles that other tests need have not been read yet.
describe('Activation', () => {
  it('ends without an error', async () => {
    await testApi();
    assert.equal(vscode.extensions.getExtension(extensionId)?.isActive, true);
  });

  it('reads no bundle but its own with the view closed', async () => {
    const { application } = await testApi();
    assert.equal(application().view.visible, false);
    assert.equal(application().mode, 'azure');
    assert.deepEqual(bundlesRead(), ['extension.cjs', 'l10n.cjs']);
  });

  it('registers every command of the manifest', async () => {
    await testApi();
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = manifest.contributes.commands.map(({ command }) => command).filter((id) => !registered.has(id));
    assert.deepEqual(missing, []);
  });

  it('asks nothing, neither the person nor an account', async () => {
    await arrange({ accounts: [mira()] });
    const world = await openWorld({ mode: 'azure', providerId: allowedProvider });
    await world.started();
    // VS Code itself lists sessions for its menu of accounts, without saying what for.
    assert.deepEqual(
      (await providerCalls()).filter(({ scopes }) => scopes.length > 0),
      [],
    );
    assert.deepEqual(bundlesRead(), ['extension.cjs', 'l10n.cjs']);
    assert.deepEqual(world.dialogs.shown, []);
    await world.close();
  });
});
