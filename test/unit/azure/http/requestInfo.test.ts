import assert from 'node:assert/strict';
import {
  createHttpHeaders,
  createPipelineRequest,
  type HttpMethods,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { describe, it } from 'mocha';
import { answerFacts, requestIds, retryAfterMs, signalOf, writeOf } from '../../../../src/azure/http/requestInfo.ts';
import { manualClock } from '../../support/manualClock.ts';

const clock = manualClock(Date.parse('2026-03-01T12:00:00Z'));

function answer(headers: Record<string, string>, sent: Record<string, string> = {}): PipelineResponse {
  const request = createPipelineRequest({ url: 'https://a.example', headers: createHttpHeaders(sent) });
  return { request, status: 429, headers: createHttpHeaders(headers) };
}

describe('What an answer asks to wait', () => {
  for (const [headers, ms] of [
    [{}, undefined],
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': ' 0 ' }, 0],
    [{ 'retry-after': '-7' }, 0],
    [{ 'retry-after': ' ' }, undefined],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': 'Sun, 01 Mar 2026 12:00:30 GMT' }, 30_000],
    [{ 'retry-after': 'Sun, 01 Mar 2026 11:00:00 GMT' }, 0],
    [{ 'retry-after-ms': '12' }, 12],
    [{ 'retry-after-ms': '0', 'retry-after': '7' }, 0],
    [{ 'x-ms-retry-after-ms': '34', 'retry-after': '7' }, 34],
    [{ 'retry-after-ms': 'soon', 'retry-after': '7' }, 7_000],
    [{ 'retry-after-ms': '-1', 'retry-after': '7' }, 7_000],
  ] as const) {
    it(`${JSON.stringify(headers)}: ${String(ms)} ms`, () => {
      assert.equal(retryAfterMs(answer(headers), clock), ms);
    });
  }
});

describe('The ids of a request', () => {
  const ours = { 'x-ms-correlation-request-id': 'ours' };
  for (const [headers, sent, ids] of [
    [{ 'x-ms-request-id': 'its own', 'request-id': 'other' }, ours, ['its own', 'ours']],
    [{ 'request-id': 'other' }, ours, ['other', 'ours']],
    [{ 'x-ms-correlation-request-id': 'theirs' }, ours, [undefined, 'theirs']],
    [{}, {}, [undefined, undefined]],
  ] as const) {
    it(`${JSON.stringify(headers)}: ${ids.join(', ')}`, () => {
      const [requestId, correlationId] = ids;
      assert.deepEqual(requestIds(answer(headers, sent)), { requestId, correlationId });
    });
  }

  it('go into every failure, beside the status and the wait', () => {
    assert.deepEqual(answerFacts(answer({ 'request-id': 'its own', 'retry-after': '1' }), clock), {
      status: 429,
      requestId: 'its own',
      correlationId: undefined,
      retryAfterMs: 1_000,
    });
  });
});

describe('A request', () => {
  it('writes by its method', () => {
    const methods: readonly HttpMethods[] = ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'DELETE', 'PATCH', 'PUT', 'POST'];
    assert.deepEqual(
      methods.map((method) => writeOf(createPipelineRequest({ url: 'https://a.example', method }))),
      [undefined, undefined, undefined, undefined, 'remove', 'change', 'create', 'create'],
    );
  });

  it('ends by the signal of the platform alone', () => {
    const { signal } = new AbortController();
    const own = { aborted: false, addEventListener: () => undefined, removeEventListener: () => undefined };
    assert.deepEqual(
      [signal, own, undefined].map((abortSignal) =>
        signalOf(createPipelineRequest({ url: 'https://a.example', abortSignal })),
      ),
      [signal, undefined, undefined],
    );
  });
});
