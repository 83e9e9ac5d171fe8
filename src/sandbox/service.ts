/** The stand-in as an `HttpClient`: checks, faults, latency, routing, and headers. What it answers is in managementPartner.ts, directory.ts, agreements.ts, billingService.ts and authority.ts. */
import { randomUUID } from 'node:crypto';
import { createHttpHeaders, RestError } from '@azure/core-rest-pipeline';
import type { HttpClient, PipelineRequest, PipelineResponse } from '@azure/core-rest-pipeline';
import { answerBillingProperty } from './api/agreements.ts';
import { armError, type Answer, type Question } from './api/answer.ts';
import { claimsChallenge, type Authenticated, type Gate } from './api/authenticate.ts';
import { answerAuthority } from './api/authority.ts';
import { answerBilling } from './api/billingService.ts';
import type { Budget } from './api/requestBudget.ts';
import type { Directory } from './api/directory.ts';
import { defaultClaims, type FaultAnswer, type Faults } from './switches/faults.ts';
import {
  answerManagementPartner,
  cspWithoutAccount,
  forbidden,
  managementPartnerPath,
  providerMissing,
} from './api/managementPartner.ts';
import { AbortError, Patience, type SandboxClock } from './switches/delays.ts';
import type { RequestLog } from './api/requestLog.ts';
import type { State } from './state/state.ts';
import type { Switches } from './switches/switches.ts';
import type { Scenario } from './scenario/world.ts';

export interface ServiceParts {
  /** Like `https://management.azure.com`, no slash at the end. */
  readonly host: string;
  /** The same of the portal's billing service. */
  readonly billingHost: string;
  /** The same of who issues tokens: it tells which tenant a domain belongs to. */
  readonly authorityHost: string;
  readonly clock: SandboxClock;
  /** The switches as they are now; whatever they depend on is up to date when this returns. */
  readonly switches: () => Switches;
  readonly state: State;
  readonly gate: Gate;
  readonly scenario: () => Scenario;
  readonly directory: Directory;
  readonly budget: Budget;
  readonly faults: Faults;
  readonly requests: RequestLog;
}

/** Its `sendRequest` resolves and rejects as the Node client of `@azure/core-rest-pipeline` does: `RestError` and `AbortError`. */
export function createService(parts: ServiceParts): HttpClient {
  return { sendRequest: (request) => sendRequest(parts, request) };
}

async function sendRequest(parts: ServiceParts, request: PipelineRequest): Promise<PipelineResponse> {
  const entry = parts.requests.open(request);
  try {
    const response = await answerRequest(parts, request, (tenantId) => {
      entry.tenantId = tenantId;
    });
    entry.status = response.status;
    return response;
  } catch (error) {
    entry.error = error instanceof RestError ? error.code : error instanceof Error ? error.name : 'unknown';
    throw error;
  }
}

async function answerRequest(
  parts: ServiceParts,
  request: PipelineRequest,
  seen: (tenantId: string | undefined) => void,
): Promise<PipelineResponse> {
  if (request.abortSignal?.aborted === true) {
    throw new AbortError('The operation was aborted. Request has already been canceled.');
  }
  const url = new URL(request.url);
  if (url.protocol !== 'https:' && !request.allowInsecureConnection) {
    throw new Error(`Cannot connect to ${request.url} while allowInsecureConnection is false.`);
  }
  const patience = new Patience(request, parts.clock);
  if (![parts.host, parts.billingHost, parts.authorityHost].includes(url.origin)) {
    throw new RestError(`getaddrinfo ENOTFOUND ${url.hostname}`, { code: 'ENOTFOUND', request });
  }
  const switches = parts.switches();
  if (url.origin === parts.authorityHost && url.origin !== parts.host) {
    return askAuthority(parts, switches, request, url, patience);
  }
  const asked = parts.gate.check(request.headers.get('authorization'), parts.clock.now());
  const tenantId = asked.ok ? asked.caller.tenantId : asked.tenantId;
  seen(tenantId);
  const fault = parts.faults.pick(switches.faults, {
    method: request.method,
    pathAndQuery: `${url.pathname}${url.search}`,
    tenantId,
    answersClaims: asked.ok ? asked.claims.answersClaims : undefined,
  });
  if (fault && neverArrives(fault)) {
    return failToSend(fault, request, patience);
  }
  // A read needs one wait only; a write takes effect half-way, so that it can be aborted before and after.
  const wayThere = request.method === 'GET' ? switches.latencyMs : switches.latencyMs / 2;
  await laterThanThis();
  await patience.pause(wayThere);
  parts.state.refresh();
  const answer = decide(parts, switches, asked, fault, request, url);
  await patience.pause(fault?.kind === 'hang' ? Infinity : switches.latencyMs - wayThere);
  return deliver(fault, answer, request);
}

