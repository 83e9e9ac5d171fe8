import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { createHttpHeaders, createPipelineRequest, RestError, type PipelineResponse } from '@azure/core-rest-pipeline';
import { describe, it } from 'mocha';
import { responseLimits, sendWithLimit } from '../../../../src/azure/http/boundedResponse.ts';
import { FailureError } from '../../../../src/azure/errors/failureError.ts';

type Body = Pick<PipelineResponse, 'bodyAsText' | 'readableStreamBody'>;

/** What reading an answer with at most five bytes comes to: its text, a failure, or a code. */
async function readFive(body: Body, method: 'GET' | 'PUT' = 'GET'): Promise<unknown> {
  const request = createPipelineRequest({
    url: 'https://a.example',
    method,
    streamResponseStatusCodes: new Set([200]),
  });
  const headers = createHttpHeaders({ 'x-ms-request-id': 'its own' });
  let brokenOff = 0;
  try {
    const response = await sendWithLimit(
      async () => {
        assert.deepEqual(request.streamResponseStatusCodes, new Set([Number.POSITIVE_INFINITY]));
        return { request, headers, status: 200, ...body };
      },
      request,
      5,
      () => (brokenOff += 1),
    );
    assert.equal(response.readableStreamBody, undefined);
    return response.bodyAsText;
  } catch (error) {
    return error instanceof FailureError ? { ...error.failure, brokenOff } : error instanceof RestError && error.code;
  } finally {
    assert.deepEqual(request.streamResponseStatusCodes, new Set([200]), 'as it was before');
  }
}

const tooLarge = { kind: 'unexpectedAnswer', code: 'AnswerTooLarge', requestId: 'its own', correlationId: undefined };

describe('An answer with a limit', () => {
  it('is read whole up to its limit, in bytes, as a stream or in one', async () => {
    assert.deepEqual(
      await Promise.all([
        readFive({ readableStreamBody: Readable.from([Buffer.from('ab'), 'cdé'.slice(0, 2), 'e']) }),
        readFive({ readableStreamBody: Readable.from([]) }),
        readFive({ bodyAsText: 'abcdé'.slice(1) }),
        readFive({ bodyAsText: null }),
      ]),
      ['abcde', '', 'bcdé', null],
    );
  });

  it('is refused above it, the connection of a stream broken off first; a write may have happened', async () => {
    assert.deepEqual(await readFive({ bodyAsText: 'ab€d' }), { ...tooLarge, brokenOff: 0 });
    assert.deepEqual(await readFive({ readableStreamBody: Readable.from(['abcd', '€']) }, 'PUT'), {
      ...tooLarge,
      mayHaveHappened: true,
      brokenOff: 1,
    });
  });

  it('that ends early cannot be read', async () => {
    const early = new Readable({ read: () => early.destroy(new Error('aborted')) });
    assert.equal(await readFive({ readableStreamBody: early }), RestError.PARSE_ERROR);
  });

  it('has 8 MB where it is a page, and 1 MB otherwise', () => {
    assert.deepEqual(responseLimits, { page: 8_388_608, other: 1_048_576 });
  });
});
