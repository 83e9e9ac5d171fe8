import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { MayBeSent } from '../../../../src/shared/ports/azure.ts';
import { never } from '../support/recorded.ts';
import { link, scripted, tenant } from '../support/scripted.ts';

const fine = { status: 200, body: link('5127254') };

describe('A write that is about to leave', () => {
  it('is asked about when its token is there, and stays here where the answer is no', async () => {
    for (const write of ['createLink', 'changeLink', 'removeLink'] as const) {
      const { azure, source, sent } = scripted(() => fine);
      const asked: number[] = [];
      const mayBeSent: MayBeSent = () => {
        asked.push(source.requests.length);
        return Promise.resolve(false);
      };
      const outcome = await azure[write](tenant, '5127254', never, mayBeSent);
      assert.deepEqual(!outcome.ok && [outcome.failure.kind, outcome.failure.mayHaveHappened], [
        'cancelled',
        undefined,
      ]);
      assert.deepEqual([asked, sent.length], [[1], 0]);
    }
  });

  it('is sent where the answer is yes; a reading asks nobody', async () => {
    const { azure, sent } = scripted(() => fine);
    let asked = 0;
    const mayBeSent: MayBeSent = () => {
      asked += 1;
      return Promise.resolve(true);
    };
    assert.equal((await azure.createLink(tenant, '5127254', never, mayBeSent)).ok, true);
    await azure.readLink(tenant, never);
    assert.deepEqual([asked, sent.length], [1, 2]);
  });
});
