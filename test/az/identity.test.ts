/** The login of the real Azure CLI as an identity. */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { sampleAppIds, sampleServicePrincipalId } from '../../src/sandbox/scenario/applications.ts';
import { samplePartnerIds } from '../../src/sandbox/scenario/partners.ts';
import { sampleTenantIds } from '../../src/sandbox/scenario/scenario.ts';
import { never, wireOver, type Wire } from '../unit/azure/support/wire.ts';
import { openAzureCli, type AzureCli } from './azureCli.ts';

describe('The login of the Azure CLI itself', () => {
  const environment = process.env;
  let cli: AzureCli;
  let wire: Wire;

  before(async () => {
    cli = await openAzureCli();
    cli.served.sandbox.setSwitches({ unknowns: { adfsClaims: 'tenantAndObject' } });
    // The SDK starts `az` with the environment of this process.
    process.env = cli.env;
    wire = wireOver(cli.served);
  });

  after(async () => {
    process.env = environment;
    wire.azure.dispose();
    wire.adding.dispose();
    await cli.close();
  });

  it('says how to make it where there is none', async () => {
    const outcome = await wire.azure.addIdentity({ way: { kind: 'azureCli' } }, never);
    assert.deepEqual(outcome, { ok: false, failure: { kind: 'signInNeeded', tool: 'azureCli', tenantId: undefined } });
  });

  it('is whoever is logged in, with their tenant and link', async () => {
    await cli.signIn(sampleAppIds.tailspin);
    const outcome = await wire.azure.addIdentity({ way: { kind: 'azureCli' } }, never);
    assert.ok(outcome.ok, JSON.stringify(outcome));
    const { key, name, principal, objectId } = outcome.value;
    assert.deepEqual(
      [name, principal, objectId],
      [sampleAppIds.tailspin, 'servicePrincipal', sampleServicePrincipalId('tailspin', sampleTenantIds.tailspin)],
    );
    const link = await wire.azure.readLink({ identity: key, tenantId: sampleTenantIds.tailspin }, never);
    assert.equal(link.ok && link.value?.partnerId, samplePartnerIds.fabrikam);
  });
});
