/** Azure Resource Manager's lists of tenants and subscriptions, api-version 2022-12-01 and a few before, as facts-azure.md section 3 has them. */
import { armError, checkApiVersion, methodNotAllowed, type Answer, type Caller, type Question } from './answer.ts';
import type { SampleSubscription, SampleTenant } from '../scenario/world.ts';

/** assumed: those before the newest answer the same. The Azure CLI asks for 2019-11-01. */
const versions = ['2022-12-01', '2021-01-01', '2020-01-01', '2019-11-01'] as const;

/** Pages already written out: an estate of thousands is serialised once. */
export class Directory {
  readonly #host: string;
  readonly #pages = new Map<string, Answer>();

  constructor(host: string) {
    this.#host = host;
  }

  /** The scenario changed: nothing written out is true any more. */
  forget(): void {
    this.#pages.clear();
  }

  /** `undefined`: neither of the two lists. */
  answer(question: Question, pageSize: number): Answer | undefined {
    const { path, caller } = question;
    if (path !== '/tenants' && path !== '/subscriptions') {
      return undefined;
    }
    // assumed: 2016-06-01 is refused here although Azure still knows it, so that a missing rewrite is noticed.
    const refused = checkApiVersion(question, ...versions);
    if (refused) {
      return refused;
    }
    if (question.method !== 'GET') {
      return methodNotAllowed(question);
    }
    const offset = readOffset(question.query.get('$skiptoken'));
    if (offset === undefined) {
      // assumed: code and message.
      return armError(400, 'InvalidSkipToken', 'The skip token is not valid.');
    }
    const whose = caller.identity ? caller.identity.id : caller.objectId;
    const version = question.query.get('api-version') ?? versions[0];
    const key = path === '/tenants' ? `t|${whose}` : `s|${whose}|${caller.tenantId}`;
    return this.#page(`${key}|${version}|${String(offset)}|${String(pageSize)}`, () => {
      const all = path === '/tenants' ? tenantEntries(caller) : subscriptionEntries(caller);
      const next = offset + pageSize;
      return {
        status: 200,
        body: JSON.stringify({
          value: all.slice(offset, next),
          nextLink: next < all.length ? this.#nextLink(path, version, next) : undefined,
          // assumed: the count that today's answers carry.
          count: { type: 'Total', value: all.length },
        }),
      };
    });
  }

  #page(key: string, make: () => Answer): Answer {
    const known = this.#pages.get(key);
    if (known) {
      return known;
    }
    const made = make();
    this.#pages.set(key, made);
    return made;
  }

  #nextLink(path: string, version: string, offset: number): string {
    return `${this.#host}${path}?api-version=${version}&%24skiptoken=${writeOffset(offset)}`;
  }
}

function writeOffset(offset: number): string {
  return Buffer.from(`from:${String(offset)}`).toString('base64url');
}

function readOffset(token: string | null): number | undefined {
  if (token === null) {
    return 0;
  }
  const match = /^from:([0-9]{1,9})$/.exec(Buffer.from(token, 'base64url').toString('utf8'));
  return match ? Number(match[1]) : undefined;
}

/** A principal that the scenario does not know is told of its own directory only, like a service principal. */
function tenantEntries(caller: Caller): readonly object[] {
  return caller.identity
    ? caller.identity.tenants.filter(({ listed }) => listed !== false).map(tenantEntry)
    : [tenantEntry({ ...caller.tenant, category: 'Home' })];
}

function tenantEntry(tenant: SampleTenant): object {
  return {
    id: `/tenants/${tenant.tenantId}`,
    tenantId: tenant.tenantId,
    countryCode: tenant.countryCode,
    displayName: tenant.displayName,
    domains: tenant.defaultDomain === undefined ? undefined : [tenant.defaultDomain, ...(tenant.furtherDomains ?? [])],
    tenantCategory: tenant.category,
    defaultDomain: tenant.defaultDomain,
    tenantType: 'AAD',
  };
}

function subscriptionEntries(caller: Caller): readonly object[] {
  return caller.tenant.subscriptions().map((one) => subscriptionEntry(caller, one));
}

function subscriptionEntry(caller: Caller, one: SampleSubscription): object {
  return {
    id: `/subscriptions/${one.subscriptionId}`,
    authorizationSource: 'RoleBased',
    managedByTenants: (one.managedByTenantIds ?? []).map((tenantId) => ({ tenantId })),
    tags: one.tags,
    subscriptionId: one.subscriptionId,
    tenantId: one.ownerTenantId ?? caller.tenantId,
    displayName: one.displayName,
    state: one.state,
    subscriptionPolicies: { locationPlacementId: 'Public_2014-09-01', quotaId: one.quotaId, spendingLimit: 'Off' },
  };
}
