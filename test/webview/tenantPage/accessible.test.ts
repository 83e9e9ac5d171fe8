/** The tenant page in every state: no violation of what axe-core can tell in any of VS Code's four kinds of theme, and nothing sticks out. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { themeNames } from '../kit/themes.ts';
import { tooWide, violations } from '../kit/violations.ts';
import { openState, states } from './states.ts';

for (const theme of themeNames) {
  describe(`The tenant page in ${theme}`, () => {
    for (const state of Object.keys(states)) {
      it(`is accessible: ${state}`, async () => {
        assert.deepEqual(await violations((await openState(state, { theme })).page), []);
      });
    }
  });
}

describe('The tenant page fits', () => {
  for (const state of Object.keys(states)) {
    it(`a page of 400 px, and is accessible there: ${state}`, async () => {
      const { page } = await openState(state, { size: { width: 400, height: 700 } });
      assert.deepEqual(await tooWide(page), []);
      assert.deepEqual(await violations(page), []);
    });
  }

  it('at 200 %, in a whole and in half a window', async () => {
    for (const width of [1280, 800]) {
      const { page } = await openState('many subscriptions', { zoom: 2, size: { width, height: 800 } });
      assert.deepEqual(await tooWide(page), [], String(width));
    }
  });
});
