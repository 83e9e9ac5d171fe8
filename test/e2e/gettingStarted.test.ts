/** What a newcomer meets first, as `npm start` opens it: the view, the walkthrough beside it, and the way to the first link. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { packBeside } from '../../scripts/hosts/packBeside.ts';
import { root } from '../../scripts/hosts/paths.ts';
import { eventually } from './support/eventually.ts';
import { inSteps } from './support/inSteps.ts';
import { TreeView } from './support/treeView.ts';
import { sandboxMode, startVSCode, type VSCode } from './support/vscode.ts';
import { Walkthrough } from './support/walkthrough.ts';
import type { Workbench } from './support/workbench.ts';

describe('The first two minutes', function () {
  inSteps(this);
  let folder: string;
  let code: VSCode;
  let workbench: Workbench;
  let walkthrough: Walkthrough;
  let view: TreeView;
  let began: number;
  let clicks = 0;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'partner-link-opener-'));
    const source = path.join(root, 'scripts/opener');
    const opener = await packBeside({ source, name: 'opener', folder: path.join(folder, 'opener') });
    began = Date.now();
    code = await startVSCode({ name: 'gettingStarted', files: sandboxMode, beside: [opener] });
    workbench = code.workbench;
    walkthrough = new Walkthrough(workbench.page);
    view = new TreeView(workbench.page, 'Tenants');
  });

  after(async () => {
    await code.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function done(): Promise<readonly boolean[]> {
    return (await walkthrough.steps()).map((step) => step.done);
  }

  it('show the tenants of the sample data with nothing clicked, and four steps beside them of which the first is done', async () => {
    await view.rowSays('Northwind Traders', 'not linked, guest');
    assert.deepEqual(
      (await walkthrough.steps()).map(({ title }) => title),
      ['See your tenants', 'Find what needs attention', 'Link your first tenant', 'See what changed, and undo it'],
    );
    await eventually(async () => assert.deepEqual(await done(), [true, false, false, false]));
    await code.picture('getting-started');
  });

  it('filter the view to what needs attention, which completes the second step', async () => {
    await walkthrough.choose('Find what needs attention', 'Filter Tenants…');
    await workbench.quickInput.choose('Needs attention');
    clicks += 3;
    await eventually(async () => assert.deepEqual(await done(), [true, true, false, false]));
    await eventually(async () => assert.match(await view.message(), /needs attention/));
  });

  it('link the first tenant, which completes the third', async () => {
    await walkthrough.choose('Link your first tenant', 'Link Partner ID…');
    await workbench.quickInput.titled('Link Partner ID');
    await workbench.quickInput.check('Northwind Traders');
    await workbench.quickInput.accept();
    await workbench.quickInput.choose('4810337');
    await workbench.dialog.choose('Link');
    clicks += 6;
    await workbench.toasts.saying(/^Northwind Traders \(.+\) is linked to 4810337/);
    console.log(
      `      ${String(clicks)} clicks and ${((Date.now() - began) / 1000).toFixed(0)} s from the start of VS Code`,
    );
    await eventually(async () => assert.deepEqual(await done(), [true, true, true, false]));
    await code.picture('getting-started-linked');
  });

  it('show what changed, which completes the last', async () => {
    await walkthrough.choose('See what changed, and undo it', 'Show Journal');
    assert.match(await workbench.preview('Journal'), /Northwind Traders/);
    await workbench.closeEditor(/Journal/);
    await eventually(async () => assert.deepEqual(await done(), [true, true, true, true]));
  });
});

describe('A slow extension host', () => {
  it('is waited for with “Starting…”, not with VS Code’s complaint that nobody provides data', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'partner-link-blocker-'));
    const blockingFile = path.join(folder, 'blocking');
    await writeFile(blockingFile, '');
    const blocker = await packBeside({
      source: path.join(root, 'test/e2e/blocker'),
      name: 'blocker',
      folder: path.join(folder, 'blocker'),
      define: { blockingFile: JSON.stringify(blockingFile) },
    });
    const code = await startVSCode({ name: 'slowHost', files: sandboxMode, beside: [blocker] });
    try {
      const view = await code.workbench.openView('Partner Link', 'Tenants');
      await eventually(async () => assert.equal((await view.welcome()).trim(), 'Starting…'));
      await code.picture('starting');
      await rm(blockingFile);
      await view.rowSays('Northwind Traders', 'not linked, guest');
    } finally {
      await code.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
