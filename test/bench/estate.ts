/** The estate that the budgets are about: 500 tenants with 20 subscriptions each, 40 ms to every answer. */
import type { HttpClient } from '@azure/core-rest-pipeline';
import { azureCloud } from '../../src/azure/clouds/cloud.ts';
import { connect } from '../../src/azure/connect.ts';
import type { Azure } from '../../src/shared/ports/azure.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import type { Log } from '../../src/shared/ports/log.ts';
import { AdaptivePace, paceLimits } from '../../src/shared/async/pace.ts';

export const size = { tenants: 500, subscriptionsPerTenant: 20 } as const;
export const latencyMs = 40;
export const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export function bigSandbox(): Sandbox {
  return createSandbox({
    switches: {
      scenario: { kind: 'generated', ...size, linkedShare: 0.6, anotherPartnerShare: 0.1, signInShare: 0 },
      latencyMs,
    },
  });
}

export interface BigAzure {
  readonly azure: Azure;
  readonly sandbox: Sandbox;
  /** As a new session has one, by the requests from now on. */
  readonly newPace: () => AdaptivePace;
}

/** `through`: what stands between it and the stand-in. */
export function bigAzure(through: (client: HttpClient) => HttpClient = (client) => client): BigAzure {
  const sandbox = bigSandbox();
  let pace = new AdaptivePace();
  const azure = connect({
    cloud: azureCloud,
    sources: [sandbox.identities],
    httpClient: through(sandbox.httpClient),
    log: silent,
    traffic: { begin: (kind) => pace.begin(kind), place: (signal) => pace.place(signal), rest: () => pace.rest() },
  });
  return { azure, sandbox, newPace: () => (pace = new AdaptivePace()) };
}

/**
 * The least time in milliseconds that rounds of so many tenants at once take, each with so many requests one after the other: no
 * client can be faster that is allowed no more at once.
 */
export function networkBound(tenants: number, requestsInARow: number): number {
  return Math.ceil(tenants / paceLimits.most) * requestsInARow * latencyMs;
}

/** Bytes on the heap after everything that can go has gone. Needs `--expose-gc`. */
export function heap(): number {
  if (!globalThis.gc) {
    throw new Error('Needs --expose-gc');
  }
  globalThis.gc();
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}
