/** No violation of what axe-core can tell, in any state, in any of VS Code's four kinds of theme. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { openState, states } from './states.ts';
import { themeNames } from '../kit/themes.ts';
import { violations } from '../kit/violations.ts';

for (const theme of themeNames) {
  describe(`The form in ${theme}`, () => {
    for (const state of Object.keys(states)) {
      it(`is accessible: ${state}`, async () => {
        const form = await openState(state, { theme });
        assert.deepEqual(await violations(form.page), []);
      });
    }
  });
}

describe('The form on a narrow page', () => {
  // The same parts as on a wide page, but for the rows and their heads.
  for (const state of ['rows', 'a list with problems', 'finished with failures']) {
    it(`is accessible at 400 px: ${state}`, async () => {
      const form = await openState(state, { size: { width: 400, height: 800 } });
      assert.deepEqual(await violations(form.page), []);
    });
  }
});
