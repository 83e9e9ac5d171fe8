/** Tenants and subscriptions: Azure Resource Manager, api-version 2022-12-01. Functions throw `FailureError`s. */
import { getContinuationToken } from '@azure/arm-subscriptions';
import type { Subscription, TenantInfo } from '../shared/model.ts';
import { asId, asObject, asText, parseJson, type JsonObject } from './json.ts';
import { callOptions, type Operation } from './operation.ts';
import { FailureError } from './thrown.ts';

/** A service that keeps sending pages without anything new on them is going round in circles. */
const mostPagesWithoutNews = 50;

/** The SDK takes an answer without a list for an empty one; that would show a guess as a fact. */
function insistOnList(body: string): void {
  if (!Array.isArray(asObject(parseJson(body)?.value)?.['value'])) {
    throw new FailureError({ kind: 'unexpectedAnswer', code: 'NoListInAnswer' });
  }
}

/** All pages. An entry that `read` makes nothing of is left out with a line in the log; one that came before, silently. */
async function everyEntry<T>(
  operation: Operation,
  what: string,
  pages: AsyncIterable<readonly unknown[]>,
  read: (entry: JsonObject) => { readonly id: string; readonly value: T } | undefined,
  news?: (values: readonly T[]) => void,
): Promise<readonly T[]> {
  const found = new Map<string, T>();
  const links = new Set<string>();
  let withoutNews = 0;
  for await (const page of pages) {
    const before = found.size;
    for (const entry of page) {
      const one = read(asObject(entry) ?? {});
      if (!one) {
        operation.log.warn(
          `A ${what} without an id was left out (tenant ${operation.clients.tenantId ?? 'home'}, correlation ${operation.correlationId})`,
        );
      } else if (!found.has(one.id)) {
        found.set(one.id, one.value);
      }
    }
    news?.([...found.values()].slice(before));
    withoutNews = found.size > before ? 0 : withoutNews + 1;
    const link = getContinuationToken(page);
    if (link !== undefined && (links.has(link) || withoutNews > mostPagesWithoutNews)) {
      throw new FailureError({
        kind: 'unexpectedAnswer',
        code: 'PagesInCircles',
        tenantId: operation.clients.tenantId,
      });
    }
    if (link !== undefined) {
      links.add(link);
    }
  }
  return [...found.values()];
}

/** Without the default domain, each once; absent where there is none. */
function furtherDomains(value: unknown, defaultDomain: string | undefined): Pick<TenantInfo, 'domains'> {
  const domains = Array.isArray(value) ? value.map(asText).filter((domain) => domain !== undefined) : [];
  const further = [...new Set(domains)].filter((domain) => domain.toLowerCase() !== defaultDomain?.toLowerCase());
  return further.length > 0 ? { domains: further } : {};
}

function readTenant(entry: JsonObject): { readonly id: string; readonly value: TenantInfo } | undefined {
  const tenantId = asId(entry['tenantId']);
  if (tenantId === undefined) {
    return undefined;
  }
  const defaultDomain = asText(entry['defaultDomain']);
  return {
    id: tenantId,
    value: {
      tenantId,
      displayName: asText(entry['displayName']),
      defaultDomain,
      ...furtherDomains(entry['domains'], defaultDomain),
      category: asText(entry['tenantCategory']),
      countryCode: asText(entry['countryCode']),
    },
  };
}

/** In the order of the service. */
export async function listTenants(
  operation: Operation,
  found?: (page: readonly TenantInfo[]) => void,
): Promise<readonly TenantInfo[]> {
  return everyEntry(
    operation,
    'tenant',
    operation.clients.subscriptions.tenants.list(callOptions(operation, insistOnList)).byPage(),
    readTenant,
    found,
  );
}

function readSubscription(
  entry: JsonObject,
  tokenTenant: string | undefined,
): { readonly id: string; readonly value: Subscription } | undefined {
  const subscriptionId = asId(entry['subscriptionId']);
  const tenantId = asId(entry['tenantId']) ?? tokenTenant;
  if (subscriptionId === undefined || tenantId === undefined) {
    return undefined;
  }
  const managers = entry['managedByTenants'];
  return {
    id: subscriptionId,
    value: {
      subscriptionId,
      displayName: asText(entry['displayName']),
      tenantId,
      state: asText(entry['state']),
      quotaId: asText(asObject(entry['subscriptionPolicies'])?.['quotaId']),
      managedByTenantIds: Array.isArray(managers)
        ? managers.map((manager) => asId(asObject(manager)?.['tenantId'])).filter((id) => id !== undefined)
        : undefined,
    },
  };
}

/** Of the tenant that the token belongs to, those projected into it included. In the order of the service. */
export async function listSubscriptions(operation: Operation): Promise<readonly Subscription[]> {
  const { clients } = operation;
  return everyEntry(
    operation,
    'subscription',
    clients.subscriptions.subscriptions.list(callOptions(operation, insistOnList)).byPage(),
    (entry) => readSubscription(entry, clients.tenantId),
  );
}
