/** The HTTPS server on loopback: requests in, replies out. What is answered is somebody else's business. */
import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { armError, type Answer } from '../../src/sandbox/api/answer.ts';

export interface Exchange {
  readonly method: string;
  readonly url: URL;
  /** Names in lower case; of a header that came twice the values are joined by a comma. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal;
}

/** `half`: the connection breaks while the answer is under way; `none`: before. */
export type Reply = { readonly kind: 'whole' | 'half'; readonly answer: Answer } | { readonly kind: 'none' };

/** May reject when the client has gone. */
export type Responder = (exchange: Exchange) => Promise<Reply>;

export interface ListenOptions {
  /** 0 for any that is free. */
  readonly port: number;
  /** PEM. */
  readonly key: string;
  readonly certificate: string;
}

export interface Listening {
  /** Like `https://127.0.0.1:4711`. */
  readonly origin: string;
  /** Who answers from now on. To be said at once: before, nobody does. */
  answerBy(responder: Responder): void;
  /** Ends open connections, too. */
  close(): Promise<void>;
}

/** No request of the stand-in needs more. */
const longestBody = 1 << 20;

/** Listens on 127.0.0.1 only. Rejects with the system's error where the port cannot be had. */
export function listen(options: ListenOptions): Promise<Listening> {
  return new Promise((resolve, reject) => {
    const server = createServer({ key: options.key, cert: options.certificate });
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', () => {
      server.off('error', reject);
      const origin = `https://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
      resolve({
        origin,
        answerBy: (responder) => {
          server.on('request', (incoming: IncomingMessage, outgoing: ServerResponse) => {
            void respond(responder, origin, incoming, outgoing);
          });
        },
        close: () =>
          new Promise((closed) => {
            server.close(() => {
              closed();
            });
            server.closeAllConnections();
          }),
      });
    });
  });
}

async function respond(
  responder: Responder,
  origin: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  outgoing.on('close', () => {
    gone.abort();
  });
  const body = await readBody(incoming);
  if (body === undefined || !URL.canParse(incoming.url ?? '', origin)) {
    outgoing.destroy();
    return;
  }
  const exchange: Exchange = {
    method: incoming.method ?? 'GET',
    url: new URL(incoming.url ?? '', origin),
    headers: headersOf(incoming),
    body,
    signal: gone.signal,
  };
  deliver(await responder(exchange).catch((error: unknown) => unexpected(error, gone.signal)), outgoing);
}

/** A client that has gone is told nothing more; anything else is a mistake of the stand-in, and said so. */
function unexpected(error: unknown, gone: AbortSignal): Reply {
  return gone.aborted
    ? { kind: 'none' }
    : { kind: 'whole', answer: armError(500, 'InternalServerError', `The stand-in failed: ${String(error)}`) };
}

/** `undefined`: it broke off, or is too long. */
async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of incoming as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > longestBody) {
        return undefined;
      }
      chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function headersOf({ headersDistinct }: IncomingMessage): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headersDistinct).map(([name, values]) => [name, values?.join(', ') ?? '']));
}

function deliver(reply: Reply, outgoing: ServerResponse): void {
  if (reply.kind === 'none') {
    outgoing.destroy();
    return;
  }
  const { status, body = '', headers } = reply.answer;
  const bytes = Buffer.from(body, 'utf8');
  // Set one by one, so that a length that the answer names itself is replaced and not sent twice.
  for (const [name, value] of Object.entries(headers ?? {})) {
    outgoing.setHeader(name, value);
  }
  if (status !== 204) {
    outgoing.setHeader('Content-Length', String(bytes.length));
  }
  outgoing.writeHead(status);
  if (reply.kind === 'whole') {
    outgoing.end(bytes);
    return;
  }
  outgoing.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => {
    outgoing.destroy();
  });
}
