import { isGuid } from '../../shared/model/guid.ts';
import type { Operation } from '../pipeline/operation.ts';
import { FailureError } from '../errors/failureError.ts';

/** Anything but a GUID would change the path or the query that a request goes to; nothing is sent then. */
export function assertSubscriptionId(subscriptionId: string, { clients, correlationId }: Operation): void {
  if (!isGuid(subscriptionId.toLowerCase())) {
    throw new FailureError({
      kind: 'unexpectedAnswer',
      code: 'NotASubscriptionId',
      tenantId: clients.tenantId,
      correlationId,
    });
  }
}
