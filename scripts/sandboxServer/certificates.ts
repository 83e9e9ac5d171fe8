/** Certificates made on the spot (X.509, RFC 5280), for the served sandbox and its tests. Nothing of this enters the product. */
import { generateKeyPair, randomBytes, X509Certificate } from 'node:crypto';
import { promisify } from 'node:util';
import forge from 'node-forge';

/** Both PEM; the key is PKCS #8. */
export interface Certified {
  readonly certificate: string;
  readonly key: string;
}

const newKeyPair = promisify(generateKeyPair);
const dayMs = 24 * 60 * 60_000;

interface KeyPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** RSA, as Microsoft Entra wants it; both PEM. */
export function newRsaKeys(): Promise<KeyPair> {
  return newKeyPair('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

interface CertificateWish {
  readonly commonName: string;
  readonly extensions: readonly object[];
  /** Absent: signed by itself. */
  readonly issuer?: Certified;
}

async function makeCertificate({ commonName, extensions, issuer }: CertificateWish): Promise<Certified> {
  const { publicKey, privateKey } = await newRsaKeys();
  const certificate = forge.pki.createCertificate();
  const name = [{ name: 'commonName', value: commonName }];
  certificate.publicKey = forge.pki.publicKeyFromPem(publicKey);
  // The first byte is neither 0 nor negative.
  certificate.serialNumber = `41${randomBytes(8).toString('hex')}`;
  certificate.validity.notBefore = new Date(Date.now() - 60 * dayMs);
  certificate.validity.notAfter = new Date(Date.now() + 30 * dayMs);
  certificate.setSubject(name);
  const signer = issuer ? forge.pki.certificateFromPem(issuer.certificate) : certificate;
  const keyIdentifier = signer.generateSubjectKeyIdentifier().getBytes();
  certificate.setIssuer(signer.subject.attributes);
  certificate.setExtensions([
    ...extensions,
    { name: 'subjectKeyIdentifier' },
    { name: 'authorityKeyIdentifier', keyIdentifier },
  ]);
  certificate.sign(forge.pki.privateKeyFromPem(issuer?.key ?? privateKey), forge.md.sha256.create());
  return { certificate: forge.pki.certificateToPem(certificate), key: privateKey };
}

/** An authority of our own, whose key is forgotten at once, and a server's certificate for this machine by it. */
export async function makeServerCertificate(): Promise<{ readonly authority: string; readonly server: Certified }> {
  const authority = await makeCertificate({
    commonName: 'Partner Link Sandbox CA',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const server = await makeCertificate({
    commonName: 'localhost',
    issuer: authority,
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  return { authority: authority.certificate, server };
}

/** For a service principal, which signs its token requests with it. */
export function makeClientCertificate(commonName: string): Promise<Certified> {
  const extensions = [{ name: 'keyUsage', digitalSignature: true, critical: true }];
  return makeCertificate({ commonName, extensions });
}

/** As portals show it: SHA-1 in upper-case hexadecimal digits. */
export function thumbprintOf(certificate: string): string {
  return new X509Certificate(certificate).fingerprint.replaceAll(':', '');
}
