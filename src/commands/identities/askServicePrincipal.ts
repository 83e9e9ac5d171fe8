/** What must be known of a service principal, asked step by step and checked while it is typed. */
import * as l10n from '@vscode/l10n';
import type { Cloud } from '../../azure/clouds/cloud.ts';
import { isGuid } from '../../shared/model/guid.ts';
import type { NewIdentity, PrincipalCredential } from '../../shared/model/knownIdentity.ts';
import { checkCertificateFile, checkFederatedFile, isEncrypted, pathOf, pfxConversion } from './credentialFiles.ts';
import type { Dialogs, InputOptions } from '../ui/dialogs.ts';

/** As far as it was typed. */
export interface PrincipalDraft {
  readonly kind: PrincipalCredential['kind'];
  readonly tenantId?: string;
  readonly clientId?: string;
  /** Of the certificate, or of the federated token. */
  readonly path?: string;
  /** The client secret, or the password of the certificate's key. */
  readonly secret?: string;
}

export interface TypedPrincipal {
  readonly draft: PrincipalDraft;
  readonly what: NewIdentity;
}

/** Why and how, once, before anything is asked. `false`: the user cancels. */
export async function explainServicePrincipals(dialogs: Dialogs, authority: Cloud['kind']): Promise<boolean> {
  return dialogs.confirm({
    message: l10n.t('Add a service principal'),
    isNotice: true,
    detail: paragraphs([
      l10n.t(
        'The Azure portal can’t link a service principal to your partner ID. Partner Link can, the same way as an account.',
      ),
      ...(authority === 'adfs' ? accessWithAdfs() : accessWithEntra()),
      l10n.t(
        'Ask for the least privilege that counts, for example Support Request Contributor. Reader and the billing reader roles don’t count.',
      ),
    ]),
    button: l10n.t('Continue'),
  });
}

/** With a free line between them. */
function paragraphs(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line, index) => (index === 0 ? [line] : ['', line]));
}

function accessWithEntra(): readonly string[] {
  return [
    l10n.t(
      'With Azure Lighthouse, one service principal in your own (managing) tenant is enough for all delegated subscriptions.',
    ),
    l10n.t(
      'Otherwise, each customer accepts the app in their tenant (admin consent) and gives it an Azure role there. Azure shows it only its own tenant: add the customers’ tenants afterward with Add Tenants…',
    ),
  ];
}

function accessWithAdfs(): readonly string[] {
  return [
    l10n.t(
      'This cloud signs in with AD FS, which has no tenants, so no tenant ID is needed. The cloud’s operator gives the app its access.',
    ),
  ];
}

/** Returns `undefined` if the user cancels. */
export async function askServicePrincipal(
  dialogs: Dialogs,
  authority: Cloud['kind'],
  before: PrincipalDraft,
): Promise<TypedPrincipal | undefined> {
  const tenant = authority === 'adfs' ? {} : await askId(dialogs, 'tenantId', before);
  const client = tenant && (await askId(dialogs, 'clientId', before));
  const proof = client && (await askProof(dialogs, before));
  return (
    proof && {
      draft: { ...before, ...tenant, ...client, ...proof },
      what: {
        way: { kind: 'servicePrincipal', ...tenant, ...client, credential: credentialOf(before.kind, proof) },
        secret: proof.secret,
      },
    }
  );
}

type Proof = Pick<PrincipalDraft, 'path' | 'secret'>;

function credentialOf(kind: PrincipalCredential['kind'], { path = '' }: Proof): PrincipalCredential {
  return kind === 'secret' ? { kind } : { kind, path };
}

async function askProof(dialogs: Dialogs, before: PrincipalDraft): Promise<Proof | undefined> {
  switch (before.kind) {
    case 'secret': {
      const secret = await askSecret(
        dialogs,
        l10n.t('Client Secret'),
        l10n.t('Its value, not its ID. Kept in VS Code’s secret storage and nowhere else.'),
        before.secret,
      );
      // What is copied brings spaces and line ends along; a secret has none.
      return secret === undefined ? undefined : { secret: secret.trim() };
    }
    case 'certificate':
      return askCertificate(dialogs, before);
    case 'federated': {
      const path = await askPath(
        dialogs,
        l10n.t('Federated Token'),
        l10n.t(
          'Full path of the file that holds the token (AZURE_FEDERATED_TOKEN_FILE). It is read each time and stays where it is.',
        ),
        before.path,
        checkFederatedFile,
      );
      return path === undefined ? undefined : { path };
    }
  }
}

