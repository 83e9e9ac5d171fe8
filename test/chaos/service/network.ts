/**
 * The way to the stand-in, for each window: every request may be lost, late, stale or answered by something else. What really became
 * of it stands in the ledger.
 */
import {
  createPipelineRequest,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
} from '@azure/core-rest-pipeline';
import { AbortError } from '../../../src/sandbox/switches/delays.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import type { Chance } from '../world/chance.ts';
import { shortTarget, type TargetId } from '../world/estate.ts';
import { inHost, type Host, type VirtualTime } from '../world/time.ts';
import type { Trace } from '../world/trace.ts';
import { askedBy, type Asked } from './asked.ts';
import { noFault, randomFault, type Fault, type Weather } from './faults.ts';
import type { Held, Ledger, Sending } from './ledger.ts';
import { isUsable, spoilt } from './replies.ts';

export interface NetworkParts {
  readonly sandbox: Sandbox;
  readonly ledger: Ledger;
  readonly time: VirtualTime;
  readonly chance: Chance;
  readonly trace: Trace;
  /** Told before anything becomes of a request that writes. */
  readonly sending: (sending: Sending) => void;
  /** Told of a request to a host that nobody meant. */
  readonly strayed: (window: string, url: string) => void;
}

interface Stale {
  readonly until: number;
  readonly response: PipelineResponse;
}

/** The stand-in's own process: it lives as long as the schedule. */
const service: Host = { name: 'azure', dead: false, asleepUntil: 0 };

const meantHosts = ['https://management.azure.com', 'https://service.bmx.azure.com'];

export class Network {
  weather: Weather;
  requests = 0;
  /** Names of the faults that requests that write have met. */
  readonly met = new Set<string>();
  readonly #parts: NetworkParts;
  readonly #stale = new Map<TargetId, Stale>();

  constructor(parts: NetworkParts, weather: Weather) {
    this.#parts = parts;
    this.weather = weather;
  }