/** Nobody needs a token for what is asked here. */
async function askAuthority(
  parts: ServiceParts,
  switches: Switches,
  request: PipelineRequest,
  url: URL,
  patience: Patience,
): Promise<PipelineResponse> {
  const fault = parts.faults.pick(switches.faults, {
    method: request.method,
    pathAndQuery: `${url.pathname}${url.search}`,
  });
  if (fault && neverArrives(fault)) {
    return failToSend(fault, request, patience);
  }
  await laterThanThis();
  await patience.pause(fault?.kind === 'hang' ? Infinity : switches.latencyMs);
  const answer =
    fault?.kind === 'html'
      ? htmlPage(fault.status ?? 200)
      : answerAuthority(url, parts.scenario(), fault, parts.clock.now());
  return deliver(fault, answer, request);
}

/** No answer of a network comes within the turn that asked for it: without this, a large estate would be scanned in a single turn. */
function laterThanThis(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

type Unsent = Exclude<Extract<FaultAnswer, { kind: 'offline' | 'certificate' | 'hang' }>, { applied: true }>;

function neverArrives(fault: FaultAnswer): fault is Unsent {
  return fault.kind === 'offline' || fault.kind === 'certificate' || (fault.kind === 'hang' && fault.applied !== true);
}

async function failToSend(fault: Unsent, request: PipelineRequest, patience: Patience): Promise<never> {
  const { hostname } = new URL(request.url);
  switch (fault.kind) {
    case 'hang':
      await patience.pause(Infinity);
      throw new AbortError('The operation was aborted.');
    case 'offline': {
      const code = fault.code ?? 'ENOTFOUND';
      const message = code === 'ENOTFOUND' ? `getaddrinfo ENOTFOUND ${hostname}` : `connect ${code} ${hostname}:443`;
      throw new RestError(message, { code, request });
    }
    case 'certificate':
      throw new RestError('self-signed certificate in certificate chain', {
        code: fault.code ?? 'SELF_SIGNED_CERT_IN_CHAIN',
        request,
      });
  }
}

function decide(
  parts: ServiceParts,
  switches: Switches,
  asked: Authenticated,
  fault: FaultAnswer | undefined,
  request: PipelineRequest,
  url: URL,
): Answer {
  if (fault?.kind === 'html') {
    return htmlPage(fault.status ?? 200);
  }
  if (!asked.ok) {
    return withServiceHeaders(asked.answer, request);
  }
  const path = url.pathname;
  const lower = path.toLowerCase();
  const question: Question = {
    method: request.method,
    path: lower.length > 1 && lower.endsWith('/') ? lower.slice(0, -1) : lower,
    lastSegment: decodeURIComponent(path.slice(path.lastIndexOf('/') + 1)),
    query: url.searchParams,
    body: typeof request.body === 'string' ? request.body : undefined,
    caller: asked.caller,
    now: parts.clock.now(),
  };
  if (url.origin === parts.billingHost) {
    // assumed: it takes the same tokens as Azure Resource Manager (in 2019 it did), and tells of no budget.
    return withServiceHeaders(
      faultOrAnswer(question, fault, () => answerBilling(question, parts.state, switches.billing)),
      request,
    );
  }
  const onPartners = question.path.startsWith(managementPartnerPath);
  const { tenantId, objectId } = asked.caller;
  const spent = parts.budget.spend(`${tenantId}|${objectId}`, request.method, onPartners, question.now);
  const headers = { [spent.header]: String(spent.remaining) };
  if (switches.enforceBudget && spent.retryAfter > 0) {
    // assumed: code and message.
    const tooMany = armError(429, 'TooManyRequests', 'The request is being throttled.', {
      ...headers,
      'Retry-After': String(spent.retryAfter),
    });
    return withServiceHeaders(tooMany, request);
  }
  const answer = faultOrAnswer(question, fault, () => route(parts, switches, question));
  return withServiceHeaders({ ...answer, headers: { ...headers, ...answer.headers } }, request);
}

function faultOrAnswer(question: Question, fault: FaultAnswer | undefined, rightAnswer: () => Answer): Answer {
  switch (fault?.kind) {
    case 'status': {
      if (fault.applied === true) {
        rightAnswer();
      }
      const code = fault.code ?? 'SampleFault';
      const message = fault.message ?? 'The stand-in was told to answer this.';
      const body = { error: { code, message }, code, message };
      return { status: fault.status, body: JSON.stringify(body), headers: fault.headers };
    }
    case 'claimsChallenge':
      return claimsChallenge(question.caller.tenantId, fault.claims ?? defaultClaims);
    case 'csp':
      return cspWithoutAccount();
    case 'forbidden':
      return forbidden(question);
    case 'providerMissing':
      return providerMissing();
    case 'wrongTenantAnswer': {
      const answer = rightAnswer();
      const { tenantId, objectId } = question.caller;
      const other = '00000000-0000-4000-8000-0000000000ff';
      const wrongTenant = fault.tenantId ?? (fault.objectId === undefined ? other : tenantId);
      const body = answer.body?.replaceAll(tenantId, wrongTenant).replaceAll(objectId, fault.objectId ?? objectId);
      return { ...answer, body };
    }
    case 'wrongIdAnswer': {
      const answer = rightAnswer();
      const body = answer.body
        ?.replace(/"partnerId":"[0-9]+"/g, '"partnerId":"9000001"')
        .replace(/\/subscriptions\/[0-9a-f-]{36}/gi, '/subscriptions/00000000-0000-4000-8000-0000000000fe');
      return { ...answer, body };
    }
    default:
      return rightAnswer();
  }
}

function route(parts: ServiceParts, switches: Switches, question: Question): Answer {
  return (
    answerManagementPartner(question, parts.state, switches.unknowns) ??
    parts.directory.answer(question, switches.pageSize) ??
    answerBillingProperty(question) ??
    // assumed: code and message for what this stand-in does not have.
    armError(404, 'InvalidResourceType', `The stand-in has no '${question.path}'.`)
  );
}

/** A proxy's or captive portal's page. */
export function htmlPage(status: number): Answer {
  return {
    status,
    body: '<!DOCTYPE html><html><head><title>Sign in to the network</title></head><body><p>Please sign in.</p></body></html>',
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
  };
}

function withServiceHeaders(answer: Answer, request: PipelineRequest): Answer {
  const requestId = randomUUID();
  return {
    ...answer,
    headers: {
      ...(answer.body === undefined
        ? { 'Content-Length': '0' }
        : { 'Content-Type': 'application/json; charset=utf-8' }),
      'request-id': requestId,
      'x-ms-request-id': requestId,
      'x-ms-correlation-request-id': request.headers.get('x-ms-correlation-request-id') ?? randomUUID(),
      ...answer.headers,
    },
  };
}

function deliver(fault: FaultAnswer | undefined, answer: Answer, request: PipelineRequest): PipelineResponse {
  const text = answer.body ?? '';
  if (fault?.kind === 'lostAnswer') {
    throw new RestError('read ECONNRESET', { code: 'ECONNRESET', request });
  }
  if (fault?.kind === 'cutOff' && fault.how === 'stream') {
    throw new RestError('Error reading response as text: aborted', { code: RestError.PARSE_ERROR });
  }
  return {
    status: answer.status,
    headers: createHttpHeaders(answer.headers),
    request,
    bodyAsText: fault?.kind === 'cutOff' ? text.slice(0, Math.floor(text.length / 2)) : text,
  };
}
