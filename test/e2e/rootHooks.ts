/** For every end-to-end test: evidence of failures, and no VS Code left behind. */
import type { Context } from 'mocha';
import { runningVSCodes } from './support/vscode.ts';

export const mochaHooks = {
  async afterEach(this: Context): Promise<void> {
    if (this.currentTest?.state === 'failed') {
      for (const code of runningVSCodes()) {
        await code.keepEvidence(this.currentTest.fullTitle()).catch((error: unknown) => {
          console.log(`      no picture: ${String(error)}`);
        });
      }
    }
  },
  async afterAll(): Promise<void> {
    for (const code of runningVSCodes()) {
      await code.close();
    }
  },
};
