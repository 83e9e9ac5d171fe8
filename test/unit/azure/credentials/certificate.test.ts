import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { after, before, describe, it } from 'mocha';
import forge from 'node-forge';
import { makeClientCertificate } from '../../../../scripts/sandboxServer/certificates.ts';
import {
  checkCertificateFile,
  isEncrypted,
  pathOf,
  pfxConversion,
} from '../../../../src/commands/identities/credentialFiles.ts';
import { readCertificate } from '../../../../src/azure/credentials/certificate.ts';
import { pfxToPem } from '../../../../src/shared/text/credentialText.ts';
import { failureSentence } from '../../../../src/shared/text/failureText.ts';

describe('The certificate file of a service principal', function () {
  this.timeout(30_000);
  let folder: string;
  const file = (name: string): Buffer => readFileSync(path.join(folder, name));
  const together = (...names: readonly string[]): Buffer => Buffer.concat(names.map(file));

  function problemOf(bytes: Uint8Array, password?: string): string | undefined {
    const read = readCertificate(bytes, password, Date.now());
    return read.kind === 'unusable' ? read.problem : undefined;
  }

  before(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'partner-link-pem-'));
    const [own, other] = [await makeClientCertificate('Contoso'), await makeClientCertificate('Fabrikam')];
    const key = createPrivateKey(own.key);
    const locked = { format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' } as const;
    const elliptic = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    const pfx = forge.pkcs12.toPkcs12Asn1(
      forge.pki.privateKeyFromPem(own.key),
      [forge.pki.certificateFromPem(own.certificate)],
      '',
      { algorithm: 'aes256' },
    );
    const files = {
      'certificate.pem': own.certificate,
      'key.pem': own.key,
      'other.pem': other.certificate,
      'other-key.pem': other.key,
      'ec-key.pem': elliptic.export({ format: 'pem', type: 'pkcs8' }),
      'encrypted.pem': key.export({ ...locked, type: 'pkcs8' }),
      'traditional.pem': key.export({ ...locked, type: 'pkcs1' }),
      'certificate.cer': new X509Certificate(own.certificate).raw,
      'both.pem': `${own.certificate}${own.key}`,
      'both.pfx': Buffer.from(forge.asn1.toDer(pfx).getBytes(), 'binary'),
    };
    for (const [name, content] of Object.entries(files)) {
      writeFileSync(path.join(folder, name), content);
    }
  });

  after(() => rmSync(folder, { recursive: true }));

  it('is usable with certificate and key, in any order, with the key’s own certificate in front of a chain', () => {
    assert.equal(problemOf(together('certificate.pem', 'key.pem')), undefined);
    const read = readCertificate(together('key.pem', 'other.pem', 'certificate.pem'), undefined, Date.now());
    assert.ok(read.kind === 'usable');
    assert.equal(new X509Certificate(read.pem).fingerprint, new X509Certificate(file('certificate.pem')).fingerprint);
  });

  it('may have an encrypted key of either kind, and says so of a missing or wrong password', () => {
    for (const key of ['encrypted.pem', 'traditional.pem']) {
      const bytes = together('certificate.pem', key);
      assert.equal(problemOf(bytes), 'PasswordNeeded');
      assert.equal(problemOf(bytes, 'close sesame'), 'PasswordWrong');
      assert.equal(problemOf(bytes, 'open sesame'), undefined);
    }
  });

  it('says what is wrong with it', () => {
    assert.equal(problemOf(file('certificate.pem')), 'NoPrivateKey');
    assert.equal(problemOf(file('key.pem')), 'NoCertificate');
    assert.equal(problemOf(together('certificate.pem', 'other-key.pem')), 'KeyOfAnother');
    assert.equal(problemOf(together('certificate.pem', 'ec-key.pem')), 'KeyNotRsa');
    assert.equal(problemOf(file('certificate.cer')), 'NoCertificate');
    const later = Date.now() + 31 * 24 * 3_600_000;
    const expired = readCertificate(together('certificate.pem', 'key.pem'), undefined, later);
    assert.equal(expired.kind === 'unusable' && expired.problem, 'CertificateExpired');
  });

  it('never throws, whatever is in it', () => {
    const marks = fc.constantFrom(
      '-----BEGIN CERTIFICATE-----',
      '-----END CERTIFICATE-----',
      '-----BEGIN PRIVATE KEY-----',
      '\n',
      '0\u0082',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(marks, fc.string())), fc.uint8Array(), (texts, bytes) => {
        assert.notEqual(problemOf(Buffer.concat([Buffer.from(texts.join('')), bytes])), undefined);
        assert.notEqual(problemOf(bytes), undefined);
      }),
    );
  });

  it('that is a PFX is recognised by its content, and answered with the line that converts it', () => {
    assert.equal(problemOf(file('both.pfx')), 'Pfx');
    assert.match(
      failureSentence({ kind: 'credentialUnusable', code: 'Pfx' }),
      /Convert it to a PEM file and use that: openssl pkcs12 -in "certificate\.pfx" -out "certificate\.pem" -nodes$/,
    );
    const [pfx, pem] = [path.join(folder, 'both.pfx'), path.join(folder, 'both.pem')];
    assert.deepEqual(pfxConversion(pfx), { line: `openssl pkcs12 -in "${pfx}" -out "${pem}" -nodes`, pem });
    assert.equal(pfxConversion(pem), undefined);
  });

  it('that is made by that line is usable', function () {
    const [pfx, pem] = [path.join(folder, 'both.pfx'), path.join(folder, 'made.pem')];
    const made = spawnSync('/bin/sh', ['-c', `${pfxToPem(pfx, pem, 'posix')} -passin pass:`]);
    if (made.status === 127) {
      // No openssl on this machine.
      this.skip();
    }
    assert.equal(made.status, 0, made.stderr.toString());
    assert.equal(problemOf(file('made.pem')), undefined);
  });

  it('is looked at while its path is typed', () => {
    const told = (name: string): string => {
      const said = checkCertificateFile(name === '' ? '' : path.join(folder, name));
      return said ? `${said.severity}: ${said.message}` : '';
    };
    assert.match(told(''), /^error: Enter the full path/);
    assert.equal(told('both.pem'), '');
    assert.match(told('none.pem'), /^error: There’s no readable file at this path/);
    assert.match(told('.'), /^error: There’s no readable file/);
    assert.match(told('certificate.pem'), /^error: The file holds a certificate without its private key/);
    assert.match(told('both.pfx'), /^warning: This is a PFX file/);
    assert.match(checkCertificateFile('both.pem')?.message ?? '', /full path/);
    assert.equal(isEncrypted(path.join(folder, 'both.pem')), false);
  });

  it('may be given with quotes around its path, or from the person’s own folder', () => {
    assert.equal(pathOf(' "/a b/c.pem" '), '/a b/c.pem');
    assert.match(pathOf('~/c.pem'), /^\/.*\/c\.pem$/);
  });
});
