import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { rootCertificates } from 'node:tls';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import type { HttpClient } from '@azure/core-rest-pipeline';
import { serveSandbox, type ServedSandbox } from '../../../../scripts/sandboxServer/serveSandbox.ts';
import { AddedIdentities } from '../../../../src/azure/identities/addedIdentities.ts';
import type { Azure } from '../../../../src/shared/ports/azure.ts';
import type { Cloud } from '../../../../src/azure/clouds/cloud.ts';
import { connect } from '../../../../src/azure/connect.ts';
import { readCloud } from '../../../../src/azure/api/readCloud.ts';
import { httpClientTrusting } from '../../../../src/azure/http/trustedCertificates.ts';
import { sampleAppIds, sampleServicePrincipalId } from '../../../../src/sandbox/scenario/applications.ts';
import { samplePartnerIds } from '../../../../src/sandbox/scenario/partners.ts';
import type { Failure } from '../../../../src/shared/model/failure.ts';
import { failureSentence } from '../../../../src/shared/text/failureText.ts';
import type { NewIdentity } from '../../../../src/shared/model/knownIdentity.ts';
import type { IdentityKey } from '../../../../src/shared/model/model.ts';
import type { Outcome } from '../../../../src/shared/model/outcome.ts';
import { eventually } from '../../../e2e/support/eventually.ts';
import { RememberedIdentities, RememberedSecrets } from '../support/remembered.ts';
import { automation, never, trusting } from '../support/wire.ts';
import { failureOf, valueOf } from '../../support/outcomes.ts';

const log = { debug: silent, info: silent, warn: silent, error: silent };

function silent(): void {
  // Nobody reads it.
}

