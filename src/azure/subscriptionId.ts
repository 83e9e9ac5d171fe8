import type { Operation } from './operation.ts';
import { FailureError } from './thrown.ts';

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Anything but a GUID would change the path or the query that a request goes to; nothing is sent then. */
export function insistOnSubscriptionId(subscriptionId: string, { clients, correlationId }: Operation): void {
  if (!guid.test(subscriptionId)) {
    throw new FailureError({
      kind: 'unexpectedAnswer',
      code: 'NotASubscriptionId',
      tenantId: clients.tenantId,
      correlationId,
    });
  }
}
