/** The sandbox served on loopback with all that a client needs: certificates made at the start, service principals and their credentials. */
import { createPrivateKey, createPublicKey, X509Certificate, type KeyObject } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSandbox } from '../../src/sandbox/open.ts';
import { createSandbox, type Sandbox } from '../../src/sandbox/sandbox.ts';
import { signJwt } from '../../src/sandbox/served/jwt.ts';
import { serve, type Served } from '../../src/sandbox/served/serve.ts';
import type { SwitchesChange } from '../../src/sandbox/switches.ts';
import type { SampleApplication, SampleFederation } from '../../src/sandbox/world.ts';
import type { Log } from '../../src/shared/log.ts';
import { makeClientCertificate, makeServerCertificate, newRsaKeys, thumbprintOf } from './certificates.ts';

export interface ServeSandboxOptions {
  /** Default: any that is free. */
  readonly port?: number;
  /** Keeps state and switches (`service.jsonl`, `switches.json`), and the certificates of this start. Default: memory, and a folder that goes with `close`. */
  readonly folder?: string;
  /** What differs from the defaults, or from the folder's `switches.json`, at the start. */
  readonly switches?: SwitchesChange;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  /** What goes wrong with the folder's files. Default: nowhere. */
  readonly log?: Log;
}

/** Sample data, all of it: these secrets open nothing but this server. */
export interface ServedServicePrincipal {
  readonly appId: string;
  readonly name: string;
  readonly homeTenantId: string;
  /** Where it has a service principal, and its object ID there. */
  readonly tenants: readonly {
    readonly tenantId: string;
    readonly objectId: string;
    readonly name?: string;
    readonly domain?: string;
  }[];
  readonly secret: string;
  readonly expiredSecret?: string;
  /** PEM with certificate and key, in one. */
  readonly certificate?: { readonly file: string; readonly pem: string; readonly thumbprint: string };
  readonly federation?: {
    readonly issuer: string;
    readonly subject: string;
    readonly audience: string;
    /** A good one for a day; `change` makes it a wrong one. */
    assertion(change?: Readonly<Record<string, unknown>>): string;
  };
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
  authorityRequests(): ReturnType<Served['authorityRequests']>;
  close(): Promise<void>;
}

const daySeconds = 24 * 60 * 60;
const silent: Log = { debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {
  // Nobody reads it.
}

/** Rejects where the port cannot be had or the folder cannot be written. */
export async function serveSandbox(options: ServeSandboxOptions = {}): Promise<ServedSandbox> {
  const { port = 0, folder, switches, clock = Date.now, log = silent } = options;
  const [tls, client, issuer] = await Promise.all([
    makeServerCertificate(),
    makeClientCertificate('Contoso Partner Automation'),
    newRsaKeys(),
  ]);
  const files =
    folder === undefined ? mkdtempSync(path.join(tmpdir(), 'partner-link-served-')) : path.join(folder, 'keys');
  mkdirSync(files, { recursive: true, mode: 0o700 });
  const write = (name: string, text: string): string => {
    const file = path.join(files, name);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };
  const served = await serve({
    port,
    clock,
    key: tls.server.key,
    certificate: tls.server.certificate,
    keys: {
      certificate: new X509Certificate(client.certificate),
      issuerKey: createPublicKey(issuer.publicKey),
    },
    sandboxAt: (origin) => sandboxAt(origin, { folder, switches, clock, log }),
  });
  const { origin, sandbox } = served;
  const certificate = { pem: `${client.certificate}${client.key}`, thumbprint: thumbprintOf(client.certificate) };
  const certificateFile = write('service-principal.pem', certificate.pem);
  const issuerKey = createPrivateKey(issuer.privateKey);
  const principalOf = (application: SampleApplication): ServedServicePrincipal => {
    const { appId, name, homeTenantId, tenants, secrets, federations } = application;
    const federation = federations[0];
    return {
      appId,
      name,
      homeTenantId,
      tenants: tenants.map(({ tenantId, objectId, displayName, defaultDomain }) => ({
        tenantId,
        objectId,
        name: displayName,
        domain: defaultDomain,
      })),
      secret: secrets.find(({ expired }) => !expired)?.value ?? '',
      expiredSecret: secrets.find(({ expired }) => expired)?.value,
      ...(application.certificate && { certificate: { ...certificate, file: certificateFile } }),
      ...(federation && { federation: federationOf(federation, origin, issuerKey, clock) }),
    };
  };
  const principals = (): readonly ServedServicePrincipal[] => sandbox.scenario().applications.map(principalOf);
  return {
    armOrigin: origin,
    authority: origin,
    adfsAuthority: `${origin}/adfs`,
    caFile: write('ca.pem', tls.authority),
    caPem: tls.authority,
    sandbox,
    get servicePrincipals() {
      return principals();
    },
    servicePrincipal(appId) {
      const found = principals().find((one) => one.appId === appId);
      if (!found) {
        throw new Error(`The scenario has no application ${appId}`);
      }
      return found;
    },
    authorityRequests: () => served.authorityRequests(),
    async close() {
      await served.close();
      if (folder === undefined) {
        rmSync(files, { recursive: true, force: true });
      }
    },
  };
}

/** Both kinds of sandbox, with switches changed before anybody asks. */
function sandboxAt(
  host: string,
  { folder, switches, clock, log }: Required<Pick<ServeSandboxOptions, 'clock' | 'log'>> & ServeSandboxOptions,
): Sandbox {
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

function federationOf(
  { issuerPath, subject, audience }: SampleFederation,
  origin: string,
  key: KeyObject,
  clock: () => number,
): NonNullable<ServedServicePrincipal['federation']> {
  const issuer = `${origin}${issuerPath}`;
  const assertion = (change: Readonly<Record<string, unknown>> = {}): string => {
    const now = Math.floor(clock() / 1000);
    return signJwt(
      { iss: issuer, sub: subject, aud: audience, iat: now, nbf: now, exp: now + daySeconds, ...change },
      key,
    );
  };
  return { issuer, subject, audience, assertion };
}
