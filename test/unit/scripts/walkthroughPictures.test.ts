import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, it } from 'mocha';
import { walkthroughFolder, walkthroughPictures } from '../../../scripts/walkthroughPictures.ts';

describe('The walkthrough’s pictures', () => {
  it('show what the product says now (else: node scripts/bootstrap.mjs scripts/walkthroughPictures.ts)', async () => {
    const drawn = await walkthroughPictures();
    assert.deepEqual((await readdir(walkthroughFolder)).sort(), Object.keys(drawn).sort());
    for (const [name, picture] of Object.entries(drawn)) {
      assert.equal(await readFile(path.join(walkthroughFolder, name), 'utf8'), picture, name);
    }
  });

  it('take every colour from VS Code’s theme, so that they fit all of them', async () => {
    for (const [name, picture] of Object.entries(await walkthroughPictures())) {
      const colours = [...picture.matchAll(/(?:fill|stroke)="([^"]*)"/g)].map(([, colour = '']) => colour);
      assert.ok(colours.length > 0);
      assert.deepEqual(
        colours.filter((colour) => !colour.startsWith('var(--vscode-')),
        [],
        name,
      );
    }
  });
});
