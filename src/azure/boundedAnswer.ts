/** Answers of servers that anybody may run, or whose answers ought to be short: read up to a limit, whatever they announce. */
import type { HttpClient, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { FailureError } from './thrown.ts';

/** Sends, and ends in an answer whose `bodyAsText` is at most `most` bytes; a longer one is broken off with an `unexpectedAnswer`. */
export async function sendBounded(
  httpClient: HttpClient,
  request: PipelineRequest,
  most: number,
): Promise<PipelineResponse> {
  // The client then hands out the answer as it comes; infinity stands for every status.
  request.streamResponseStatusCodes = new Set([Number.POSITIVE_INFINITY]);
  const response = await httpClient.sendRequest(request);
  const { readableStreamBody: stream, bodyAsText } = response;
  if (!stream) {
    // A client without streams has it in memory already.
    return Buffer.byteLength(bodyAsText ?? '') > most ? tooLong() : response;
  }
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of stream) {
    const bytes = Buffer.from(part);
    length += bytes.length;
    if (length > most) {
      // Leaving the loop destroys the stream, and with it the connection.
      return tooLong();
    }
    parts.push(bytes);
  }
  return { ...response, readableStreamBody: undefined, bodyAsText: Buffer.concat(parts).toString('utf8') };
}

function tooLong(): never {
  throw new FailureError({ kind: 'unexpectedAnswer', code: 'AnswerTooLong' });
}
