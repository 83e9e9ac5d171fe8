/** Who issues tokens, and the ways to find that out: routes, latency, what was switched to go wrong, and what was asked. */
import { json, type Answer } from '../../src/sandbox/api/answer.ts';
import { Faults, type FaultAnswer, type FaultRule } from '../../src/sandbox/switches/faults.ts';
import { pause, type SandboxClock } from '../../src/sandbox/switches/delays.ts';
import { htmlPage } from '../../src/sandbox/service.ts';
import type { Switches } from '../../src/sandbox/switches/switches.ts';
import type { Scenario } from '../../src/sandbox/scenario/world.ts';
import { adfsToken } from './adfsToken.ts';
import type { KnownKeys } from './clientProof.ts';
import { findTenant } from '../../src/sandbox/api/directoryNames.ts';
import {
  adfsConfiguration,
  instanceDiscovery,
  noKeys,
  openIdConfiguration,
  type EntraVersion,
} from '../../src/sandbox/api/discovery.ts';
import { entraToken } from './entraToken.ts';
import type { Exchange, Reply } from './listen.ts';
import { metadataEndpoints } from './metadata.ts';
import { isRefusal, refuse, transient, type Refusal } from '../../src/sandbox/api/refusal.ts';

export interface AuthorityParts {
  readonly origin: string;
  readonly keys: KnownKeys;
  /** Both as they are now. */
  readonly switches: () => Switches;
  readonly scenario: () => Scenario;
  readonly clock: SandboxClock;
}

/** What is answered without a token. */
type Route =
  | { readonly kind: 'metadata' | 'instance' | 'keys' | 'adfsDiscovery' | 'adfsToken' }
  | { readonly kind: 'discovery' | 'token'; readonly tenant: string; readonly version: EntraVersion };

export interface AskedOfAuthority {
  readonly kind: Route['kind'];
  /** As the path names it. */
  readonly tenant?: string;
  readonly clientId?: string;
  /** Absent while there is no answer, and where none came. */
  readonly status?: number;
}

/** Keeps at least this many of the latest. */
const kept = 2000;

export class Authority {
  readonly #parts: AuthorityParts;
  readonly #faults = new Faults();
  #asked: AskedOfAuthority[] = [];

  constructor(parts: AuthorityParts) {
    this.#parts = parts;
  }

  /** `undefined`: that is Azure Resource Manager's to answer. */
  reply(exchange: Exchange): Promise<Reply> | undefined {
    const route = routeOf(exchange);
    return route && this.#reply(exchange, route);
  }

  /** Oldest first; no secrets. */
  requests(): readonly AskedOfAuthority[] {
    return this.#asked;
  }

