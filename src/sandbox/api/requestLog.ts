/** What the stand-in was asked so far, for tests and benches. */
import type { PipelineRequest } from '@azure/core-rest-pipeline';

export interface AskedRequest {
  readonly method: string;
  /** Without host and query. */
  readonly path: string;
  readonly query: string;
  /** Of the token; absent where none could be read. */
  readonly tenantId?: string;
  readonly correlationId?: string;
  /** Absent while there is no answer, and where none came. */
  readonly status?: number;
  /** Why no answer came: `ENOTFOUND`, `ECONNRESET`, `AbortError`, … */
  readonly error?: string;
}

type OpenEntry = { -readonly [K in keyof AskedRequest]: AskedRequest[K] };

/** Keeps at least this many of the latest. */
const kept = 20_000;

export class RequestLog {
  #entries: OpenEntry[] = [];

  open(request: PipelineRequest): OpenEntry {
    const afterHost = request.url.indexOf('/', 'https://'.length);
    const question = request.url.indexOf('?');
    const entry: OpenEntry = {
      method: request.method,
      path: afterHost === -1 ? '/' : request.url.slice(afterHost, question === -1 ? undefined : question),
      query: question === -1 ? '' : request.url.slice(question),
      correlationId: request.headers.get('x-ms-correlation-request-id'),
    };
    if (this.#entries.length >= 2 * kept) {
      this.#entries = this.#entries.slice(-kept);
    }
    this.#entries.push(entry);
    return entry;
  }

  all(): readonly AskedRequest[] {
    return this.#entries;
  }

  clear(): void {
    this.#entries = [];
  }
}
