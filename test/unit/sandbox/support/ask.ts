/** Raw requests to a stand-in, without the SDKs. */
import assert from 'node:assert/strict';
import { createPipelineRequest } from '@azure/core-rest-pipeline';
import type { HttpMethods, PipelineResponse } from '@azure/core-rest-pipeline';
import type { Sandbox } from '../../../../src/sandbox/sandbox.ts';
import { sampleIdentityKeys } from '../../../../src/sandbox/scenario/scenario.ts';
import type { ManualClock } from '../../support/manualClock.ts';

export const partners = '/providers/Microsoft.ManagementPartner/partners';
export const palVersion = 'api-version=2018-02-01';
export const armVersion = 'api-version=2022-12-01';
export const never = new AbortController().signal;

export interface AskOptions {
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  readonly timeout?: number;
}

export async function tokenFor(
  sandbox: Sandbox,
  tenantId: string,
  identity = sampleIdentityKeys.consultant as string,
): Promise<string> {
  const outcome = await sandbox.identities.token(identity, { tenantId, signal: never });
  assert.ok(outcome.ok, 'a token was expected');
  return outcome.value.token;
}

/** `what` is like `GET /tenants?api-version=…`, or with a whole address. */
export function ask(sandbox: Sandbox, what: string, options: AskOptions = {}): Promise<PipelineResponse> {
  const [method, target] = what.split(' ');
  assert.ok(method && target);
  const request = createPipelineRequest({
    url: target.startsWith('/') ? `${sandbox.host}${target}` : target,
    method: method as HttpMethods,
    abortSignal: options.signal,
    timeout: options.timeout ?? 0,
  });
  for (const [name, value] of Object.entries(options.headers ?? {})) {
    request.headers.set(name, value);
  }
  if (options.token !== undefined) {
    request.headers.set('Authorization', `Bearer ${options.token}`);
  }
  return sandbox.httpClient.sendRequest(request);
}

export interface LinkBody {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly etag: number;
  readonly properties: {
    readonly partnerId: string;
    readonly partnerName?: string;
    readonly tenantId: string;
    readonly objectId: string;
    readonly version: number;
    readonly updatedTime: string;
    readonly createdTime: string;
    readonly state: string;
  };
}

export function linkOf(response: PipelineResponse): LinkBody {
  assert.ok(response.status === 200 || response.status === 201, `a link was expected, not ${String(response.status)}`);
  return JSON.parse(response.bodyAsText ?? '') as LinkBody;
}

export interface ErrorBody {
  readonly error: { readonly code: string; readonly message: string };
  readonly code?: string;
  readonly message?: string;
}

export function errorOf(response: PipelineResponse): ErrorBody {
  return JSON.parse(response.bodyAsText ?? '') as ErrorBody;
}

export interface Page<T> {
  readonly value: readonly T[];
  readonly nextLink?: string;
}

export interface Listed<T> {
  readonly pages: number;
  readonly all: readonly T[];
}

/** All pages of a list. */
export async function listAll<T>(sandbox: Sandbox, path: string, token: string): Promise<Listed<T>> {
  const all: T[] = [];
  let pages = 0;
  let next: string | undefined = `${sandbox.host}${path}?${armVersion}`;
  while (next !== undefined) {
    const response = await ask(sandbox, `GET ${next}`, { token });
    assert.equal(response.status, 200);
    const page = JSON.parse(response.bodyAsText ?? '') as Page<T>;
    all.push(...page.value);
    next = page.nextLink;
    pages += 1;
  }
  return { pages, all };
}

/** Lets time pass and what hangs on it happen. */
export function pass(time: ManualClock, ms: number): Promise<void> {
  time.pass(ms);
  return settle();
}

/** Everything that can go on without time passing has gone on. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
