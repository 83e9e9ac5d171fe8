/** An application of the test's own: fresh storage, scripted dialogs, recorded documents and log. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { Application, ApplicationParts } from '../../../src/app/application.ts';
import type { Mode } from '../../../src/shared/model/model.ts';
import { modeFolder, modePath } from '../../../src/app/modeStore.ts';
import { eventually } from '../../e2e/support/eventually.ts';
import { afterCommand, testApi } from './extension.ts';
import { RecordedDocuments, RecordedFiles, RecordedLog } from './recorders.ts';
import { ScriptedDialogs } from './scriptedDialogs.ts';

export class World {
  readonly storage: string;
  readonly dialogs = new ScriptedDialogs();
  readonly documents = new RecordedDocuments();
  readonly files = new RecordedFiles();
  readonly log = new RecordedLog();
  readonly shownLogs: string[] = [];
  readonly #parts: Partial<ApplicationParts>;
  readonly #check = (): void => this.dialogs.noSurprise();
  #app: Application | undefined;

  constructor(storage: string, parts: Partial<ApplicationParts>) {
    this.storage = storage;
    this.#parts = parts;
    // Some tenants of the sample data cannot be read, which every refresh says.
    this.dialogs.mayTell(/^Couldn’t read /);
    afterCommand.add(this.#check);
  }

  get app(): Application {
    assert.ok(this.#app, 'the world is open');
    return this.#app;
  }

  folder(mode: Mode): string {
    return modeFolder(this.storage, mode);
  }

  /** The extension begins anew with what is in the storage, as in a window that was closed and opened again. */
  async restart(): Promise<void> {
    const api = await testApi();
    this.#app = await api.restart({
      storage: this.storage,
      dialogs: this.dialogs,
      documents: this.documents,
      files: this.files,
      log: this.log,
      showLog: () => this.shownLogs.push('shown'),
      ...this.#parts,
    });
  }

  /** When all has ended that happens by itself at the start. */
  async started(): Promise<void> {
    await (await testApi()).started();
  }

  /** Nothing may be left unsaid; the next test starts from nothing. */
  async close(): Promise<void> {
    try {
      this.dialogs.holds();
      assert.deepEqual(this.log.errors, []);
    } finally {
      afterCommand.delete(this.#check);
      await closeView();
      this.#app?.pages.forEach((page) => page.dispose());
      await this.#app?.dispose();
      this.#app = undefined;
      await rm(this.storage, { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

export interface WorldOptions extends Partial<ApplicationParts> {
  readonly mode: Mode;
  /** Before the application starts. */
  readonly prepare?: (world: World) => void | Promise<void>;
}

/** Opened with the view closed, so that nothing is scanned before the test says so. */
export async function openWorld({ mode, prepare, ...parts }: WorldOptions): Promise<World> {
  await closeView();
  const world = new World(await mkdtemp(path.join(tmpdir(), 'partner-link-world-')), parts);
  await writeFile(modePath(world.storage), JSON.stringify({ mode }));
  await prepare?.(world);
  await world.restart();
  return world;
}

/** Another view takes the place of ours. */
export async function closeView(): Promise<void> {
  await vscode.commands.executeCommand('workbench.view.explorer');
  const { application } = await testApi();
  await eventually(() => assert.equal(application().view.visible, false, 'the view is closed'));
}

export async function openView(world: World): Promise<void> {
  await world.app.showTenants();
  await eventually(() => assert.equal(world.app.view.visible, true, 'the view is open'));
}
