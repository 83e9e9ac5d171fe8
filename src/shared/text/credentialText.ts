/** What to do about identities that cannot prove who they are, by the code of the failure. Part of `failureText.ts`. */
import * as l10n from '@vscode/l10n';
import type { CredentialProblem, Failure, LoginTool, MissingTool } from '../model/failure.ts';
import { isGuid } from '../model/guid.ts';
import { quoted, type Shell } from '../escaping/shellQuote.ts';

/** The line that makes a PEM file, certificate and key without a password, of a PFX file; for that shell. */
export function pfxToPem(pfx: string, pem: string, shell: Shell): string {
  return `openssl pkcs12 -in ${quoted(pfx, shell)} -out ${quoted(pem, shell)} -nodes`;
}

/** Nothing else than an ID goes into a line that is pasted. */
function tenantArgument(name: string, tenantId: string | undefined): string {
  return tenantId !== undefined && isGuid(tenantId.toLowerCase()) ? ` ${name} ${tenantId}` : '';
}

/** Code of `signInNeeded` where a tool is logged in as somebody else than before. */
export const loginOfAnother = 'LoginOfAnother';

export function toolSignInAdvice(tool: LoginTool, { code, tenantId }: Pick<Failure, 'code' | 'tenantId'>): string {
  if (code === loginOfAnother) {
    return tool === 'azureCli'
      ? l10n.t('The Azure CLI is now signed in as someone else: refresh to see the tenants of that account.')
      : l10n.t('PowerShell is now signed in as someone else: refresh to see the tenants of that account.');
  }
  if (tool === 'azureCli') {
    return l10n.t('Run “{0}” in a terminal, then check again.', `az login${tenantArgument('--tenant', tenantId)}`);
  }
  return l10n.t(
    'Run “{0}” in PowerShell, then check again.',
    `Connect-AzAccount${tenantArgument('-Tenant', tenantId)}`,
  );
}

const missing: Readonly<Record<MissingTool, () => string>> = {
  AzMissing: () =>
    l10n.t('Install the Azure CLI, run “az login” in a terminal, then reload the window so that VS Code finds it.'),
  PowerShellMissing: () =>
    l10n.t('Install PowerShell and the Az module, run “Connect-AzAccount”, then reload the window.'),
  AzAccountsMissing: () =>
    l10n.t('Run “{0}” in PowerShell, then “Connect-AzAccount”.', 'Install-Module Az.Accounts -Scope CurrentUser'),
};

export function toolAdvice({ code }: Pick<Failure, 'code'>): string {
  return isOneOf(missing, code) ? missing[code]() : l10n.t('Install the tool, then reload the window.');
}

const problems: Readonly<Record<CredentialProblem, () => string>> = {
  FileMissing: () => l10n.t('The certificate file was moved or can’t be read: put it back, or add the identity again.'),
  NoCertificate: () =>
    l10n.t('The file holds no certificate in PEM form (-----BEGIN CERTIFICATE-----): choose one that does.'),
  NoPrivateKey: () => l10n.t('The file holds a certificate without its private key: use one PEM file that holds both.'),
  Pfx: () =>
    l10n.t(
      'The file is a PFX (PKCS #12). Convert it to a PEM file and use that: {0}',
      pfxToPem('certificate.pfx', 'certificate.pem', 'posix'),
    ),
  PasswordNeeded: () => l10n.t('The private key is encrypted: give its password.'),
  PasswordWrong: () => l10n.t('The password does not open the private key: give it again.'),
  KeyOfAnother: () => l10n.t('The private key in the file doesn’t match any of its certificates: use a matching pair.'),
  KeyNotRsa: () =>
    l10n.t(
      'Microsoft Entra accepts only certificates with an RSA key: create one, and upload it to the app registration.',
    ),
  CertificateExpired: () =>
    l10n.t('The certificate has expired: make a new one, upload it to the app registration, and use its file.'),
  SecretMissing: () => l10n.t('Its secret isn’t in VS Code’s secret storage on this computer: add the identity again.'),
  TenantMissing: () => l10n.t('It was added without a tenant ID, which this cloud needs: add the identity again.'),
  FederatedFileMissing: () =>
    l10n.t('The file of the federated token is not there, or cannot be read: check its path and what writes it.'),
  FederatedFileEmpty: () => l10n.t('The file of the federated token is empty: check what writes it.'),
  FederatedTokenExpired: () =>
    l10n.t('The federated token in the file has expired: make sure that a new one is written.'),
};

export function credentialAdvice({ code }: Pick<Failure, 'code'>): string {
  return isOneOf(problems, code) ? problems[code]() : l10n.t('Add the identity again.');
}

function noFederation(): string {
  return l10n.t(
    'The app registration has no federated credential with the issuer, subject and audience of this token: compare them there.',
  );
}

/** By the codes of Microsoft Entra: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const refusals = {
  AADSTS7000215: () => l10n.t('The client secret is wrong: copy its value, not its ID, then add the identity again.'),
  AADSTS7000222: () =>
    l10n.t('The client secret has expired: make a new one in the app registration, then add the identity again.'),
  AADSTS700027: () => l10n.t('The app registration does not know this certificate: upload it there, then try again.'),
  AADSTS70021: noFederation,
  AADSTS700211: noFederation,
  AADSTS700212: noFederation,
  AADSTS700213: noFederation,
};

export function refusedAdvice({ code, tool }: Pick<Failure, 'code' | 'tool'>): string {
  if (isOneOf(refusals, code)) {
    return refusals[code]();
  }
  return tool === undefined
    ? l10n.t('Check the app registration and its certificates and secrets, then add the identity again.')
    : toolSignInAdvice(tool, {});
}

/** Whether the advice says all that Microsoft Entra’s own long words do: then its code is enough of these. */
export function isPlainRefusal({ kind, code }: Pick<Failure, 'kind' | 'code'>): boolean {
  return kind === 'credentialRefused' && isOneOf(refusals, code);
}

function isOneOf<K extends string>(table: Readonly<Record<K, unknown>>, code: string | undefined): code is K {
  return code !== undefined && Object.hasOwn(table, code);
}
