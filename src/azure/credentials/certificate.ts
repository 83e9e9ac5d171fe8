/** The certificate file of a service principal, judged here: `@azure/identity` only says that something is wrong with it. */
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import type { CredentialProblem } from '../../shared/model/failure.ts';

export type CertificateFile =
  /** Certificate and key as the SDK wants them: the key's own certificate first, the key without a password. */
  | { readonly kind: 'usable'; readonly pem: string }
  | { readonly kind: 'unusable'; readonly problem: CredentialProblem };

const certificateBlock = /-----BEGIN CERTIFICATE-----(?:(?!-----)[\s\S])+-----END CERTIFICATE-----/g;
const keyBlock =
  /-----BEGIN (?:ENCRYPTED |RSA |EC )?PRIVATE KEY-----(?:(?!-----)[\s\S])+-----END (?:ENCRYPTED |RSA |EC )?PRIVATE KEY-----/;
const encrypted = /BEGIN ENCRYPTED PRIVATE KEY|Proc-Type: 4,ENCRYPTED/;

/** By content, whatever the file is called. */
export function readCertificate(bytes: Uint8Array, password: string | undefined, now: number): CertificateFile {
  if (isPfx(bytes)) {
    return unusable('Pfx');
  }
  const text = Buffer.from(bytes).toString('utf8');
  const certificates = (text.match(certificateBlock) ?? []).map(parsedCertificate);
  const usable = certificates.filter((one) => one !== undefined);
  if (usable.length === 0) {
    return unusable('NoCertificate');
  }
  const keyText = keyBlock.exec(text)?.[0];
  if (keyText === undefined) {
    return unusable('NoPrivateKey');
  }
  if (encrypted.test(keyText) && password === undefined) {
    return unusable('PasswordNeeded');
  }
  const key = parsedKey(keyText, password);
  if (!key) {
    return unusable(encrypted.test(keyText) ? 'PasswordWrong' : 'NoPrivateKey');
  }
  if (key.asymmetricKeyType !== 'rsa') {
    return unusable('KeyNotRsa');
  }
  const own = usable.find((one) => one.checkPrivateKey(key));
  if (!own) {
    return unusable('KeyOfAnother');
  }
  if (Date.parse(own.validTo) <= now) {
    return unusable('CertificateExpired');
  }
  const chain = [own, ...usable.filter((one) => one !== own)].map(String);
  return { kind: 'usable', pem: [...chain, key.export({ format: 'pem', type: 'pkcs8' }).toString()].join('\n') };
}

/** `SEQUENCE { INTEGER 3, …` in DER (RFC 7292, 4). */
function isPfx(bytes: Uint8Array): boolean {
  const [tag, length = 0] = bytes;
  const version = length < 0x80 ? 2 : 2 + (length & 0x7f);
  return tag === 0x30 && bytes[version] === 2 && bytes[version + 1] === 1 && bytes[version + 2] === 3;
}

function parsedCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function parsedKey(pem: string, passphrase: string | undefined): KeyObject | undefined {
  try {
    return createPrivateKey({ key: pem, format: 'pem', passphrase });
  } catch {
    return undefined;
  }
}

function unusable(problem: CredentialProblem): CertificateFile {
  return { kind: 'unusable', problem };
}
