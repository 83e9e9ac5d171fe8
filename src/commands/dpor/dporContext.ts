/** What a plan of DPORs needs to know: names, what Azure told in this session, and whether the portal's service takes this client. */
import type { DporPlanContext } from '../../operations/dporPlan.ts';
import { planContext } from '../../operations/planContext.ts';
import type { Session } from '../../session.ts';

export async function dporContext(session: Session): Promise<DporPlanContext> {
  const azure = await session.azure();
  return {
    ...planContext(session.store, (tenant, subscriptionId) => session.dpor.wasTold({ tenant, subscriptionId })),
    portalService: azure.portalService(),
  };
}
