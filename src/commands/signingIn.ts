/** Everything interactive about identities; each of these is a person's click. */
import * as l10n from '@vscode/l10n';
import type { SignInRequest } from '../shared/identitySource.ts';
import { failureSentence } from '../shared/failureText.ts';
import { knownPal, type Identity, type TenantRow } from '../shared/model.ts';
import type { App } from './app.ts';
import { nodesOf, type RowArguments } from './rowArguments.ts';
import { askTenants } from './targets.ts';

/** `undefined`: it did not work out, and the person knows why. */
async function signInWith(app: App, request: SignInRequest): Promise<Identity | undefined> {
  const azure = await app.session.azure();
  const outcome = await azure.signIn(request);
  if (outcome.ok) {
    return outcome.value;
  }
  if (outcome.failure.kind !== 'cancelled') {
    await app.dialogs.error(l10n.t('Sign-in failed. {0}', failureSentence(outcome.failure)));
  }
  return undefined;
}

/** From the row of an account: that account again. Otherwise one more. */
export async function signIn(app: App, from: RowArguments): Promise<void> {
  const [node] = nodesOf(from);
  const identity = await signInWith(
    app,
    node?.kind === 'identity' ? { kind: 'account', identity: node.key } : { kind: 'newAccount' },
  );
  if (identity) {
    await app.session.scanner.scanIdentity(identity.key);
  }
}

export async function allowAccount(app: App, from: RowArguments): Promise<void> {
  const { session, dialogs } = app;
  const waiting = session.store
    .identities()
    .filter((row) => row.state.kind === 'notAllowed' || row.state.kind === 'signInNeeded');
  const [node] = nodesOf(from);
  const clicked = node?.kind === 'identity' ? node.key : node && 'ref' in node ? node.ref.identity : undefined;
  const key =
    clicked ??
    (waiting.length === 0
      ? await dialogs.info(l10n.t('Every account may be used already.')).then(() => undefined)
      : await dialogs.pick(
          waiting.map((row) => ({ value: row.identity.key, label: row.identity.name, icon: 'account' })),
          { title: l10n.t('Allow Access to Account'), placeholder: l10n.t('Account that Partner Link may use') },
        ));
  if (key !== undefined && (await signInWith(app, { kind: 'account', identity: key }))) {
    await session.scanner.scanIdentity(key);
  }
}

function needsSignIn(row: TenantRow): boolean {
  return knownPal(row).kind === 'signInNeeded';
}

/** One after the other, since each may show a page of its own; stops when the person cancels one. */
export async function signInToTenants(app: App, from: RowArguments): Promise<void> {
  const rows = await askTenants(app, from, {
    title: l10n.t('Sign In to Tenant'),
    placeholder: l10n.t('Tenants that need a sign-in'),
    offers: needsSignIn,
    none: l10n.t('No tenant needs a sign-in.'),
  });
  for (const row of rows ?? []) {
    if (!(await signInWith(app, { kind: 'tenant', tenant: row.ref }))) {
      return;
    }
    await app.session.scanner.scanTenants([row.ref]);
  }
}
