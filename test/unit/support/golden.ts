/** Golden text: what was rendered once and looked at. `UPDATE_GOLDEN=1` writes it anew; without, it is only compared. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Compares with a file of the folder `golden` beside the tests in `folder`. */
export function goldenIn(folder: string): (name: string, text: string) => void {
  return (name, text) => {
    const path = join(folder, 'golden', name);
    if (process.env['UPDATE_GOLDEN'] === '1') {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
      return;
    }
    assert.equal(text, readFileSync(path, 'utf8'));
  };
}
