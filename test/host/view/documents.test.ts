import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { createDocuments, type Documents } from '../../../src/commands/ui/documents.ts';
import { extensionId } from '../../../src/manifest.ts';
import { eventually } from '../../e2e/support/eventually.ts';

describe('Documents', () => {
  let documents: Documents;

  beforeEach(() => {
    documents = createDocuments(vscode.extensions.getExtension(extensionId)?.extensionUri ?? vscode.Uri.file('/'));
  });

  afterEach(async () => {
    await vscode.window.tabGroups.close(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs));
    documents.dispose();
  });

  it('are shown in VS Code’s own Markdown preview, under their name', async () => {
    await documents.show('Review of tests', '# Review');
    await eventually(() => {
      const labels = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
      assert.ok(
        labels.some((label) => label.includes('Review of tests')),
        labels.join(', '),
      );
    });
  });

  it('include the page about failures, which comes with the product', async () => {
    await documents.showHelp('access-denied');
    await eventually(() => {
      const labels = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
      assert.ok(
        labels.some((label) => label.includes('troubleshooting.md')),
        labels.join(', '),
      );
    });
  });

  it('can be read and not written', async () => {
    await documents.show('Journal of tests', 'What was done');
    const uri = vscode.Uri.from({ scheme: 'partner-link', path: '/Journal of tests.md' });
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.getText(), 'What was done');
    assert.equal(vscode.workspace.fs.isWritableFileSystem('partner-link'), undefined);
  });
});