  clientOf(window: Host): HttpClient {
    return { sendRequest: (request) => this.#send(window, request) };
  }

  #send(window: Host, request: PipelineRequest): Promise<PipelineResponse> {
    const { time, trace, chance } = this.#parts;
    this.requests += 1;
    if (!meantHosts.includes(new URL(request.url).origin)) {
      this.#parts.strayed(window.name, request.url);
    }
    const asked = askedBy(request);
    const sending = asked.kind === 'write' ? this.#announce(window, request, asked) : undefined;
    const fault = this.#faultOf(asked);
    if (sending) {
      this.met.add(fault.name);
    }
    const what = asked.kind === 'other' ? new URL(request.url).pathname : shortTarget(asked.target);
    const name = `${window.name} ${request.method} ${what}${sending ? ` → ${sending.to ?? 'none'} (sending ${String(sending.number)})` : ''}`;
    trace.say(time.elapsed, `${name}${fault.name && `: ${fault.name}`}`);
    const wayThere = 1 + chance.next() * 40;
    const wayBack = 1 + chance.next() * 40 + (fault.reply.kind === 'slow' ? fault.reply.ms : 0);
    return new Promise((resolve, reject) => {
      let gone = false;
      const abort = (): void => {
        // Whether the service got it, the asker cannot know.
        gone = chance.happens(0.5);
        reject(new AbortError('The operation was aborted.'));
      };
      if (request.abortSignal?.aborted) {
        abort();
        return;
      }
      request.abortSignal?.addEventListener('abort', abort);
      const deliver = (right: PipelineResponse | undefined, reading?: () => void): void => {
        time.after(wayBack, window, () => {
          try {
            const response = spoilt(fault.reply, request, right);
            if (response) {
              trace.say(time.elapsed, `${name}: ${String(response.status)}`);
              reading?.();
              resolve(response);
            }
          } catch (error) {
            trace.say(time.elapsed, `${name}: ${error instanceof Error ? error.message : 'broken'}`);
            reject(error instanceof Error ? error : new Error('broken'));
          }
        });
      };
      time.after(wayThere, service, () => {
        if (gone) {
          return;
        }
        void inHost(service, () => this.#arrive(window, request, asked, fault, sending, deliver));
      });
    });
  }

  async #arrive(
    window: Host,
    request: PipelineRequest,
    asked: Asked,
    fault: Fault,
    sending: Sending | undefined,
    deliver: (right: PipelineResponse | undefined, reading?: () => void) => void,
  ): Promise<void> {
    const { time, ledger } = this.#parts;
    if (asked.kind !== 'write' || !sending) {
      const servedStep = time.step;
      const stale = asked.kind === 'reading' ? this.#staleOf(asked.target) : undefined;
      const right = stale?.response ?? (await this.#ask(request));
      const shown = isUsable(fault.reply, right.bodyAsText ?? '') ? shownIn(right) : undefined;
      if (asked.kind !== 'reading' || !shown) {
        deliver(right);
        return;
      }
      const { target } = asked;
      const value = shown.held;
      const isStale = value !== ledger.held(target);
      deliver(right, () => {
        ledger.readings.push({ window: window.name, target, value, servedStep, stale: isStale });
      });
      return;
    }
    switch (fault.fate.kind) {
      case 'never':
        deliver(undefined);
        return;
      case 'done':
        deliver(await this.#apply(request, asked.target, sending, fault));
        return;
      case 'late':
        deliver(undefined);
        time.after(fault.fate.ms, service, () => void this.#apply(request, asked.target, sending, fault));
    }
  }

  async #apply(
    request: PipelineRequest,
    target: TargetId,
    sending: Sending,
    { reply }: Fault,
  ): Promise<PipelineResponse> {
    const { ledger, time, sandbox, trace } = this.#parts;
    const former = reply.kind === 'rightThenStale' ? await this.#ask(readingOf(request, target)) : undefined;
    const from = ledger.held(target);
    const response = await this.#ask(request);
    sending.status = response.status;
    trace.say(
      time.elapsed,
      `${shortTarget(target)}: azure answers sending ${String(sending.number)}: ${String(response.status)}`,
    );
    ledger.note(target, from, sending);
    if (former && reply.kind === 'rightThenStale') {
      this.#stale.set(target, { until: time.now + reply.ms, response: former });
    }
    sandbox.clearRequests();
    return response;
  }

  #announce(window: Host, request: PipelineRequest, asked: Extract<Asked, { kind: 'write' }>): Sending {
    const { ledger, time } = this.#parts;
    const sending: Sending = {
      number: ledger.sendings.length + 1,
      at: time.now,
      step: time.step,
      window: window.name,
      target: asked.target,
      how: request.method,
      to: asked.to,
      requestId: request.requestId,
    };
    this.#parts.sending(sending);
    ledger.sendings.push(sending);
    return sending;
  }

  #faultOf(asked: Asked): Fault {
    const { chance } = this.#parts;
    const { writes, readings, others } = this.weather;
    const share = asked.kind === 'write' ? writes : asked.kind === 'reading' ? readings : others;
    return chance.happens(share) ? randomFault(this.weather, chance) : noFault;
  }

  #staleOf(target: TargetId): Stale | undefined {
    const stale = this.#stale.get(target);
    return stale && stale.until > this.#parts.time.now ? stale : undefined;
  }

  /** What the stand-in answers, whoever waits for it. */
  #ask({ url, method, headers, body }: PipelineRequest): Promise<PipelineResponse> {
    return this.#parts.sandbox.httpClient.sendRequest(
      createPipelineRequest({ url, method, headers, ...(body === undefined ? {} : { body }) }),
    );
  }
}

/** What an answer to a reading shows; `undefined`: nothing that can be understood. */
function shownIn({ status, bodyAsText }: PipelineResponse): { readonly held: Held } | undefined {
  const body = bodyAsText ?? '';
  const id = /"partnerId":"([0-9]+)"/.exec(body)?.[1];
  if (status === 200 && id !== undefined) {
    return { held: id };
  }
  return body.includes('ManagementPartnerNotFound') || body.includes('"httpStatusCode":"NotFound"')
    ? { held: undefined }
    : undefined;
}

/** The reading that tells what a write changes. */
function readingOf(request: PipelineRequest, target: TargetId): PipelineRequest {
  const { origin } = new URL(request.url);
  const url = target.startsWith('pal|')
    ? `${origin}/providers/Microsoft.ManagementPartner/partners?api-version=2018-02-01`
    : `${origin}/api/Billing/Subscription/GetPartnerInformation?api-version=2019-01-14&subscriptionGuid=${target.slice('dpor|'.length)}`;
  return createPipelineRequest({ url, method: 'GET', headers: request.headers });
}