describe('A custom cloud, over the wire', function () {
  this.timeout(30_000);
  let served: ServedSandbox;
  let httpClient: HttpClient;
  let azure: Azure | undefined;

  before(async () => {
    served = await serveSandbox();
    httpClient = trusting(served);
  });

  beforeEach(() => {
    served.sandbox.setSwitches({ authority: 'entra', unknowns: { adfsClaims: 'none' }, faults: [] });
  });

  afterEach(() => {
    azure?.dispose();
    azure = undefined;
  });

  after(async () => {
    await served.close();
  });

  const asked = (address = served.armOrigin): Promise<Outcome<Cloud>> => readCloud(address, { httpClient, log }, never);

  /** By the address of its Azure Resource Manager alone, with the automation's service principal. */
  async function connected(): Promise<{
    readonly azure: Azure;
    readonly identity: IdentityKey;
    readonly tenantId: string;
  }> {
    const { azure: made } = await opened();
    const { secret, homeTenantId } = served.servicePrincipal(sampleAppIds.automation);
    const { key } = valueOf(await made.addIdentity(automation({ served }, { kind: 'secret' }, secret), never));
    return { azure: made, identity: key, tenantId: homeTenantId };
  }

  /** With nobody added yet, unless `known` and `secrets` say otherwise. */
  async function opened(known = new RememberedIdentities(), secrets = new RememberedSecrets()) {
    azure?.dispose();
    const cloud = valueOf(await asked());
    const adding = new AddedIdentities({ cloud, known, secrets, httpClient, log });
    const made = connect({ cloud, sources: [], adding, httpClient, log });
    azure = made;
    return { azure: made, known, secrets };
  }

  /** The automation's service principal by its client ID alone. */
  function withoutTenant(secret: string): NewIdentity {
    const way = {
      kind: 'servicePrincipal',
      clientId: sampleAppIds.automation,
      credential: { kind: 'secret' },
    } as const;
    return { way, secret };
  }

  it('is known by the address of its Azure Resource Manager alone', async () => {
    const { host } = new URL(served.armOrigin);
    assert.deepEqual(valueOf(await asked(` ${served.armOrigin}/ `)), {
      arm: served.armOrigin,
      authority: served.authority,
      kind: 'entra',
      portal: `https://${host}/portal`,
      scope: 'https://management.core.windows.net/.default',
    });
  });

  it('is linked end to end with a service principal: metadata, authority, token, link', async () => {
    const { azure: made, identity, tenantId } = await connected();
    const tenant = { identity, tenantId };
    const before = valueOf(await made.readLink(tenant, never));
    if (before) {
      valueOf(await made.removeLink(tenant, before.partnerId, never));
    }
    const answer = valueOf(await made.createLink(tenant, samplePartnerIds.contoso, never));
    assert.equal(answer.byAnswer, undefined, 'the token says whose it is');
    assert.equal(valueOf(await made.readLink(tenant, never))?.partnerId, samplePartnerIds.contoso);
    assert.equal(made.portalService(), 'notAvailableInCloud', 'no address of a billing service is known there');
  });

  it('with AD FS has its tenant from the list of tenants, and its writes verified by their answers', async () => {
    served.sandbox.setSwitches({ authority: 'adfs' });
    const { kind, authority } = valueOf(await asked());
    assert.deepEqual([kind, authority], ['adfs', served.adfsAuthority]);
    const { azure: made, identity, tenantId } = await connected();
    assert.deepEqual(
      valueOf(await made.tenants(identity, never)).map((tenant) => tenant.tenantId),
      [tenantId],
    );
    const tenant = { identity, tenantId };
    const before = valueOf(await made.readLink(tenant, never));
    if (before) {
      valueOf(await made.removeLink(tenant, before.partnerId, never));
    }
    const answer = valueOf(await made.createLink(tenant, samplePartnerIds.contoso, never));
    assert.equal(answer.byAnswer, true);
    assert.equal(answer.link?.objectId, sampleServicePrincipalId('automation', tenantId));
    assert.equal(valueOf(await made.readLink(tenant, never))?.partnerId, samplePartnerIds.contoso);
    assert.ok(served.authorityRequests().some((request) => request.kind === 'adfsToken'));
  });

  it('with AD FS needs no tenant ID to add an identity, to list it, to sign in again and to remove it', async () => {
    served.sandbox.setSwitches({ authority: 'adfs' });
    const { secret, homeTenantId } = served.servicePrincipal(sampleAppIds.automation);
    const { azure: made, known, secrets } = await opened();
    const wrong = failureOf(await made.addIdentity(withoutTenant('wrong'), never));
    assert.deepEqual([wrong.kind, wrong.tenantId, known.added()], ['credentialRefused', undefined, []]);
    const identity = valueOf(await made.addIdentity(withoutTenant(secret), never));
    assert.equal(identity.key, `servicePrincipal:${sampleAppIds.automation}`);
    assert.equal(identity.homeTenantId, undefined, 'its tenant is what Azure lists for it');
    const tenants = valueOf(await made.tenants(identity.key, never));
    assert.deepEqual(
      tenants.map((tenant) => tenant.tenantId),
      [homeTenantId],
    );
    const after = (await opened(known, secrets)).azure;
    assert.deepEqual(valueOf(await after.identities(never)), [{ identity, state: { kind: 'ready' } }]);
    assert.equal(valueOf(await after.signIn({ kind: 'account', identity: identity.key })).key, identity.key);
    const tenant = { identity: identity.key, tenantId: homeTenantId };
    assert.ok((await after.readLink(tenant, never)).ok);
    valueOf(await after.removeIdentity(identity.key));
    assert.deepEqual([known.added(), secrets.kept.size], [[], 0]);
    assert.equal(failureOf(await after.readLink(tenant, never)).code, 'IdentityGone');
  });

  it('that went over from AD FS to Microsoft Entra says that its identities need a tenant now', async () => {
    served.sandbox.setSwitches({ authority: 'adfs' });
    const { secret, homeTenantId } = served.servicePrincipal(sampleAppIds.automation);
    const { azure: made, known, secrets } = await opened();
    const { key } = valueOf(await made.addIdentity(withoutTenant(secret), never));
    served.sandbox.setSwitches({ authority: 'entra' });
    const after = (await opened(known, secrets)).azure;
    const failure = failureOf(await after.tenants(key, never));
    assert.match(
      failureSentence(failure),
      /added without a tenant ID, which this cloud needs: add the identity again\.$/,
    );
    const tenant = { identity: key, tenantId: homeTenantId };
    assert.ok((await after.readLink(tenant, never)).ok, 'where the tenant is known, it goes on');
  });

  it('with AD FS refuses another tenant than the one that Azure lists for the token', async () => {
    served.sandbox.setSwitches({ authority: 'adfs' });
    const { azure: made, identity } = await connected();
    const [other] = served
      .servicePrincipal(sampleAppIds.automation)
      .tenants.filter(({ tenantId }) => tenantId !== served.servicePrincipal(sampleAppIds.automation).homeTenantId);
    assert.ok(other);
    const failure = failureOf(
      await made.createLink({ identity, tenantId: other.tenantId }, samplePartnerIds.contoso, never),
    );
    assert.deepEqual(
      [failure.kind, failure.code, failure.mayHaveHappened],
      ['wrongTenant', 'TokenOfAnotherTenant', undefined],
    );
  });

  it('with AD FS takes an answer of another object than the first one for somebody else’s', async () => {
    served.sandbox.setSwitches({ authority: 'adfs' });
    const { azure: made, identity, tenantId } = await connected();
    const tenant = { identity, tenantId };
    const link =
      valueOf(await made.readLink(tenant, never)) ??
      valueOf(await made.createLink(tenant, samplePartnerIds.contoso, never)).link;
    assert.ok(link?.objectId);
    served.sandbox.setSwitches({
      faults: [{ match: { pathIncludes: '/partners' }, answer: { kind: 'wrongTenantAnswer' } }],
    });
    const failure = failureOf(await made.readLink(tenant, never));
    assert.deepEqual([failure.kind, failure.code], ['wrongTenant', 'AnswerOfAnotherTenant']);
  });

  it('with an AD FS whose tokens say whose they are needs no answer for that', async () => {
    served.sandbox.setSwitches({ authority: 'adfs', unknowns: { adfsClaims: 'tenantAndObject' } });
    const { azure: made, identity, tenantId } = await connected();
    const tenant = { identity, tenantId };
    const before = valueOf(await made.readLink(tenant, never));
    const write = before ? 'changeLink' : 'createLink';
    const answer = valueOf(await made[write](tenant, samplePartnerIds.proseware, never));
    assert.equal(answer.byAnswer, undefined);
  });

  it('is told apart from what is none, each with what to do', async () => {
    for (const [text, code] of [
      ['http://127.0.0.1', 'NotHttps'],
      ['127.0.0.1', 'NotAnAddress'],
      [`${served.armOrigin}/subscriptions`, 'NotAnAddress'],
    ] as const) {
      const failure = failureOf(await asked(text));
      assert.deepEqual([failure.kind, failure.code], ['cloudUnusable', code]);
    }
    served.sandbox.setSwitches({ faults: [{ match: { pathIncludes: '/metadata' }, answer: { kind: 'html' } }] });
    assert.equal(failureOf(await asked()).code, 'NoMetadata');
    served.sandbox.setSwitches({
      faults: [{ match: { pathIncludes: '/metadata' }, answer: { kind: 'status', status: 404 } }],
    });
    assert.match(failureSentence(failureOf(await asked())), /Nothing at this address describes a cloud/);
    served.sandbox.setSwitches({
      faults: [{ match: { pathIncludes: '/metadata' }, answer: { kind: 'status', status: 503 } }],
    });
    assert.equal(failureOf(await asked()).kind, 'serviceError');
    served.sandbox.setSwitches({ faults: [{ match: { pathIncludes: '/metadata' }, answer: { kind: 'offline' } }] });
    assert.equal(failureOf(await asked()).kind, 'offline');
  });

  it('that knows only the oldest version of its description is asked for that', async () => {
    served.sandbox.setSwitches({
      faults: [{ match: { pathIncludes: 'api-version=2022-09-01' }, answer: { kind: 'status', status: 400 } }],
    });
    assert.equal(valueOf(await asked()).authority, served.authority);
  });

  it('that does not answer can be given up', async () => {
    served.sandbox.setSwitches({ faults: [{ match: { pathIncludes: '/metadata' }, answer: { kind: 'hang' } }] });
    const giveUp = new AbortController();
    const before = served.authorityRequests().length;
    const asking = readCloud(served.armOrigin, { httpClient, log }, giveUp.signal);
    await eventually(() => assert.equal(served.authorityRequests().length, before + 1, 'it was asked'));
    giveUp.abort();
    assert.equal(failureOf(await asking).kind, 'cancelled');
  });
});

