/** The estate and the plan that windows are killed over. */
import type { HttpClient } from '@azure/core-rest-pipeline';
import { azureCloud } from '../../../src/azure/clouds/cloud.ts';
import { connect } from '../../../src/azure/connect.ts';
import { planMixed } from '../../../src/operations/plan/dporPlan.ts';
import type { Plan } from '../../../src/operations/plan/plan.ts';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import { createSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { Session } from '../../../src/session/session.ts';
import { Emitter } from '../../../src/shared/async/emitter.ts';
import { success } from '../../../src/shared/model/outcome.ts';
import { enterprise } from '../acts.ts';

const tenants = 3;

/** The same one in each process: its tokens count in all of them. */
export function sandboxOfKill(seed: number): Sandbox {
  return createSandbox({
    switches: {
      scenario: {
        kind: 'generated',
        tenants,
        subscriptionsPerTenant: 2,
        linkedShare: (seed % 4) / 4,
        designatedShare: (seed % 3) / 3,
      },
    },
  });
}

export function openVictim(folder: string, windowId: string, seed: number, httpClient: HttpClient): Session {
  const silent = (): void => {};
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  const changes = new Emitter<void>();
  return new Session({
    mode: 'azure',
    folder,
    windowId,
    log,
    ownPartnerIds: {
      list: () => [],
      save: () => Promise.resolve(success(undefined)),
      onDidChange: changes.event,
      dispose: () => changes.dispose(),
    },
    connect: async () => connect({ cloud: azureCloud, sources: [sandboxOfKill(seed).identities], httpClient, log }),
    refreshAfterHours: () => 0,
    runConcurrency: () => 2,
    dporMode: { get: () => 'portalService', set: () => Promise.resolve(success(undefined)) },
  });
}

/** Every link and every DPOR becomes this partner's. */
export function planOfKill(session: Session): Plan {
  const rows = session.store.allTenants();
  const intent = { kind: 'link', partnerId: samplePartnerIds.proseware } as const;
  return planMixed(rows, enterprise(rows), intent, session.planContext());
}
