import type { Suite } from 'mocha';

/** Each step begins where the one before it ended: after one that failed the rest of the suite is skipped, and no other suite. */
export function inSteps(suite: Suite): void {
  let failed = false;
  suite.beforeEach(function () {
    if (failed) {
      this.skip();
    }
  });
  suite.afterEach(function () {
    failed ||= this.currentTest?.state === 'failed';
  });
}
