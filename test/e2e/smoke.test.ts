/** The packaged extension in a real VS Code: it is there, and its view opens over the sandbox. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { sandboxMode, startVSCode, type VSCode } from './support/vscode.ts';

describe('The packaged extension', () => {
  let code: VSCode | undefined;

  before(async () => {
    code = await startVSCode({ name: 'smoke', files: sandboxMode });
  });

  after(() => code?.close());

  it('shows the Tenants view with rows of the sandbox', async () => {
    const view = await code?.workbench.openView('Partner Link', 'Tenants');
    const rows = await view?.rowsShown();
    assert.ok(rows && rows.length > 0 && rows.every((row) => row.label !== ''), JSON.stringify(rows));
  });
});
