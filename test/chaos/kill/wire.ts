/** Requests of a child process to the stand-in of its parent, which outlives it. */
import {
  createHttpHeaders,
  createPipelineRequest,
  type HttpClient,
  type HttpMethods,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';

export interface AskedOver {
  readonly kind: 'ask';
  readonly id: number;
  readonly url: string;
  readonly method: HttpMethods;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface AnsweredOver {
  readonly id: number;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a child says when it has done its part without being killed. */
export interface Ended {
  readonly kind: 'ended';
  readonly operations: number;
}

/** In the child. */
export function clientOverParent(): HttpClient {
  let last = 0;
  const waiting = new Map<number, (answer: AnsweredOver) => void>();
  process.on('message', (answer: AnsweredOver) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  return {
    sendRequest: (request) => {
      const id = (last += 1);
      const { url, method, headers, body } = request;
      const text = typeof body === 'string' ? { body } : {};
      const asked: AskedOver = { kind: 'ask', id, url, method, headers: headers.toJSON(), ...text };
      return new Promise<PipelineResponse>((resolve) => {
        waiting.set(id, ({ status, headers: answered, body: bodyAsText }) => {
          resolve({ status, request, bodyAsText, headers: createHttpHeaders(answered) });
        });
        process.send?.(asked);
      });
    },
  };
}

/** In the parent. */
export async function answerOver(asked: AskedOver, client: HttpClient): Promise<AnsweredOver> {
  const { url, method, body } = asked;
  const headers = createHttpHeaders(asked.headers);
  const response = await client.sendRequest(createPipelineRequest({ url, method, headers, ...(body && { body }) }));
  return {
    id: asked.id,
    status: response.status,
    headers: response.headers.toJSON(),
    body: response.bodyAsText ?? '',
  };
}
