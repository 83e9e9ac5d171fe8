import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'mocha';
import forge from 'node-forge';
import { makeClientCertificate } from '../../../../scripts/sandboxServer/certificates.ts';
import {
  askServicePrincipal,
  explainServicePrincipals,
} from '../../../../src/commands/identities/askServicePrincipal.ts';
import { sampleAppIds } from '../../../../src/sandbox/scenario/applications.ts';
import { sampleTenantIds } from '../../../../src/sandbox/scenario/scenario.ts';
import { ScriptedDialogs, type InputStep } from '../../../host/support/scriptedDialogs.ts';

const [tenantId, clientId] = [sampleTenantIds.contoso, sampleAppIds.automation];

function input(asked: string, type: string | undefined, told?: InputStep['told']): InputStep {
  return { kind: 'input', title: `Service Principal: ${asked}`, type, ...(told === undefined ? {} : { told }) };
}

describe('The questions about a service principal', () => {
  let dialogs: ScriptedDialogs;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'partner-link-questions-'));
  });

  beforeEach(() => {
    dialogs = new ScriptedDialogs();
  });

  after(() => rm(folder, { recursive: true }));

  /** What the boxes began with. */
  function values(): readonly (string | undefined)[] {
    return dialogs.shown.flatMap((shown) => (shown.kind === 'input' ? [shown.options.value] : []));
  }

  it('are its tenant, its client ID and its secret, each as it is copied', async () => {
    dialogs.expect(
      input('Tenant ID', ` ${tenantId.toUpperCase()}`),
      input('Client ID', clientId),
      input('Client Secret', ' the~secret\n'),
    );
    const typed = await askServicePrincipal(dialogs, 'entra', { kind: 'secret' });
    dialogs.holds();
    assert.deepEqual(typed?.what, {
      way: { kind: 'servicePrincipal', tenantId, clientId, credential: { kind: 'secret' } },
      secret: 'the~secret',
    });
  });

  it('leave the tenant out where AD FS issues the tokens', async () => {
    dialogs.expect(input('Client ID', clientId), input('Client Secret', 'the~secret'));
    const typed = await askServicePrincipal(dialogs, 'adfs', { kind: 'secret' });
    dialogs.holds();
    assert.deepEqual(typed?.what.way, { kind: 'servicePrincipal', clientId, credential: { kind: 'secret' } });
    assert.equal(typed?.draft.tenantId, undefined);
  });

  it('say what is missing or looks wrong, and take nothing for an answer that is none', async () => {
    for (const [steps, told] of [
      [[], input('Tenant ID', '', /^An ID has 32 digits/)],
      [[input('Tenant ID', tenantId)], input('Client ID', 'my app', /^An ID has 32 digits/)],
      [[input('Tenant ID', tenantId), input('Client ID', clientId)], input('Client Secret', ' ', /^Enter a value/)],
    ] as const) {
      dialogs.expect(...steps, told);
      assert.equal(await askServicePrincipal(dialogs, 'entra', { kind: 'secret' }), undefined);
      dialogs.holds();
    }
    dialogs.expect(
      input('Tenant ID', tenantId),
      input('Client ID', clientId),
      input('Client Secret', clientId, 'This looks like the ID of a secret. Copy its value instead.'),
    );
    assert.ok(await askServicePrincipal(dialogs, 'entra', { kind: 'secret' }), 'a secret may look like that');
  });

  it('answer a PFX with the one line that converts it, and go on with the PEM file that the line makes', async function () {
    this.timeout(30_000);
    const { certificate, key } = await makeClientCertificate('Contoso Partner Automation');
    const pfx = path.join(folder, 'contoso.pfx');
    const pem = path.join(folder, 'contoso.pem');
    const store = forge.pkcs12.toPkcs12Asn1(
      forge.pki.privateKeyFromPem(key),
      [forge.pki.certificateFromPem(certificate)],
      '',
      { algorithm: '3des' },
    );
    await writeFile(pfx, Buffer.from(forge.asn1.toDer(store).getBytes(), 'binary'));
    let line = '';
    dialogs.expect(
      input('Tenant ID', tenantId),
      input('Client ID', clientId),
      input('Certificate', pfx, /^This is a PFX file\./),
      {
        kind: 'input',
        title: 'Convert This PFX to a PEM File',
        type: '',
        meanwhile: async () => {
          line = values().at(-1) ?? '';
          const made = spawnSync('/bin/sh', ['-c', `${line} -passin pass:`]);
          if (made.status === 127) {
            // No openssl on this machine: what it would make.
            await writeFile(pem, `${certificate}${key}`);
          }
        },
      },
      input('Certificate', pem),
    );
    const typed = await askServicePrincipal(dialogs, 'entra', { kind: 'certificate' });
    dialogs.holds();
    assert.equal(line, `openssl pkcs12 -in "${pfx}" -out "${pem}" -nodes`);
    assert.equal(values().at(-1), pem, 'it is there already');
    assert.deepEqual(typed?.what.way.kind === 'servicePrincipal' && typed.what.way.credential, {
      kind: 'certificate',
      path: pem,
    });
  });

  it('begin with why and how, and with AD FS name neither Lighthouse nor the tenants of customers', async () => {
    for (const authority of ['entra', 'adfs'] as const) {
      dialogs.expect({ kind: 'confirm', says: 'Add a service principal', press: 'Continue' });
      assert.ok(await explainServicePrincipals(dialogs, authority));
    }
    const [entra = '', adfs = ''] = dialogs.shown.map((one) => (one.kind === 'confirm' ? one.detail.join('\n') : ''));
    assert.match(entra, /Azure Lighthouse, one service principal in your own \(managing\) tenant is enough/);
    assert.match(entra, /admin consent.*Azure role.*Add Tenants…/);
    assert.match(adfs, /AD FS, which has no tenants/);
    assert.doesNotMatch(adfs, /Lighthouse|Add Tenants/);
    for (const text of [entra, adfs]) {
      assert.match(text, /least privilege that counts, for example Support Request Contributor/);
    }
  });
});
