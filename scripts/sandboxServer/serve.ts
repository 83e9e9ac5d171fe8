/** The sandbox over HTTPS, so that any client can use it as it would use Azure: authority, Azure Resource Manager and billing service at one origin. */
import { systemClock } from '../../src/shared/async/clock.ts';
import type { SandboxClock } from '../../src/sandbox/switches/delays.ts';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { Authority, type AskedOfAuthority } from './authority.ts';
import type { KnownKeys } from './clientProof.ts';
import { forward } from './forward.ts';
import { listen, type ListenOptions } from './listen.ts';

export interface ServeOptions extends ListenOptions {
  readonly keys: KnownKeys;
  /** The sandbox should have the same one. */
  readonly clock?: SandboxClock;
  /** A sandbox whose Azure Resource Manager has this origin. It is this function's to dispose of, in the end. */
  readonly sandboxAt: (origin: string) => Sandbox;
}

export interface Served {
  /** Like `https://127.0.0.1:4711`. */
  readonly origin: string;
  readonly sandbox: Sandbox;
  /** What was asked of the authority so far, oldest first; the rest is in `sandbox.requests()`. */
  authorityRequests(): readonly AskedOfAuthority[];
  close(): Promise<void>;
}

/** Rejects where the port cannot be had, and with what `sandboxAt` throws. */
export async function serve(options: ServeOptions): Promise<Served> {
  const { keys, sandboxAt, clock = systemClock } = options;
  const listening = await listen(options);
  const { origin } = listening;
  try {
    const sandbox = sandboxAt(origin);
    const authority = new Authority({
      origin,
      keys,
      switches: () => sandbox.switches(),
      scenario: () => sandbox.scenario(),
      clock,
    });
    listening.answerBy((exchange) => authority.reply(exchange) ?? forward(sandbox.httpClient, exchange));
    return {
      origin,
      sandbox,
      authorityRequests: () => authority.requests(),
      async close() {
        await listening.close();
        sandbox.dispose();
      },
    };
  } catch (error) {
    await listening.close();
    throw error;
  }
}
