import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { ViewChoice } from '../../../../src/estate/view/viewChoice.ts';
import { inFolder } from '../support/folder.ts';
import { silent } from '../../support/logs.ts';

async function choiceIn(folder: string): Promise<ViewChoice> {
  const choice = new ViewChoice({ folder, log: silent });
  await choice.open();
  return choice;
}

describe('What the user chose to see', () => {
  it('begins with all tenants by name, and nothing chosen to group them by', async () => {
    await inFolder(async (folder) => {
      const choice = await choiceIn(folder);
      assert.deepEqual(
        [choice.filter, choice.showHidden, choice.grouping, choice.sorting],
        ['all', false, undefined, 'name'],
      );
    });
  });

  it('holds at once, and grouping and order come back in the next window of the same mode', async () => {
    await inFolder(async (folder) => {
      const choice = await choiceIn(join(folder, 'azure'));
      let told = 0;
      choice.onDidChange(() => (told += 1));
      const saving = choice.setGrouping('whatToDo');
      assert.deepEqual([choice.grouping, told], ['whatToDo', 1]);
      assert.deepEqual(await saving, { ok: true, value: undefined });
      await choice.setSorting('lastChanged');
      await choice.setSorting('lastChanged');
      choice.setFilter('notLinked');
      assert.equal(told, 3);
      await choice.dispose();
      const next = await choiceIn(join(folder, 'azure'));
      assert.deepEqual([next.filter, next.grouping, next.sorting], ['all', 'whatToDo', 'lastChanged']);
      const otherMode = await choiceIn(join(folder, 'sandbox'));
      assert.deepEqual([otherMode.grouping, otherMode.sorting], [undefined, 'name']);
    });
  });

  it('is saved as the last choice, however fast one follows the other', async () => {
    await inFolder(async (folder) => {
      const choice = await choiceIn(folder);
      void choice.setGrouping('access');
      void choice.setGrouping('partnerId');
      void choice.setSorting('attention');
      await choice.dispose();
      const next = await choiceIn(folder);
      assert.deepEqual([next.grouping, next.sorting], ['partnerId', 'attention']);
    });
  });

  it('holds in this window where it cannot be saved, and leaves a newer version’s file as it is', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'view.json');
      const newer = JSON.stringify({ version: 2, grouping: 'moonPhase' });
      await writeFile(path, newer);
      const choice = await choiceIn(folder);
      assert.equal(choice.grouping, undefined);
      const kept = await choice.setGrouping('access');
      assert.equal(!kept.ok && kept.failure.kind, 'storageNewer');
      assert.equal(choice.grouping, 'access');
      assert.equal(await readFile(path, 'utf8'), newer);
    });
    await inFolder(async (folder) => {
      await mkdir(join(folder, 'view.json'));
      const kept = await (await choiceIn(folder)).setSorting('attention');
      assert.equal(kept.ok, false);
    });
  });

  it('begins anew where the file says what no version understands', async () => {
    await inFolder(async (folder) => {
      await writeFile(join(folder, 'view.json'), JSON.stringify({ version: 1, grouping: 'moonPhase' }));
      const choice = await choiceIn(folder);
      assert.equal(choice.grouping, undefined);
      assert.deepEqual(await choice.setGrouping('whatToDo'), { ok: true, value: undefined });
    });
  });
});
