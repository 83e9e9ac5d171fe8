import assert from 'node:assert/strict';
import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import { describe, it } from 'mocha';
import { answerOf, failureByStatus, speaksByStatus, type Answer } from '../../../../src/azure/http/response.ts';
import { manualClock } from '../../support/manualClock.ts';

function answered(status: number, bodyAsText: string | null, method: 'GET' | 'PUT' = 'GET'): Answer {
  const request = createPipelineRequest({ url: 'https://a.example', method });
  return answerOf({ request, status, headers: createHttpHeaders(), bodyAsText }, 'tenant', manualClock());
}

describe('An answer', () => {
  for (const [text, body, shape] of [
    [null, '', 'empty'],
    [' \n', '', 'empty'],
    ['\uFEFF {"a":1} ', '{"a":1}', 'json'],
    ['[1]', '[1]', 'json'],
    ['{"a":', '{"a":', 'cutOff'],
    ['[1,', '[1,', 'cutOff'],
    ['<html>{', '<html>{', 'notJson'],
    ['a\uFEFF', 'a', 'notJson'],
  ] as const) {
    it(`of ${JSON.stringify(text)} is ${shape}`, () => {
      const answer = answered(200, text);
      assert.deepEqual([answer.body, answer.shape], [body, shape]);
    });
  }

  it('to a write leaves open what it did, and names the tenant', () => {
    const [read, write] = [answered(200, ''), answered(200, '', 'PUT')];
    assert.deepEqual([read.write, read.unclear, read.facts.tenantId], [undefined, {}, 'tenant']);
    assert.deepEqual([write.write, write.unclear], ['create', { mayHaveHappened: true }]);
  });

  it('speaks by its status alone where it is one of four', () => {
    const all = Array.from({ length: 600 }, (_, status) => status);
    assert.deepEqual(all.filter(speaksByStatus), [401, 408, 429, 511]);
  });

  for (const [status, text, kind, mayHaveHappened] of [
    [299, '', 'unexpectedAnswer', true],
    [300, '', 'notJson', true],
    [302, '', 'notJson', true],
    [302, '{}', 'unexpectedAnswer', true],
    [399, '', 'notJson', true],
    [400, '', 'serviceError', undefined],
    [404, '', 'serviceError', undefined],
    [408, '', 'timedOut', true],
    [499, '', 'serviceError', undefined],
    [500, '', 'serviceError', true],
  ] as const) {
    it(`with ${String(status)} and ${JSON.stringify(text)} to a write is ${kind}${mayHaveHappened ? ', and it may have happened' : ''}`, () => {
      const failure = failureByStatus(answered(status, text, 'PUT'));
      assert.deepEqual(
        [failure.kind, failure.mayHaveHappened, failure.status, failure.tenantId],
        [kind, mayHaveHappened, status, 'tenant'],
      );
    });
  }
});
