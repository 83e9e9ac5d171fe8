/** Tenants and subscriptions: Azure Resource Manager, api-version 2022-12-01. Functions throw `FailureError`s. */
import type { OperationOptions } from '@azure/core-client';
import { getContinuationToken } from '@azure/arm-subscriptions';
import type { Subscription, TenantInfo } from '../../shared/model/model.ts';
import { listTooLong } from '../../shared/text/failureText.ts';
import { asGuid, asId, asName, asObject, asText, type JsonObject } from '../../shared/validation/json.ts';
import { callOptions, type Operation } from '../pipeline/operation.ts';
import { FailureError } from '../errors/failureError.ts';

/** A service that keeps sending pages without anything new on them is going round in circles. */
const mostPagesWithoutNews = 50;

/** What a list may have in all, without what nobody reads of it. The biggest partners reach some thousands of tenants and some ten thousands of subscriptions. */
export const listLimits = { pages: 2_000, entries: 100_000, characters: 64 * 1024 * 1024 } as const;

/** DNS, without the dot at the end. */
const longestDomain = 253;

/** All pages. Entries that `read` makes nothing of are left out with a line in the log; one that came before, silently. */
async function everyEntry<T>(
  operation: Operation,
  what: string,
  pagesOf: (options: OperationOptions) => AsyncIterable<readonly unknown[]>,
  read: (entry: JsonObject, leaveOut: (what: string) => void) => { readonly id: string; readonly value: T } | undefined,
  news?: (values: readonly T[]) => void,
): Promise<readonly T[]> {
  const found = new Map<string, T>();
  const links = new Set<string>();
  const leftOut = new Map<string, number>();
  const leaveOut = (which: string): void => void leftOut.set(which, (leftOut.get(which) ?? 0) + 1);
  let [withoutNews, pages, characters] = [0, 0, 0];
  const options = callOptions(operation, (body) => {
    pages += 1;
    characters += body.length;
    if (pages > listLimits.pages || characters > listLimits.characters) {
      throw tooLong(operation);
    }
  });
  for await (const page of pagesOf(options)) {
    const before = found.size;
    for (const entry of page) {
      const one = read(asObject(entry) ?? {}, leaveOut);
      if (!one) {
        leaveOut(what);
      } else if (!found.has(one.id)) {
        found.set(one.id, one.value);
      }
    }
    if (found.size > listLimits.entries) {
      throw tooLong(operation);
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
  for (const [which, count] of leftOut) {
    operation.log.warn(
      `Left out for want of a usable ID: ${which}, ${String(count)} × (tenant ${operation.clients.tenantId ?? 'home'}, correlation ${operation.correlationId})`,
    );
  }
  return [...found.values()];
}

function tooLong({ clients }: Operation): FailureError {
  return new FailureError({ kind: 'unexpectedAnswer', code: listTooLong, tenantId: clients.tenantId });
}

/** Without the default domain, each once; absent where there is none. */
function furtherDomains(value: unknown, defaultDomain: string | undefined): Pick<TenantInfo, 'domains'> {
  const domains = Array.isArray(value) ? value.map(asDomain).filter((domain) => domain !== undefined) : [];
  const further = [...new Set(domains)].filter((domain) => domain.toLowerCase() !== defaultDomain?.toLowerCase());
  return further.length > 0 ? { domains: further } : {};
}

function asDomain(value: unknown): string | undefined {
  const domain = asText(value);
  return domain !== undefined && domain.length <= longestDomain ? domain : undefined;
}

function readTenant(entry: JsonObject): { readonly id: string; readonly value: TenantInfo } | undefined {
  const tenantId = asGuid(entry['tenantId']);
  if (tenantId === undefined) {
    return undefined;
  }
  const defaultDomain = asDomain(entry['defaultDomain']);
  return {
    id: tenantId,
    value: {
      tenantId,
      displayName: asName(entry['displayName']),
      defaultDomain,
      ...furtherDomains(entry['domains'], defaultDomain),
      category: asName(entry['tenantCategory']),
      countryCode: asName(entry['countryCode']),
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
    (options) => operation.clients.subscriptions.tenants.list(options).byPage(),
    readTenant,
    found,
  );
}

function readSubscription(
  entry: JsonObject,
  tokenTenant: string | undefined,
  leaveOut: (what: string) => void,
): { readonly id: string; readonly value: Subscription } | undefined {
  const subscriptionId = asId(entry['subscriptionId']);
  const tenantId = asText(entry['tenantId']) === undefined ? tokenTenant : asGuid(entry['tenantId']);
  if (subscriptionId === undefined || tenantId === undefined) {
    return undefined;
  }
  return {
    id: subscriptionId,
    value: {
      subscriptionId,
      displayName: asName(entry['displayName']),
      tenantId,
      state: asName(entry['state']),
      quotaId: asName(asObject(entry['subscriptionPolicies'])?.['quotaId']),
      managedByTenantIds: managersOf(entry['managedByTenants'], leaveOut),
    },
  };
}

function managersOf(value: unknown, leaveOut: (what: string) => void): readonly string[] | undefined {
  if (!Array.isArray(value)) {
    return undefined;
  }
  return value.flatMap((manager) => {
    const id = asGuid(asObject(manager)?.['tenantId']);
    if (id === undefined) {
      leaveOut('managing tenant');
    }
    return id ?? [];
  });
}

/** Of the tenant that the token belongs to, those projected into it included. In the order of the service. */
export async function listSubscriptions(operation: Operation): Promise<readonly Subscription[]> {
  const { clients } = operation;
  return everyEntry(
    operation,
    'subscription',
    (options) => clients.subscriptions.subscriptions.list(options).byPage(),
    (entry, leaveOut) => readSubscription(entry, clients.tenantId, leaveOut),
  );
}
