/** The Azure CLI itself, where it is installed, logged in to the served sandbox as a service principal through AD FS. */
import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { after, before, describe, it } from 'mocha';
import { sampleAppIds, sampleSecret, sampleServicePrincipalId } from '../../../src/sandbox/applications.ts';
import { sampleTenantIds } from '../../../src/sandbox/scenario.ts';
import { never, openWire, type Wire } from './wire.ts';

const hasAz = spawnSync('az', ['version'], { stdio: 'ignore' }).status === 0;

(hasAz ? describe : describe.skip)('The Azure CLI itself', function () {
  this.timeout(120_000);
  const environment = { ...process.env };
  let wire: Wire;
  let config: string;

  // Not spawnSync: the server that it asks runs in this process.
  const az = (...args: readonly string[]) => promisify(execFile)('az', args, { timeout: 60_000 });

  before(async () => {
    wire = await openWire({ switches: { authority: 'adfs', unknowns: { adfsClaims: 'tenantAndObject' } } });
    config = mkdtempSync(path.join(tmpdir(), 'partner-link-az-'));
    Object.assign(process.env, {
      AZURE_CONFIG_DIR: config,
      REQUESTS_CA_BUNDLE: wire.served.caFile,
      AZURE_CORE_COLLECT_TELEMETRY: 'no',
    });
    const { armOrigin, adfsAuthority } = wire.served;
    await az(
      'cloud',
      'register',
      '-n',
      'Served',
      '--endpoint-resource-manager',
      armOrigin,
      '--endpoint-active-directory',
      adfsAuthority,
      '--endpoint-active-directory-resource-id',
      armOrigin,
      '--endpoint-active-directory-graph-resource-id',
      armOrigin,
      '--endpoint-management',
      armOrigin,
    );
    await az('cloud', 'set', '-n', 'Served');
  });

  after(async () => {
    process.env = environment;
    await wire.close();
    rmSync(config, { recursive: true });
  });

  it('that nobody is logged in to says so', async () => {
    const outcome = await wire.azure.addIdentity({ way: { kind: 'azureCli' } }, never);
    assert.ok(!outcome.ok);
    assert.deepEqual(
      [outcome.failure.kind, outcome.failure.tool, outcome.failure.code],
      ['signInNeeded', 'azureCli', undefined],
    );
  });

  it('brings the identity that it is logged in as, with its tenant and link', async () => {
    await az(
      'login',
      '--service-principal',
      '-u',
      sampleAppIds.tailspin,
      '-p',
      sampleSecret('tailspin'),
      '--tenant',
      sampleTenantIds.tailspin,
    );
    const outcome = await wire.azure.addIdentity({ way: { kind: 'azureCli' } }, never);
    assert.ok(outcome.ok, JSON.stringify(outcome));
    assert.deepEqual(
      [outcome.value.name, outcome.value.principal, outcome.value.objectId],
      [sampleAppIds.tailspin, 'servicePrincipal', sampleServicePrincipalId('tailspin', sampleTenantIds.tailspin)],
    );
    const link = await wire.azure.readLink({ identity: outcome.value.key, tenantId: sampleTenantIds.tailspin }, never);
    assert.equal(link.ok && link.value?.partnerId, '6203519');
  });
});
