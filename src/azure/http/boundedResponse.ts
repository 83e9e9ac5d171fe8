/** Reads an answer up to a limit that is counted while it is unpacked, whatever the answer announces. */
import { RestError, type PipelineRequest, type PipelineResponse, type SendRequest } from '@azure/core-rest-pipeline';
import { answerTooLarge } from '../../shared/text/failureText.ts';
import { requestIds, writeOf } from './requestInfo.ts';
import { FailureError } from '../errors/failureError.ts';

/** Bytes that an answer may have once it is unpacked. */
export const responseLimits = {
  /** A page of tenants or subscriptions; an entry has about one kilobyte. */
  page: 8 * 1024 * 1024,
  /** Everything else: real ones have less than 20 KB, but a web page that comes instead has to be told as one. */
  other: 1024 * 1024,
} as const;

/** The client then hands out the answer as it comes; infinity stands for every status. */
const everyStatus = new Set([Number.POSITIVE_INFINITY]);

/**
 * Sends, and returns an answer whose `bodyAsText` has at most `most` bytes. A longer one throws an `unexpectedAnswer`; `breakOff` is called
 * first and has to end the connection. An answer that ends early throws a `RestError` with the code `PARSE_ERROR`.
 */
export async function sendWithLimit(
  send: SendRequest,
  request: PipelineRequest,
  most: number,
  breakOff: () => void,
): Promise<PipelineResponse> {
  const before = request.streamResponseStatusCodes;
  request.streamResponseStatusCodes = everyStatus;
  let response: PipelineResponse;
  try {
    response = await send(request);
  } finally {
    request.streamResponseStatusCodes = before;
  }
  const { readableStreamBody: stream, bodyAsText } = response;
  if (!stream) {
    // A client without streams has it in memory already.
    return Buffer.byteLength(bodyAsText ?? '') > most ? tooLarge(response) : response;
  }
  const bytes = await read(stream, most, breakOff);
  return bytes
    ? { ...response, readableStreamBody: undefined, bodyAsText: bytes.toString('utf8') }
    : tooLarge({ ...response, readableStreamBody: undefined });
}

/** `undefined`: it is longer than `most`. */
async function read(stream: NodeJS.ReadableStream, most: number, breakOff: () => void): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of stream) {
      const bytes = typeof part === 'string' ? Buffer.from(part) : part;
      length += bytes.length;
      if (length > most) {
        // Before leaving the loop destroys the stream: the client stops listening then, and unpacking does not end the connection.
        breakOff();
        return undefined;
      }
      parts.push(bytes);
    }
  } catch {
    throw new RestError('The answer ended early', { code: RestError.PARSE_ERROR });
  }
  return Buffer.concat(parts, length);
}

/** Without the status: by it, the request would be sent again. */
function tooLarge(response: PipelineResponse): never {
  throw new FailureError({
    kind: 'unexpectedAnswer',
    code: answerTooLarge,
    ...requestIds(response),
    ...(writeOf(response.request) && { mayHaveHappened: true }),
  });
}
