/**
 * `npm run sandbox`: the sandbox over HTTPS on this machine, for any client that Azure has. `-- --port 41740`; `-- --folder DIR` keeps
 * what was written and looks there for `switches.json`. Ctrl+C ends it.
 */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Log } from '../src/shared/ports/log.ts';
import { nowIn, say } from './say.ts';
import { serveSandbox, type ServedSandbox } from './sandboxServer/serveSandbox.ts';
import type { ServedServicePrincipal } from './sandboxServer/servicePrincipals.ts';
import { quoted } from '../src/shared/escaping/shellQuote.ts';

const { values: asked } = parseArgs({
  options: { port: { type: 'string', default: '41740' }, folder: { type: 'string' } },
});

const log: Log = { debug: () => undefined, info: say, warn: say, error: say };

/** Resolves when the user (or the machine) wants an end. */
const interrupted = new Promise<void>((resolve) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      resolve();
    });
  }
});

nowIn('sandbox');
const port = Number(asked.port);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  say(`${asked.port} is no port: give a number from 0 (any that is free) to 65535.`);
  process.exit(1);
}
const folder = asked.folder === undefined ? undefined : path.resolve(asked.folder);
const served = await serveSandbox({ port, folder, log }).catch((error: unknown) => {
  say(`The sandbox could not be served: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
});
console.log(`\n${await description(served)}\n`);
say(
  `It answers on 127.0.0.1 only; ${folder === undefined ? 'what is written goes with it' : `its state is in ${folder}`}. Ctrl+C ends it.`,
);
await interrupted;
await served.close();
say('Ended.');

async function description(sandbox: ServedSandbox): Promise<string> {
  const { armOrigin, authority, adfsAuthority, caFile, servicePrincipals } = sandbox;
  const principals = await Promise.all(servicePrincipals.map((one) => principal(one, caFile)));
  return [
    'A stand-in for Azure. All of it is sample data: its secrets open nothing else.',
    '',
    facts([
      ['Azure Resource Manager', armOrigin],
      ['Billing service (DPOR)', `${armOrigin}/api/Billing`],
      ['Authority', `${authority} (Microsoft Entra), ${adfsAuthority} (AD FS)`],
      ['CA certificate', `${caFile} (made at this start; NODE_EXTRA_CA_CERTS, REQUESTS_CA_BUNDLE, …)`],
    ]),
    '',
    'Tenants',
    facts(tenantsOf(servicePrincipals)),
    '',
    'Service principals',
    ...principals.flatMap((one) => ['', one]),
    '',
    'Azure CLI (signs in to the tenant of the service principal whatever --tenant says: take one principal per tenant)',
    ...azureCli(sandbox).map((line) => `  ${line}`),
    '',
    'Azure CLI, afterwards',
    '  az cloud set --name AzureCloud && az cloud unregister --name PartnerLinkSandbox',
    '',
    'Partner Link for Azure',
    '  Let VS Code trust the CA certificate (its own trust store, or NODE_EXTRA_CA_CERTS before it starts), and add a custom',
    `  cloud by the address of its Azure Resource Manager: ${armOrigin}`,
  ].join('\n');
}

function facts(lines: readonly (readonly [string, string])[]): string {
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`).join('\n');
}

function tenantsOf(principals: readonly ServedServicePrincipal[]): readonly (readonly [string, string])[] {
  const all = principals.flatMap(({ tenants }) => tenants);
  const names = new Map(all.map(({ tenantId, name, domain }) => [tenantId, `${name ?? ''} (${domain ?? ''})`]));
  return [...names];
}

async function principal(
  { appId, name, homeTenantId, tenants, ...proofs }: ServedServicePrincipal,
  caFile: string,
): Promise<string> {
  const { secret, expiredSecret, certificate, federation } = proofs;
  const lines: (readonly [string, string])[] = [
    ['application ID', appId],
    [
      'tenants',
      tenants.length === 1 ? homeTenantId : tenants.map(({ tenantId, domain }) => domain ?? tenantId).join(', '),
    ],
    ['secret', secret],
  ];
  if (expiredSecret !== undefined) {
    lines.push(['expired secret', expiredSecret]);
  }
  if (certificate) {
    lines.push(['certificate', `${certificate.file} (${certificate.thumbprint})`]);
  }
  if (federation) {
    const file = path.join(path.dirname(caFile), 'federated-token.jwt');
    writeFileSync(file, await federation.assertion(), { mode: 0o600 });
    lines.push(['federated token', `${file} (good for a day)`]);
  }
  return `  ${name}\n${facts(lines.map(([what, value]) => [`  ${what}`, value]))}`;
}

/** To be pasted as it is. As the Azure CLI of Debian 12 (2.45) needs it: an authority that it does not know must be an AD FS, which has no tenants. */
function azureCli({ armOrigin, adfsAuthority, caFile, servicePrincipals }: ServedSandbox): readonly string[] {
  const one = servicePrincipals.find(({ tenants }) => tenants.length === 1) ?? servicePrincipals[0];
  return [
    `export REQUESTS_CA_BUNDLE=${quoted(caFile, 'posix')}`,
    `az cloud register --name PartnerLinkSandbox --endpoint-resource-manager ${armOrigin} \\`,
    `  --endpoint-active-directory ${adfsAuthority} --endpoint-active-directory-resource-id ${armOrigin} \\`,
    `  --endpoint-active-directory-graph-resource-id ${armOrigin} --endpoint-management ${armOrigin}`,
    'az cloud set --name PartnerLinkSandbox',
    ...(one
      ? [
          `az login --service-principal --allow-no-subscriptions --tenant ${one.homeTenantId} \\`,
          `  --username ${one.appId} --password ${quoted(one.secret, 'posix')}`,
        ]
      : []),
    // Some shells take an address with a question mark for a pattern of file names.
    `az rest --url "${armOrigin}/providers/Microsoft.ManagementPartner/partners?api-version=2018-02-01"`,
  ];
}