async function askCertificate(dialogs: Dialogs, before: PrincipalDraft): Promise<Proof | undefined> {
  for (let typed = before.path; ;) {
    const path = await askPath(
      dialogs,
      l10n.t('Certificate'),
      l10n.t('Full path of a PEM file with the certificate and its private key. It stays where it is.'),
      typed,
      checkCertificateFile,
    );
    if (path === undefined) {
      return undefined;
    }
    const conversion = pfxConversion(path);
    if (!conversion) {
      return isEncrypted(path) ? askPassword(dialogs, path, before.secret) : { path };
    }
    await offerLine(dialogs, conversion.line);
    typed = conversion.pem;
  }
}

async function askPassword(dialogs: Dialogs, path: string, before: string | undefined): Promise<Proof | undefined> {
  const secret = await askSecret(
    dialogs,
    l10n.t('Password of the Private Key'),
    l10n.t('Kept in VS Code’s secret storage and nowhere else.'),
    before,
  );
  return secret === undefined ? undefined : { path, secret };
}

/** In a box of its own the line can be selected and copied; a message would take it apart. */
async function offerLine(dialogs: Dialogs, line: string): Promise<void> {
  await dialogs.input({
    title: l10n.t('Convert This PFX to a PEM File'),
    prompt: l10n.t(
      'The command is selected. Copy it, run it in a terminal, and then press Enter here to use the PEM file.',
    ),
    value: line,
    check: () => undefined,
  });
}

/** The questions come one after the other: each says what it is about. */
function titled(question: string): string {
  return l10n.t('Service Principal: {0}', question);
}

type IdField = 'tenantId' | 'clientId';

const idQuestions: Readonly<Record<IdField, () => Pick<InputOptions, 'title' | 'prompt'>>> = {
  tenantId: () => ({
    title: l10n.t('Tenant ID'),
    prompt: l10n.t('Directory (tenant) ID of the tenant that it signs in to'),
  }),
  clientId: () => ({
    title: l10n.t('Client ID'),
    prompt: l10n.t('Application (client) ID of the app registration'),
  }),
};

async function askId<Field extends IdField>(
  dialogs: Dialogs,
  field: Field,
  before: PrincipalDraft,
): Promise<Record<Field, string> | undefined> {
  const value = before[field];
  const { title, prompt } = idQuestions[field]();
  const typed = await dialogs.input({
    title: titled(title),
    prompt,
    placeholder: '00000000-0000-0000-0000-000000000000',
    value,
    check: (text) =>
      idOf(text) === undefined
        ? { severity: 'error', message: l10n.t('An ID has 32 digits from 0 to f, in groups of 8-4-4-4-12.') }
        : undefined,
  });
  const id = typed === undefined ? undefined : idOf(typed);
  return id === undefined ? undefined : ({ [field]: id } as Record<Field, string>);
}

function idOf(text: string): string | undefined {
  const id = text.trim().toLowerCase();
  return isGuid(id) ? id : undefined;
}

async function askSecret(
  dialogs: Dialogs,
  title: string,
  prompt: string,
  value: string | undefined,
): Promise<string | undefined> {
  return dialogs.input({
    title: titled(title),
    prompt,
    secret: true,
    value,
    check: (text) => {
      if (text.trim() === '') {
        return { severity: 'error', message: l10n.t('Enter a value.') };
      }
      return isGuid(text.trim().toLowerCase())
        ? { severity: 'warning', message: l10n.t('This looks like the ID of a secret. Copy its value instead.') }
        : undefined;
    },
  });
}

async function askPath(
  dialogs: Dialogs,
  title: string,
  prompt: string,
  value: string | undefined,
  check: InputOptions['check'],
): Promise<string | undefined> {
  const typed = await dialogs.input({ title: titled(title), prompt, value, check });
  return typed === undefined ? undefined : pathOf(typed);
}