  async #reply(exchange: Exchange, route: Route): Promise<Reply> {
    const { switches, clock } = this.#parts;
    const parameters = new URLSearchParams(exchange.body);
    const entry = this.#note({
      kind: route.kind,
      tenant: 'tenant' in route ? route.tenant : undefined,
      clientId: parameters.get('client_id') ?? undefined,
    });
    const now = switches();
    const isToken = route.kind === 'token' || route.kind === 'adfsToken';
    const fault = this.#pickNetworkFault(exchange, route, now);
    if (fault?.kind === 'offline' || fault?.kind === 'certificate' || fault?.kind === 'lostAnswer') {
      return { kind: 'none' };
    }
    await pause(
      fault?.kind === 'hang' ? Infinity : isToken ? now.tokenLatencyMs : now.latencyMs,
      exchange.signal,
      clock,
    );
    const tokenFault = isToken ? this.#pickTokenFault(route, now) : undefined;
    if (tokenFault?.kind === 'tokenFails' && tokenFault.failure === 'offline') {
      return { kind: 'none' };
    }
    const answer = await this.#answer(exchange, route, parameters, fault, tokenFault);
    entry.status = answer.status;
    return { kind: fault?.kind === 'cutOff' ? 'half' : 'whole', answer };
  }

  async #answer(
    { url, method, headers }: Exchange,
    route: Route,
    parameters: URLSearchParams,
    fault: FaultAnswer | undefined,
    tokenFault: FaultAnswer | undefined,
  ): Promise<Answer> {
    const { origin, keys, clock } = this.#parts;
    const [switches, scenario, now] = [this.#parts.switches(), this.#parts.scenario(), clock.now()];
    const finished = (one: Answer | Refusal): Answer =>
      isRefusal(one)
        ? refuse(one, origin, now, headers['client-request-id'])
        : { ...one, headers: { 'Content-Type': 'application/json; charset=utf-8', ...one.headers } };
    if (fault?.kind === 'html') {
      return htmlPage(fault.status ?? 200);
    }
    if (fault?.kind === 'status') {
      const answer = finished({ ...transient, status: fault.status, ...(fault.message && { text: fault.message }) });
      return { ...answer, headers: { ...answer.headers, ...fault.headers } };
    }
    const question = { origin, scenario, keys, parameters, now };
    if (method !== (route.kind === 'token' || route.kind === 'adfsToken' ? 'POST' : 'GET')) {
      return finished(json(405, {}));
    }
    switch (route.kind) {
      case 'metadata':
        return finished(metadataEndpoints(origin, switches.authority, url.searchParams));
      case 'instance':
        return finished(instanceDiscovery(origin, url.searchParams));
      case 'keys':
        return finished(noKeys());
      case 'adfsDiscovery':
        return finished(adfsConfiguration(origin));
      case 'adfsToken':
        return finished(await adfsToken(question, switches.unknowns.adfsClaims, tokenFault));
      case 'discovery':
        return finished(openIdConfiguration(origin, scenario, route.tenant, route.version));
      case 'token':
        return finished(await entraToken(question, route.tenant, route.version, tokenFault));
    }
  }

  /** Of the kinds that any server can end in. */
  #pickNetworkFault({ url, method }: Exchange, route: Route, { faults }: Switches): FaultAnswer | undefined {
    return this.#faults.pick(faults.filter(isOfAnyServer), {
      method,
      pathAndQuery: `${url.pathname}${url.search}`,
      tenantId: this.#tenantIdOf(route),
    });
  }

  #pickTokenFault(route: Route, { faults }: Switches): FaultAnswer | undefined {
    return this.#faults.pick(faults, { method: 'TOKEN', pathAndQuery: '', tenantId: this.#tenantIdOf(route) });
  }

  #tenantIdOf(route: Route): string | undefined {
    return 'tenant' in route ? findTenant(this.#parts.scenario(), route.tenant)?.tenantId : undefined;
  }

  #note(asked: AskedOfAuthority): { status?: number } {
    if (this.#asked.length >= 2 * kept) {
      this.#asked = this.#asked.slice(-kept);
    }
    const entry = { ...asked };
    this.#asked.push(entry);
    return entry;
  }
}

function isOfAnyServer({ answer }: FaultRule): boolean {
  return ['status', 'offline', 'certificate', 'html', 'cutOff', 'hang', 'lostAnswer'].includes(answer.kind);
}

const tenantRoutes: readonly (readonly [RegExp, 'discovery' | 'token', EntraVersion])[] = [
  [/^\/([^/]+)\/v2\.0\/\.well-known\/openid-configuration$/i, 'discovery', 'v2'],
  [/^\/([^/]+)\/\.well-known\/openid-configuration$/i, 'discovery', 'v1'],
  [/^\/([^/]+)\/oauth2\/v2\.0\/token$/i, 'token', 'v2'],
  [/^\/([^/]+)\/oauth2\/token$/i, 'token', 'v1'],
];

function routeOf({ url }: Exchange): Route | undefined {
  const path = url.pathname.replace(/\/$/, '');
  switch (path.toLowerCase()) {
    case '/metadata/endpoints':
      return { kind: 'metadata' };
    case '/common/discovery/instance':
      return { kind: 'instance' };
    case '/adfs/.well-known/openid-configuration':
      return { kind: 'adfsDiscovery' };
    case '/adfs/oauth2/token':
    case '/adfs/oauth2/v2.0/token':
      return { kind: 'adfsToken' };
  }
  if (/\/discovery\/(v2\.0\/)?keys$/i.test(path)) {
    return { kind: 'keys' };
  }
  for (const [pattern, kind, version] of tenantRoutes) {
    const tenant = pattern.exec(path)?.[1];
    if (tenant !== undefined) {
      return { kind, version, tenant: decoded(tenant) };
    }
  }
  return undefined;
}

/** As sent, where it is not what percent signs are for. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
