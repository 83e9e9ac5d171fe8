/** A scripted Azure for tests of this room: answers by a function, notes every request, and a time that only tests move. */
import {
  createHttpHeaders,
  RestError,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import type { Azure } from '../../../../src/shared/ports/azure.ts';
import { azureCloud, type Cloud } from '../../../../src/azure/clouds/cloud.ts';
import { connect } from '../../../../src/azure/connect.ts';
import { Emitter } from '../../../../src/shared/async/emitter.ts';
import type { IdentitySource, IssuedToken, TokenRequest } from '../../../../src/shared/ports/identitySource.ts';
import { success, type Outcome } from '../../../../src/shared/model/outcome.ts';
import type { Traffic } from '../../../../src/shared/async/pace.ts';
import { manualClock, type ManualClock } from '../../support/manualClock.ts';

export const tenantId = '11111111-1111-1111-1111-111111111111';
export const otherTenantId = '22222222-2222-2222-2222-222222222222';
export const objectId = 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa';
export const identity = 'sample:anna';
export const tenant = { identity, tenantId };

/** A token by its claims; `serial` makes two of the same claims differ. */
export function jwt(claims: object, serial = 0): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none' })}.${part({ ...claims, serial })}.signature`;
}

export interface ScriptedAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** An answer, an error to throw, or `'hang'`: none at all, not even when aborted. */
export type Step = ScriptedAnswer | Error | 'hang';

export interface SentRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

export function networkError(code: string): Error {
  return new RestError(`network: ${code}`, { code });
}

export class ScriptedSource implements IdentitySource {
  readonly requests: { readonly identity: string; readonly request: TokenRequest }[] = [];
  readonly changed = new Emitter<void>();
  readonly onDidChange = this.changed.event;
  answer: (request: TokenRequest) => Promise<Outcome<IssuedToken>> | Outcome<IssuedToken>;

  constructor(time: ManualClock) {
    this.answer = (request) =>
      success({
        token: jwt({ tid: request.tenantId ?? tenantId, oid: objectId }, this.requests.length),
        expiresAt: time.now() + 3_600_000,
      });
  }

  owns(key: string): boolean {
    return key === identity;
  }

  async list(): ReturnType<IdentitySource['list']> {
    return success([{ identity: { key: identity, kind: 'sample', name: 'Anna' }, state: { kind: 'ready' } }]);
  }

  async token(key: string, request: TokenRequest): Promise<Outcome<IssuedToken>> {
    this.requests.push({ identity: key, request });
    return this.answer(request);
  }

  async signIn(): ReturnType<IdentitySource['signIn']> {
    return success({ key: identity, kind: 'sample', name: 'Anna' });
  }

  dispose(): void {
    this.changed.dispose();
  }
}

export interface Scripted {
  readonly azure: Azure;
  readonly sent: SentRequest[];
  readonly source: ScriptedSource;
  readonly time: ManualClock;
  readonly log: string[];
}

/** Connects over a script: a list of steps, one for each request, or a function. */
export function scripted(
  script: readonly Step[] | ((request: SentRequest, index: number) => Step),
  random: () => number = () => 0.5,
  cloud: Cloud = azureCloud,
  traffic?: Traffic,
): Scripted {
  const time = manualClock(1_700_000_000_000);
  const source = new ScriptedSource(time);
  const sent: SentRequest[] = [];
  const log: string[] = [];
  const httpClient: HttpClient = {
    async sendRequest(request: PipelineRequest): Promise<PipelineResponse> {
      const noted = {
        method: request.method,
        url: new URL(request.url),
        headers: request.headers.toJSON(),
        ...(typeof request.body === 'string' && { body: request.body }),
      };
      sent.push(noted);
      const step = typeof script === 'function' ? script(noted, sent.length - 1) : script[sent.length - 1];
      if (step === undefined) {
        throw new Error(`No answer is scripted for ${noted.method} ${request.url}`);
      }
      if (step === 'hang') {
        return new Promise<never>(() => undefined);
      }
      if (step instanceof Error) {
        throw step;
      }
      const bodyAsText =
        step.body === undefined ? '' : typeof step.body === 'string' ? step.body : JSON.stringify(step.body);
      const headers = createHttpHeaders({ 'content-type': 'application/json; charset=utf-8', ...step.headers });
      return { status: step.status, headers, bodyAsText, request };
    },
  };
  const note = (line: string): void => {
    log.push(line);
  };
  const azure = connect({
    cloud,
    sources: [source],
    httpClient,
    log: { debug: note, info: note, warn: note, error: note },
    clock: time,
    random,
    traffic,
  });
  return { azure, sent, source, time, log };
}

/** A link as recorded from the service. */
export function link(partnerId: string, properties: object = {}): object {
  return {
    id: `/providers/microsoft.managementpartner/partners/${partnerId}`,
    type: 'Microsoft.ManagementPartner/partners',
    name: partnerId,
    etag: 21,
    properties: {
      partnerId,
      partnerName: 'Contoso Consulting',
      tenantId,
      objectId,
      version: 21,
      updatedTime: '2018-07-30T21:14:00.4011829Z',
      createdTime: '2018-02-21T20:07:21.1341292Z',
      state: 'Active',
      ...properties,
    },
  };
}

/** An error body as recorded: everything twice. */
export function errorBody(code: string, message: string): object {
  return { error: { code, message }, code, message };
}

export const notLinkedBody = errorBody(
  'ManagementPartnerNotFound',
  'This user or service principal is not linked with a Partner ID',
);