describe('Certificates of a private authority', function () {
  this.timeout(30_000);
  let served: ServedSandbox;
  let folder: string;

  before(async () => {
    served = await serveSandbox();
    folder = await mkdtemp(path.join(tmpdir(), 'partner-link-trust-'));
  });

  after(async () => {
    await served.close();
    await rm(folder, { recursive: true });
  });

  async function file(name: string, text: string): Promise<string> {
    const where = path.join(folder, name);
    await writeFile(where, text);
    return where;
  }

  const asked = async (caFile: string | undefined, systemCertificates = true): Promise<Outcome<Cloud>> => {
    const client = await httpClientTrusting({ ...(caFile !== undefined && { caFile }), systemCertificates });
    return client.ok ? readCloud(served.armOrigin, { httpClient: client.value, log }, never) : client;
  };

  it('are not trusted by themselves, and the failure says where to name them', async () => {
    const failure = failureOf(await asked(undefined));
    assert.equal(failure.kind, 'proxyOrCertificate');
    assert.match(failureSentence(failure), /partnerLink\.caFile/);
  });

  it('are trusted where their file is named, with or without what the machine trusts', async () => {
    assert.ok((await asked(served.caFile)).ok);
    assert.ok((await asked(served.caFile, false)).ok);
  });

  it('may stand among other certificates and text', async () => {
    const [other = ''] = rootCertificates;
    const bundle = await file('bundle.pem', `# our authorities\n${other}\nand\n${served.caPem}`);
    assert.ok((await asked(bundle)).ok);
  });

  it('are named by a file that must be there and hold a certificate', async () => {
    for (const [caFile, code] of [
      [path.join(folder, 'missing.pem'), 'CaFileMissing'],
      ['ca.pem', 'CaFileMissing'],
      [await file('empty.pem', ''), 'CaFileNotPem'],
      [await file('broken.pem', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'), 'CaFileNotPem'],
    ] as const) {
      const failure = failureOf(await asked(caFile));
      assert.deepEqual([failure.kind, failure.code], ['cloudUnusable', code], caFile);
    }
  });

  it('of another authority help nothing', async () => {
    const [other = ''] = rootCertificates;
    const kept = await file('other.pem', other);
    assert.equal(failureOf(await asked(kept)).kind, 'proxyOrCertificate');
  });

  it('are never done without: plain http is not even asked', async () => {
    let requests = 0;
    const server = createServer((_, response) => {
      requests += 1;
      response.end('{}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    assert.ok(typeof address === 'object' && address);
    const outcome = await readCloud(
      `http://127.0.0.1:${String(address.port)}`,
      { httpClient: trusting(served), log },
      never,
    );
    server.close();
    assert.deepEqual([failureOf(outcome).code, requests], ['NotHttps', 0]);
  });
});
