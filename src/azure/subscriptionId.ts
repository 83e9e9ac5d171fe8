import { isGuid } from '../shared/guid.ts';
import type { Operation } from './operation.ts';
import { FailureError } from './thrown.ts';

/** Anything but a GUID would change the path or the query that a request goes to; nothing is sent then. */
export function insistOnSubscriptionId(subscriptionId: string, { clients, correlationId }: Operation): void {
  if (!isGuid(subscriptionId.toLowerCase())) {
    throw new FailureError({
      kind: 'unexpectedAnswer',
      code: 'NotASubscriptionId',
      tenantId: clients.tenantId,
      correlationId,
    });
  }
}
