import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'mocha';
import { sampleAppIds, sampleServicePrincipalId } from '../../../../src/sandbox/scenario/applications.ts';
import { sampleTenantIds } from '../../../../src/sandbox/scenario/scenario.ts';
import type { Failure } from '../../../../src/shared/model/failure.ts';
import { failureSentence } from '../../../../src/shared/text/failureText.ts';
import type { NewIdentity } from '../../../../src/shared/model/knownIdentity.ts';
import type { Identity } from '../../../../src/shared/model/model.ts';
import { automation, never, openWire, type Wire } from '../support/wire.ts';
import { clockAt } from '../../support/manualClock.ts';

describe('A service principal, over the wire', function () {
  this.timeout(30_000);
  let wire: Wire;
  let folder: string;
  /** Milliseconds; tokens made in the same second are the same. */
  let servedAhead = 0;

  before(async () => {
    wire = await openWire({ clock: clockAt(() => Date.now() + servedAhead) });
    folder = await mkdtemp(path.join(tmpdir(), 'partner-link-credentials-'));
  });

  beforeEach(async () => {
    wire.served.sandbox.setSwitches({ faults: [] });
    wire.ahead = 0;
    servedAhead = 0;
    wire.secrets.broken = false;
    wire.secrets.settable = Infinity;
    wire.known.saving = { ok: true, value: undefined };
    for (const { identity } of wire.known.added()) {
      await wire.azure.removeIdentity(identity.key);
    }
  });

  after(async () => {
    await wire.close();
    await rm(folder, { recursive: true });
  });

  const principal = () => wire.served.servicePrincipal(sampleAppIds.automation);
  const withSecret = (secret = principal().secret): NewIdentity => automation(wire, { kind: 'secret' }, secret);

  async function file(name: string, content: string): Promise<string> {
    const where = path.join(folder, name);
    await writeFile(where, content);
    return where;
  }

  async function added(what: NewIdentity): Promise<Identity> {
    const outcome = await wire.azure.addIdentity(what, never);
    assert.ok(outcome.ok, JSON.stringify(outcome));
    return outcome.value;
  }

  async function refused(what: NewIdentity): Promise<Failure> {
    const outcome = await wire.azure.addIdentity(what, never);
    assert.ok(!outcome.ok, JSON.stringify(outcome));
    assert.deepEqual(wire.known.added(), [], 'nothing is remembered of it');
    assert.equal(wire.secrets.kept.size, 0, 'nor is its secret kept');
    return outcome.failure;
  }

  it('says who it is by its own token, and not by what was typed', async () => {
    const identity = await added(withSecret());
    const { homeTenantId, appId } = principal();
    const objectId = sampleServicePrincipalId('automation', homeTenantId);
    assert.deepEqual(identity, {
      key: `servicePrincipal:${homeTenantId}.${objectId}`,
      kind: 'servicePrincipal',
      name: appId,
      objectId,
      homeTenantId,
      principal: 'servicePrincipal',
    });
  });

  it('signs in with a secret, which is kept in the secret storage and nowhere else', async () => {
    const identity = await added(withSecret());
    assert.deepEqual([...wire.secrets.kept], [[identity.key, principal().secret]]);
    assert.ok(!JSON.stringify(wire.known.added()).includes(principal().secret));
  });

  it('signs in with a certificate and with a federated token, both left in their files', async () => {
    const { certificate, federation } = principal();
    assert.ok(certificate && federation);
    await added(automation(wire, { kind: 'certificate', path: certificate.file }));
    await added(automation(wire, { kind: 'federated', path: await file('token', await federation.assertion()) }));
    assert.equal(wire.secrets.kept.size, 0);
  });

  it('is told its own directory only, and has a token of its own in each tenant that it is asked for', async () => {
    const identity = await added(withSecret());
    const tenants = await wire.azure.tenants(identity.key, never);
    assert.ok(tenants.ok);
    assert.deepEqual(
      tenants.value.map(({ tenantId }) => tenantId),
      [principal().homeTenantId],
    );
    const elsewhere = await wire.azure.principal(
      { identity: identity.key, tenantId: sampleTenantIds.northwind },
      never,
    );
    assert.deepEqual(elsewhere, {
      ok: true,
      value: {
        tenantId: sampleTenantIds.northwind,
        objectId: sampleServicePrincipalId('automation', sampleTenantIds.northwind),
      },
    });
  });

  it('links, reads and removes its own link, which the portal cannot', async () => {
    const identity = await added(withSecret());
    const tenant = { identity: identity.key, tenantId: sampleTenantIds.northwind };
    assert.deepEqual(await wire.azure.readLink(tenant, never), { ok: true, value: undefined });
    const linked = await wire.azure.createLink(tenant, '4810337', never);
    assert.ok(linked.ok);
    const read = await wire.azure.readLink(tenant, never);
    assert.ok(read.ok);
    assert.equal(read.value?.objectId, sampleServicePrincipalId('automation', tenant.tenantId));
    const removed = await wire.azure.removeLink(tenant, '4810337', never);
    assert.ok(removed.ok, JSON.stringify([removed, wire.log.slice(-8)]));
  });

  it('shares one request for a token among all that want the same, and keeps it in memory', async () => {
    const identity = await added(withSecret());
    const tenant = { identity: identity.key, tenantId: sampleTenantIds.alpine };
    const before = wire.served.authorityRequests().filter(({ kind }) => kind === 'token').length;
    await Promise.all(Array.from({ length: 10 }, () => wire.azure.principal(tenant, never)));
    await wire.azure.readLink(tenant, never);
    assert.equal(wire.served.authorityRequests().filter(({ kind }) => kind === 'token').length, before + 1);
  });

  it('answers a claims challenge by itself', async () => {
    const identity = await added(withSecret());
    wire.served.sandbox.setSwitches({
      faults: [{ match: { pathIncludes: '/partners' }, times: 1, answer: { kind: 'claimsChallenge' } }],
    });
    const read = await wire.azure.readLink({ identity: identity.key, tenantId: sampleTenantIds.northwind }, never);
    assert.ok(read.ok, JSON.stringify(read));
  });

  it('has one new token made where Azure refuses the one that it remembers, and reads on with it', async () => {
    const identity = await added(withSecret());
    const tenant = { identity: identity.key, tenantId: sampleTenantIds.northwind };
    assert.ok((await wire.azure.readLink(tenant, never)).ok);
    const tokens = (): number => wire.served.authorityRequests().filter(({ kind }) => kind === 'token').length;
    const readings = (): number => wire.served.sandbox.requests().filter(({ method }) => method === 'GET').length;
    const expired = { kind: 'status', status: 401, code: 'ExpiredAuthenticationToken', message: 'Expired' } as const;
    const match = { pathIncludes: '/partners', method: 'GET' };

    const before = [tokens(), readings()] as const;
    wire.served.sandbox.setSwitches({ faults: [{ match, times: 1, answer: expired }] });
    servedAhead += 1_000;
    const read = await wire.azure.readLink(tenant, never);
    assert.ok(read.ok, JSON.stringify(read));
    assert.deepEqual([tokens() - before[0], readings() - before[1]], [1, 2]);

    const then = [tokens(), readings()] as const;
    wire.served.sandbox.setSwitches({ faults: [{ match, answer: expired }] });
    servedAhead += 1_000;
    const refused = await wire.azure.readLink(tenant, never);
    assert.deepEqual(!refused.ok && [refused.failure.kind, refused.failure.code], ['signInNeeded', expired.code]);
    assert.deepEqual([tokens() - then[0], readings() - then[1]], [1, 2], 'one more is tried, and no more than one');
  });

  it('is forgotten at once: its secret, its tokens, and that it was there', async () => {
    const identity = await added(withSecret());
    const tenant = { identity: identity.key, tenantId: sampleTenantIds.alpine };
    assert.ok((await wire.azure.readLink(tenant, never)).ok);
    await wire.azure.removeIdentity(identity.key);
    assert.equal(wire.secrets.kept.size, 0);
    assert.deepEqual(wire.known.added(), []);
    assert.deepEqual(await wire.azure.identities(never), { ok: true, value: [] });
    const read = await wire.azure.readLink(tenant, never);
    assert.equal(!read.ok && read.failure.kind, 'signInNeeded');
  });

  it('is not remembered where its secret cannot be kept', async () => {
    wire.secrets.broken = true;
    const outcome = await wire.azure.addIdentity(withSecret(), never);
    assert.ok(!outcome.ok);
    assert.match(failureSentence(outcome.failure), /secret storage of this computer/);
    assert.deepEqual(wire.known.added(), []);
  });

  it('says what to do where its secret is not on this machine', async () => {
    const identity = await added(withSecret());
    wire.secrets.kept.clear();
    const read = await wire.azure.readLink({ identity: identity.key, tenantId: sampleTenantIds.alpine }, never);
    assert.equal(!read.ok && read.failure.code, 'SecretMissing');
  });

  describe('that is added again', () => {
    const notSaved = { ok: false, failure: { kind: 'storageNotReadable', code: 'EACCES' } } as const;

    /** What it was added with first still signs in, asked for anew. */
    async function signsInAsBefore(identity: Identity, way: NewIdentity['way'], secret: string): Promise<void> {
      assert.deepEqual([...wire.secrets.kept], [[identity.key, secret]]);
      assert.deepEqual(wire.known.added(), [{ way, identity }]);
      const again = await wire.azure.signIn({ kind: 'account', identity: identity.key });
      assert.ok(again.ok, JSON.stringify(again));
      const read = await wire.azure.readLink({ identity: identity.key, tenantId: sampleTenantIds.alpine }, never);
      assert.ok(read.ok, JSON.stringify(read));
    }

    it('with a secret that cannot be kept, signs in with the one of before', async () => {
      const first = withSecret();
      const identity = await added(first);
      const { certificate } = principal();
      assert.ok(certificate);
      wire.secrets.settable = 0;
      const what = automation(wire, { kind: 'certificate', path: certificate.file }, 'password of the key');
      const outcome = await wire.azure.addIdentity(what, never);
      assert.equal(!outcome.ok && outcome.failure.code, 'SecretStorage');
      await signsInAsBefore(identity, first.way, principal().secret);
    });

    it('and cannot be saved, signs in with the secret of before', async () => {
      const first = withSecret();
      const identity = await added(first);
      const { certificate } = principal();
      assert.ok(certificate);
      wire.known.saving = notSaved;
      for (const password of ['password of the key', undefined]) {
        const what = automation(wire, { kind: 'certificate', path: certificate.file }, password);
        assert.deepEqual(await wire.azure.addIdentity(what, never), notSaved);
        await signsInAsBefore(identity, first.way, principal().secret);
      }
    });

    it('has the new secret once it is saved, and never neither', async () => {
      const identity = await added(withSecret());
      wire.secrets.kept.set(identity.key, 'a secret that has expired since');
      wire.known.saving = notSaved;
      assert.deepEqual(await wire.azure.addIdentity(withSecret(), never), notSaved);
      assert.deepEqual([...wire.secrets.kept.values()], ['a secret that has expired since']);
      wire.known.saving = { ok: true, value: undefined };
      await added(withSecret());
      assert.deepEqual([...wire.secrets.kept.values()], [principal().secret]);
    });

    it('and neither saved nor put back says so in the log, without the secret', async () => {
      const identity = await added(withSecret());
      wire.secrets.kept.set(identity.key, 'a secret that has expired since');
      wire.known.saving = notSaved;
      wire.secrets.settable = 1;
      assert.deepEqual(await wire.azure.addIdentity(withSecret(), never), notSaved);
      assert.match(wire.log.join('\n'), /The secret of before cannot be put back/);
      assert.ok(!wire.log.join('\n').includes('a secret that has expired since'));
    });
  });

  it('that cannot be saved leaves no secret behind', async () => {
    wire.known.saving = { ok: false, failure: { kind: 'storageNotWritable', code: 'ENOSPC' } };
    assert.equal((await wire.azure.addIdentity(withSecret(), never)).ok, false);
    assert.equal(wire.secrets.kept.size, 0);
    assert.deepEqual(wire.known.added(), []);
  });

  it('is asked with the credential that it was added with again', async () => {
    const identity = await added(withSecret());
    const { certificate } = principal();
    assert.ok(certificate);
    assert.equal(
      (await added(automation(wire, { kind: 'certificate', path: certificate.file }))).key,
      identity.key,
      'it is the same one',
    );
    assert.equal(wire.known.added().length, 1);
    assert.equal(wire.secrets.kept.size, 0, 'the secret of before is not kept any longer');
  });

  describe('that cannot sign in says why and what to do', () => {
    it('with a wrong secret', async () => {
      const failure = await refused(withSecret('not-the-secret'));
      assert.equal(failure.kind, 'credentialRefused');
      assert.equal(failure.code, 'AADSTS7000215');
      assert.match(failureSentence(failure), /The client secret is wrong: copy its value, not its ID/);
      assert.ok(failure.requestId && failure.correlationId, 'with the ids for Azure Support');
    });

    it('with an expired secret', async () => {
      const failure = await refused(withSecret(principal().expiredSecret));
      assert.match(failureSentence(failure), /The client secret has expired/);
    });

    it('in a tenant that has no such app', async () => {
      const { way } = withSecret();
      assert.ok(way.kind === 'servicePrincipal');
      const failure = await refused({ way: { ...way, clientId: sampleTenantIds.contoso }, secret: 'x' });
      assert.equal(failure.kind, 'appNotInTenant');
      assert.match(failureSentence(failure), /Check the client ID and the tenant ID/);
    });

    it('in a tenant that does not exist', async () => {
      const { way } = withSecret();
      assert.ok(way.kind === 'servicePrincipal');
      const tenantId = '99999999-9999-4999-8999-999999999999';
      const failure = await refused({ way: { ...way, tenantId }, secret: 'x' });
      assert.equal(failure.kind, 'tenantNotFound');
      assert.equal(failure.tenantId, tenantId);
    });

    it('in a tenant whose policy blocks it, and in one that wants more than a service principal can do', async () => {
      const identity = await added(withSecret());
      wire.served.sandbox.setSwitches({
        faults: [
          {
            match: { method: 'TOKEN', tenantId: sampleTenantIds.alpine },
            answer: { kind: 'tokenFails', failure: 'tenantBlocked' },
          },
          {
            match: { method: 'TOKEN', tenantId: sampleTenantIds.woodgrove },
            answer: { kind: 'tokenFails', failure: 'signInNeeded' },
          },
        ],
      });
      const ask = (tenantId: string) => wire.azure.readLink({ identity: identity.key, tenantId }, never);
      const [blocked, more] = [await ask(sampleTenantIds.alpine), await ask(sampleTenantIds.woodgrove)];
      assert.equal(!blocked.ok && blocked.failure.kind, 'tenantBlocked');
      assert.ok(!more.ok);
      assert.deepEqual([more.failure.kind, more.failure.code], ['credentialRefused', 'AADSTS50076']);
    });

    it('with a certificate that the app does not know', async () => {
      const { makeClientCertificate } = await import('../../../../scripts/sandboxServer/certificates.ts');
      const other = await makeClientCertificate('Another');
      const failure = await refused(
        automation(wire, { kind: 'certificate', path: await file('other.pem', `${other.certificate}${other.key}`) }),
      );
      assert.equal(failure.code, 'AADSTS700027');
      assert.match(failureSentence(failure), /does not know this certificate: upload it/);
    });

    it('with a certificate on a machine whose clock is wrong', async () => {
      const { certificate } = principal();
      assert.ok(certificate);
      const here = Date.now;
      // The SDK signs with the time of this machine.
      Date.now = () => here() - 3 * 3_600_000;
      try {
        const failure = await refused(automation(wire, { kind: 'certificate', path: certificate.file }));
        assert.equal(failure.kind, 'clockWrong');
        assert.match(failureSentence(failure), /set its clock/);
      } finally {
        Date.now = here;
      }
    });

    it('with a token from the future, or one that is over on arrival', async () => {
      for (const ahead of [-3_600_000, 2 * 3_600_000]) {
        wire.ahead = ahead;
        assert.equal((await refused(withSecret())).kind, 'clockWrong');
      }
    });

    it('with a federated token that is missing, empty, expired, or for somebody else', async () => {
      const { federation } = principal();
      assert.ok(federation);
      const from = (where: string): NewIdentity => automation(wire, { kind: 'federated', path: where });
      const expired = await federation.assertion({ exp: Math.floor(Date.now() / 1000) - 60 });
      const stranger = await federation.assertion({ sub: 'repo:somebody/else' });
      const missing = await refused(from(path.join(folder, 'none')));
      assert.deepEqual([missing.kind, missing.code], ['credentialUnusable', 'FederatedFileMissing']);
      assert.equal((await refused(from(await file('empty', ' \n')))).code, 'FederatedFileEmpty');
      assert.equal((await refused(from(await file('expired', expired)))).code, 'FederatedTokenExpired');
      const failure = await refused(from(await file('stranger', stranger)));
      assert.equal(failure.kind, 'credentialRefused');
      assert.match(failureSentence(failure), /no federated credential with the issuer, subject and audience/);
    });

    it('while the authority is down, answers with a web page, or breaks off', async () => {
      const fault = (answer: 'offline' | 'html' | 'cutOff'): void =>
        wire.served.sandbox.setSwitches({
          faults: [{ match: { pathIncludes: '/oauth2/v2.0/token' }, answer: { kind: answer } }],
        });
      fault('offline');
      assert.equal((await refused(withSecret())).kind, 'offline');
      fault('html');
      assert.equal((await refused(withSecret())).kind, 'notJson');
      fault('cutOff');
      assert.ok(['offline', 'cutOff'].includes((await refused(withSecret())).kind));
    });

    it('while the authority cannot be had at all', async () => {
      const other = await openWire();
      await other.served.close();
      const outcome = await other.azure.addIdentity(automation(other, { kind: 'secret' }, 'x'), never);
      assert.ok(!outcome.ok);
      assert.deepEqual([outcome.failure.kind, outcome.failure.code], ['offline', 'ECONNREFUSED']);
      await other.close().catch(() => undefined);
    });
  });

  it('may be slow, and be called off', async () => {
    wire.served.sandbox.setSwitches({
      faults: [{ match: { pathIncludes: '/oauth2/v2.0/token' }, answer: { kind: 'hang' } }],
    });
    const controller = new AbortController();
    const adding = wire.azure.addIdentity(withSecret(), controller.signal);
    controller.abort();
    const outcome = await adding;
    assert.equal(!outcome.ok && outcome.failure.kind, 'cancelled');
    assert.deepEqual(wire.known.added(), []);
  });
});
