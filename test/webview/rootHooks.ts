/** For every test of the form: no page breaks its policy, throws, or sends what is no message. */
import assert from 'node:assert/strict';
import { closeBrowser, closeForms } from './form/formPage.ts';

export const mochaHooks = {
  async afterEach(): Promise<void> {
    assert.deepEqual(await closeForms(), []);
  },
  async afterAll(): Promise<void> {
    await closeBrowser();
  },
};
