/** Files that a service principal proves itself by, looked at while their path is typed. */
import { readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { readCertificate } from '../../azure/credentials/certificate.ts';
import { federatedProblem } from '../../azure/credentials/federatedToken.ts';
import { credentialAdvice, pfxToPem } from '../../shared/text/credentialText.ts';
import type { CredentialProblem } from '../../shared/model/failure.ts';
import { shellOf } from '../../shared/escaping/shellQuote.ts';
import type { InputOptions } from '../ui/dialogs.ts';

type Told = ReturnType<InputOptions['check']>;

/** Neither a certificate nor a token comes near it. */
const mostBytes = 1024 * 1024;

/** Without the quotes that a file manager's *copy as path* puts around it; `~` is the user's folder. */
export function pathOf(typed: string): string {
  const plain = typed.trim().replace(/^"(.*)"$/, '$1');
  return plain.startsWith('~/') || plain.startsWith('~\\') ? path.join(homedir(), plain.slice(2)) : plain;
}

export function checkCertificateFile(typed: string): Told {
  return checkFile(typed, (bytes) => {
    const problem = certificateProblem(bytes);
    switch (problem) {
      case undefined:
        return undefined;
      case 'Pfx':
        return {
          severity: 'warning',
          message: l10n.t('This is a PFX file. The next step shows how to convert it to a PEM file.'),
        };
      case 'PasswordNeeded':
        return {
          severity: 'info',
          message: l10n.t('The private key is encrypted. The next step asks for its password.'),
        };
      default:
        return { severity: 'error', message: credentialAdvice({ code: problem }) };
    }
  });
}

export function checkFederatedFile(typed: string): Told {
  return checkFile(typed, (bytes) => {
    const problem = federatedProblem(Buffer.from(bytes).toString('utf8'), Date.now());
    // What writes the file may renew it at any moment.
    return problem && { severity: 'warning', message: credentialAdvice({ code: problem }) };
  });
}

/** Whether the private key in the file is encrypted. */
export function isEncrypted(file: string): boolean {
  const bytes = read(file);
  return bytes !== undefined && certificateProblem(bytes) === 'PasswordNeeded';
}

/** The line that makes a PEM file of a PFX, and the path of that; `undefined` where the file is none. */
export function pfxConversion(file: string): { readonly line: string; readonly pem: string } | undefined {
  const bytes = read(file);
  if (!bytes || certificateProblem(bytes) !== 'Pfx') {
    return undefined;
  }
  const { dir, name } = path.parse(file);
  const pem = path.join(dir, `${name}.pem`);
  return { line: pfxToPem(file, pem, shellOf(process.platform)), pem };
}

function certificateProblem(bytes: Uint8Array): CredentialProblem | undefined {
  const file = readCertificate(bytes, undefined, Date.now());
  return file.kind === 'unusable' ? file.problem : undefined;
}

function checkFile(typed: string, judge: (bytes: Uint8Array) => Told): Told {
  const file = pathOf(typed);
  if (!path.isAbsolute(file)) {
    return { severity: 'error', message: l10n.t('Enter the full path, starting at the root of the disk.') };
  }
  const bytes = read(file);
  return bytes ? judge(bytes) : { severity: 'error', message: l10n.t('There’s no readable file at this path.') };
}

/** `undefined`: no file, not readable, or too big to be one of these. */
function read(file: string): Uint8Array | undefined {
  try {
    const stats = statSync(file);
    return stats.isFile() && stats.size <= mostBytes ? readFileSync(file) : undefined;
  } catch {
    return undefined;
  }
}
