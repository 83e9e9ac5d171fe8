import { describe, it } from 'mocha';
import { azureCloud } from '../../../src/azure/clouds/cloud.ts';
import { connect } from '../../../src/azure/connect.ts';
import { Scanner } from '../../../src/estate/scan/scanner.ts';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import { createSandbox } from '../../../src/sandbox/sandbox.ts';
import { sampleTenantIds } from '../../../src/sandbox/scenario/scenario.ts';
import type { SwitchesChange } from '../../../src/sandbox/switches/switches.ts';
import { goldenIn } from '../support/golden.ts';
import { noon, TestEstate } from './support/estate.ts';
import { renderTree } from './support/render.ts';
import { silent } from '../support/logs.ts';

const assertGolden = goldenIn(import.meta.dirname);

async function rendered(switches: SwitchesChange, hidden: readonly string[] = []): Promise<string> {
  const estate = new TestEstate();
  estate.own = [{ id: samplePartnerIds.contoso, label: 'Contoso Consulting' }];
  hidden.forEach((tenantId) => estate.mark(tenantId, 'hidden'));
  const sandbox = createSandbox({ switches });
  const azure = connect({
    cloud: azureCloud,
    sources: [sandbox.identities],
    httpClient: sandbox.httpClient,
    log: silent,
  });
  const scanner = new Scanner({
    azure: () => Promise.resolve(azure),
    store: estate.store,
    log: silent,
    clock: { now: () => noon },
  });
  await scanner.scanAll();
  const model = estate.model('sandbox');
  // The stand-in makes up request IDs as it goes.
  const text = renderTree(model, { tooltips: true }).replace(/Request ID: .*/g, 'Request ID: …');
  await scanner.dispose();
  azure.dispose();
  sandbox.dispose();
  return text;
}

describe('The sample data, scanned through the real SDKs', () => {
  it('is rendered as it was looked at', async () => {
    assertGolden('scenario.txt', await rendered({}));
  });

  it('shows customers of Azure Lighthouse: covered, or with a link of their own for a guest', async () => {
    const { contoso, coho, fourthCoffee } = sampleTenantIds;
    const others = Object.values(sampleTenantIds).filter((id) => ![contoso, coho, fourthCoffee].includes(id));
    assertGolden('lighthouse.txt', await rendered({ projectedTenants: true }, others));
  });
});
