/** The tenant of a token that names none, as AD FS issues them: the one that Azure Resource Manager lists for it. */
import { randomUUID } from 'node:crypto';
import { createClients, type ClientParts } from '../pipeline/clients.ts';
import type { CachedToken } from '../tokens/tenantTokens.ts';
import { listTenants } from './directory.ts';
import { FailureError } from '../errors/failureError.ts';

/** Throws where it is not exactly one: nobody could tell which tenant a write would go to. */
export async function adfsTenant(
  held: CachedToken,
  parts: Omit<ClientParts, 'credential'>,
  signal: AbortSignal,
): Promise<string> {
  const credential = {
    token: async () => held,
    // A fresh token would be another one than is asked about.
    answer: async () => held,
    another: async () => undefined,
    objectOf: () => held.claims.objectId,
    answered: () => undefined,
  };
  const clients = createClients({ ...parts, credential });
  const tenants = await listTenants({ clients, correlationId: randomUUID(), signal, log: parts.log });
  const [only] = tenants;
  if (!only || tenants.length > 1) {
    throw new FailureError({ kind: 'wrongTenant', code: 'TokenWithoutTenant', tenantId: parts.tenantId });
  }
  return only.tenantId;
}
