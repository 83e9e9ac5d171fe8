/** No violation of what axe-core can tell, in any state, in any of VS Code's four kinds of theme. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { describe, it } from 'mocha';
import type { FormPage } from './formPage.ts';
import { openState, states } from './states.ts';
import { themeNames } from '../kit/themes.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

async function violations(form: FormPage): Promise<readonly string[]> {
  await form.page.evaluate(axe);
  const results = await form.page.evaluate<AxeResults>(`axe.run(document, {
    resultTypes: ['violations'],
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  })`);
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id} (${help}): ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
  );
}

for (const theme of themeNames) {
  describe(`The form in ${theme}`, () => {
    for (const state of Object.keys(states)) {
      it(`is accessible: ${state}`, async () => {
        const form = await openState(state, { theme });
        assert.deepEqual(await violations(form), []);
      });
    }
  });
}

describe('The form on a narrow page', () => {
  // The same parts as on a wide page, but for the rows and their heads.
  for (const state of ['rows', 'a list with problems', 'finished with failures']) {
    it(`is accessible at 400 px: ${state}`, async () => {
      const form = await openState(state, { size: { width: 400, height: 800 } });
      assert.deepEqual(await violations(form), []);
    });
  }
});
