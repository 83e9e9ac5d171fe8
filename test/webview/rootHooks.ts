/** For every test of a page: none breaks its policy, throws, or sends what is no message. */
import assert from 'node:assert/strict';
import { closeBrowser, closePages } from './kit/openPage.ts';

export const mochaHooks = {
  async afterEach(): Promise<void> {
    assert.deepEqual(await closePages(), []);
  },
  async afterAll(): Promise<void> {
    await closeBrowser();
  },
};
