/** What a service principal does at the served sandbox through the product's own pipeline, and what becomes of it. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ClientSecretCredential } from '@azure/identity';
import { afterEach, describe, it } from 'mocha';
import { connect } from '../../../src/azure/connect.ts';
import { sampleAppIds, sampleSecret, sampleServicePrincipalId } from '../../../src/sandbox/scenario/applications.ts';
import { guidOf } from '../../../src/sandbox/scenario/guid.ts';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import { sampleObjectId, sampleTenantIds } from '../../../src/sandbox/scenario/scenario.ts';
import { Emitter } from '../../../src/shared/async/emitter.ts';
import type { IdentitySource } from '../../../src/shared/ports/identitySource.ts';
import { failed, success } from '../../../src/shared/model/outcome.ts';
import {
  serveSandbox,
  type ServedSandbox,
  type ServeSandboxOptions,
} from '../../../scripts/sandboxServer/serveSandbox.ts';
import { never, valueOf } from '../azure/support/recorded.ts';
import { authorityOf, cloudOf, scopeOf, trusting } from './support/client.ts';

const { contoso, fabrikam } = samplePartnerIds;
const { northwind, tailspin, woodgrove } = sampleTenantIds;
const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

describe('a service principal over the wire', function () {
  // Each serves a sandbox of its own, and makes its keys.
  this.timeout(60_000);

  const open: ServedSandbox[] = [];

  async function serve(options?: ServeSandboxOptions): Promise<ServedSandbox> {
    const served = await serveSandbox(options);
    open.push(served);
    return served;
  }

  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()));
  });

  /** The product's pipeline, with a credential for each tenant. */
  function connectAs(served: ServedSandbox) {
    const { appId, secret } = served.servicePrincipal(sampleAppIds.automation);
    const source: IdentitySource = {
      onDidChange: new Emitter<void>().event,
      dispose: () => {},
      owns: () => true,
      list: async () => success([]),
      signIn: async () => failed({ kind: 'cancelled' }),
      token: async (_, { tenantId = sampleTenantIds.contoso }) => {
        const credential = new ClientSecretCredential(tenantId, appId, secret, authorityOf(served));
        const { token, expiresOnTimestamp } = await credential.getToken(scopeOf(served));
        return success({ token, expiresAt: expiresOnTimestamp });
      },
    };
    const httpClient = trusting(served.caPem);
    return connect({ cloud: cloudOf(served), sources: [source], httpClient, log: silent });
  }

  const ref = (tenantId: string) => ({ identity: 'principal', tenantId });

  it('links, changes and removes its own PAL, and nobody else’s', async () => {
    const served = await serve();
    const azure = connectAs(served);
    const own = sampleServicePrincipalId('automation', tailspin);
    const held = () => served.sandbox.record(tailspin, own);
    assert.equal(valueOf(await azure.readLink(ref(tailspin), never)), undefined);
    valueOf(await azure.createLink(ref(tailspin), contoso, never));
    assert.deepEqual([held()?.partnerId, held()?.active], [contoso, true]);
    valueOf(await azure.changeLink(ref(tailspin), fabrikam, never));
    assert.equal(held()?.partnerId, fabrikam);
    valueOf(await azure.removeLink(ref(tailspin), fabrikam, never));
    assert.equal(held()?.active, false);
    for (const other of [sampleObjectId('consultant', tailspin), sampleServicePrincipalId('tailspin', tailspin)]) {
      const record = served.sandbox.record(tailspin, other);
      assert.deepEqual([record?.partnerId, record?.active], [fabrikam, true]);
    }
  });

  it('is told its own directory only, and the subscriptions of each of its tenants', async () => {
    const served = await serve({ switches: { pageSize: 1 } });
    const azure = connectAs(served);
    const tenants = valueOf(await azure.tenants('principal', never));
    assert.deepEqual(
      tenants.map(({ tenantId }) => tenantId),
      [sampleTenantIds.contoso],
    );
    assert.equal(valueOf(await azure.subscriptions(ref(northwind), never)).length, 3);
    assert.equal(
      valueOf(await azure.principal(ref(northwind), never)).objectId,
      sampleServicePrincipalId('automation', northwind),
    );
  });

  it('reads an agreement and designates at the billing service', async () => {
    const served = await serve();
    const azure = connectAs(served);
    const core = guidOf('subscription woodgrove Woodgrove Core');
    const agreement = valueOf(await azure.readAgreement(ref(woodgrove), core, never));
    assert.equal(agreement.agreementType, 'EnterpriseAgreement');
    valueOf(await azure.setDpor(ref(woodgrove), core, contoso, never));
    assert.equal(served.sandbox.designated(core), contoso);
    const reading = valueOf(await azure.readDpor(ref(woodgrove), core, never));
    assert.match(JSON.stringify(reading), new RegExp(contoso));
    valueOf(await azure.removeDpor(ref(woodgrove), core, never));
    assert.equal(served.sandbox.designated(core), undefined);
  });

  it('finds what it left, when the sandbox is served from the same folder again', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'partner-link-folder-'));
    try {
      writeFileSync(path.join(folder, 'switches.json'), JSON.stringify({ tokenLatencyMs: 1 }));
      const first = await serve({ folder });
      valueOf(await connectAs(first).createLink(ref(northwind), contoso, never));
      await first.close();
      assert.ok(existsSync(first.caFile), 'the folder is the person’s');
      const second = await serve({ folder, switches: { pageSize: 7 } });
      assert.notEqual(second.caPem, first.caPem);
      assert.equal(valueOf(await connectAs(second).readLink(ref(northwind), never))?.partnerId, contoso);
      assert.deepEqual([second.sandbox.switches().tokenLatencyMs, second.sandbox.switches().pageSize], [1, 7]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('finds nobody where the sandbox was closed, and none of its keys', async () => {
    const served = await serve();
    await served.close();
    assert.ok(!existsSync(path.dirname(served.caFile)));
    const { failure } = (await connectAs(served).readLink(ref(northwind), never)) as { readonly failure?: unknown };
    assert.ok(failure);
  });

  it('is not let in to a server that nobody vouches for', async () => {
    const [served, other] = [await serve(), await serve()];
    const stranger = { ...served, caPem: other.caPem };
    const credential = new ClientSecretCredential(
      northwind,
      sampleAppIds.northwind,
      sampleSecret('northwind'),
      authorityOf(stranger),
    );
    await assert.rejects(credential.getToken(scopeOf(served)));
    assert.deepEqual(served.authorityRequests(), []);
  });

  it('cannot be served at a port that is taken', async () => {
    const served = await serve();
    await assert.rejects(serve({ port: Number(new URL(served.armOrigin).port) }), /EADDRINUSE/);
  });
});
