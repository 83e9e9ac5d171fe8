import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { describe, it } from 'mocha';
import { raceCancellation } from '../../../../src/azure/errors/cancellation.ts';
import { linkSignals } from '../../../../src/shared/async/raceAbort.ts';
import { link, scripted, tenant } from '../support/scripted.ts';

describe('a signal that outlives what it may cancel', () => {
  function listeners({ signal }: AbortController): number {
    return getEventListeners(signal, 'abort').length;
  }

  it('has no listener left of requests that have ended, however they ended', async () => {
    const run = new AbortController();
    const { azure, time } = scripted((_, index) =>
      index % 2 === 0 ? { status: 200, body: link('5127254') } : { status: 403, body: '{}' },
    );
    const ended: boolean[] = [];
    for (let request = 0; request < 4; request++) {
      ended.push((await time.run(azure.readLink(tenant, run.signal))).ok);
    }
    assert.deepEqual(ended, [true, false, true, false]);
    assert.equal(listeners(run), 0);
  });

  it('is listened to by what is linked to it, until that is released', () => {
    const [run, closing] = [new AbortController(), new AbortController()];
    const linked = linkSignals(run.signal, closing.signal);
    assert.deepEqual([listeners(run), listeners(closing)], [1, 1]);
    linked.release();
    assert.deepEqual([listeners(run), listeners(closing)], [0, 0]);
    closing.abort();
    assert.equal(linked.signal.aborted, false);
  });

  it('aborts what is linked to it, at once where it was aborted before', () => {
    const [run, closing] = [new AbortController(), new AbortController()];
    const linked = linkSignals(run.signal, closing.signal);
    closing.abort();
    assert.equal(linked.signal.aborted, true);
    assert.equal(linkSignals(run.signal, closing.signal).signal.aborted, true);
  });

  it('has no listener left of a wait that it did not end', async () => {
    const run = new AbortController();
    assert.equal(await raceCancellation(Promise.resolve(1), run.signal), 1);
    await assert.rejects(raceCancellation(Promise.reject(new Error('meant to')), run.signal), /meant to/);
    assert.equal(listeners(run), 0);
  });
});
