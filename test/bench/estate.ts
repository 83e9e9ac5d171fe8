/** The estate that the budgets are about: 500 tenants with 20 subscriptions each, 40 ms to every answer. */
import { azureCloud } from '../../src/azure/cloud.ts';
import { connect } from '../../src/azure/connect.ts';
import type { Azure } from '../../src/azure/azure.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import type { Log } from '../../src/shared/log.ts';

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

export function bigAzure(): { readonly azure: Azure; readonly sandbox: Sandbox } {
  const sandbox = bigSandbox();
  const azure = connect({
    cloud: azureCloud,
    sources: [sandbox.identities],
    httpClient: sandbox.httpClient,
    log: silent,
  });
  return { azure, sandbox };
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
