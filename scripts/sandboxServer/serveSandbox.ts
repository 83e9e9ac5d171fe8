/** The sandbox served on loopback with all that a client needs: certificates made at the start, service principals and their credentials. */
import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSandbox } from '../../src/sandbox/open.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import type { AskedOfAuthority } from './authority.ts';
import { serve } from './serve.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import type { SandboxClock } from '../../src/sandbox/switches/delays.ts';
import type { SwitchesChange } from '../../src/sandbox/switches/switches.ts';
import type { Log } from '../../src/shared/ports/log.ts';
import { makeClientCertificate, makeServerCertificate, newRsaKeys, thumbprintOf } from './certificates.ts';
import { servedServicePrincipal, type PrincipalParts, type ServedServicePrincipal } from './servicePrincipals.ts';

export interface ServeSandboxOptions {
  /** Default: any that is free. */
  readonly port?: number;
  /** Keeps state and switches (`service.jsonl`, `switches.json`), and in `keys` the certificates of this start. Default: memory, and a folder that goes with `close`. */
  readonly folder?: string;
  /** What differs from the defaults, or from the folder's `switches.json`, at the start. */
  readonly switches?: SwitchesChange;
  readonly clock?: SandboxClock;
  /** Told what is wrong with the folder's files. Default: nobody. */
  readonly log?: Log;
}

export interface ServedSandbox {
  /** Azure Resource Manager, and the portal's billing service. Like `https://127.0.0.1:4711`. */
  readonly armOrigin: string;
  /** Microsoft Entra: `authorityHost`. The same origin. */
  readonly authority: string;
  /** AD FS; ends in `/adfs`. */
  readonly adfsAuthority: string;
  /** The authority that signed the server's certificate, PEM. */
  readonly caFile: string;
  readonly caPem: string;
  readonly sandbox: Sandbox;
  /** Of the scenario as it is now. */
  readonly servicePrincipals: readonly ServedServicePrincipal[];
  /** Throws where the scenario has no such application. */
  servicePrincipal(appId: string): ServedServicePrincipal;
  /** What was asked of the authorities and the metadata endpoint so far, oldest first; the rest is in `sandbox.requests()`. */
  authorityRequests(): readonly AskedOfAuthority[];
  close(): Promise<void>;
}

/** Rejects where the port cannot be had or the folder cannot be written. */
export async function serveSandbox(options: ServeSandboxOptions = {}): Promise<ServedSandbox> {
  const { port = 0, folder, clock = systemClock } = options;
  const [tls, client, issuer] = await Promise.all([
    makeServerCertificate(),
    makeClientCertificate('Contoso Partner Automation'),
    newRsaKeys(),
  ]);
  const files = keyFiles(folder);
  try {
    const pem = `${client.certificate}${client.key}`;
    const certificate = {
      pem,
      file: files.write('service-principal.pem', pem),
      thumbprint: thumbprintOf(client.certificate),
    };
    const caFile = files.write('ca.pem', tls.authority);
    const { origin, sandbox, ...served } = await serve({
      port,
      clock,
      key: tls.server.key,
      certificate: tls.server.certificate,
      keys: { certificate: new X509Certificate(client.certificate), issuerKey: createPublicKey(issuer.publicKey) },
      sandboxAt: (host) => sandboxAt(host, options),
    });
    const parts: PrincipalParts = { origin, certificate, issuerKey: createPrivateKey(issuer.privateKey), clock };
    const servicePrincipals = (): readonly ServedServicePrincipal[] =>
      sandbox.scenario().applications.map((application) => servedServicePrincipal(parts, application));
    return {
      armOrigin: origin,
      authority: origin,
      adfsAuthority: `${origin}/adfs`,
      caFile,
      caPem: tls.authority,
      sandbox,
      get servicePrincipals() {
        return servicePrincipals();
      },
      servicePrincipal: (appId) => {
        const found = servicePrincipals().find((one) => one.appId === appId);
        if (!found) {
          throw new Error(`The scenario has no application ${appId}`);
        }
        return found;
      },
      authorityRequests: () => served.authorityRequests(),
      close: async () => {
        await served.close();
        files.discard();
      },
    };
  } catch (error) {
    files.discard();
    throw error;
  }
}

/** For the owner's eyes only. `discard` leaves a folder that was given as it is. */
function keyFiles(folder: string | undefined): { write(name: string, text: string): string; discard(): void } {
  const files =
    folder === undefined ? mkdtempSync(path.join(tmpdir(), 'partner-link-served-')) : path.join(folder, 'keys');
  mkdirSync(files, { recursive: true, mode: 0o700 });
  return {
    write: (name, text) => {
      const file = path.join(files, name);
      writeFileSync(file, text, { mode: 0o600 });
      return file;
    },
    discard: () => {
      if (folder === undefined) {
        rmSync(files, { recursive: true, force: true });
      }
    },
  };
}

const nobody: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

function sandboxAt(host: string, { folder, switches, clock, log = nobody }: ServeSandboxOptions): Sandbox {
  if (folder === undefined) {
    return createSandbox({ host, clock, switches });
  }
  const opened = openSandbox({ folder, host, clock, log });
  if (!opened.ok) {
    throw new Error(`${folder} cannot be written: ${opened.failure.code ?? opened.failure.kind}`);
  }
  if (switches) {
    opened.value.setSwitches(switches);
  }
  return opened.value;
}
