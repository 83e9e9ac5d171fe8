/** Everything interactive about identities; each of these is a user's click. */
import * as l10n from '@vscode/l10n';
import { shownName } from '../../estate/store/rowOrder.ts';
import type { Failure } from '../../shared/model/failure.ts';
import type { SignInRequest } from '../../shared/ports/identitySource.ts';
import { checkedPal, knownPal, type Identity, type TenantRef, type TenantRow } from '../../shared/model/model.ts';
import { identityId, tenantId, type TenantNode } from '../../tree/nodes.ts';
import type { SignInForRun } from '../../operations/run/signInPause.ts';
import { signInReason } from '../../shared/text/signInText.ts';
import type { CommandContext } from '../context/commandContext.ts';
import { tellFailure } from '../context/tellFailure.ts';
import { nodesOf, type RowArguments } from '../context/rowArguments.ts';
import { askTenants, fewNamed, rowsOf } from '../context/askTenants.ts';

/** `undefined`: it did not work out, and the user knows why. */
async function signInWith(context: CommandContext, request: SignInRequest): Promise<Identity | undefined> {
  const outcome = await context.session.ask((azure) => azure.signIn(request));
  if (outcome.ok) {
    return outcome.value;
  }
  if (outcome.failure.kind !== 'cancelled') {
    await tellFailure(context.window, outcome.failure, (sentence) => l10n.t('Sign-in failed. {0}', sentence));
  }
  return undefined;
}

/** One that was removed here may be had back without a sign-in page. `undefined`: the user cancels. */
async function whichAccount({ session, window: { dialogs } }: CommandContext): Promise<SignInRequest | undefined> {
  const leftOut = await (await session.azure()).leftOutAccounts();
  if (leftOut.length === 0) {
    return { kind: 'newAccount' };
  }
  return dialogs.pick<SignInRequest>(
    [
      ...leftOut.map(({ key, name }) => ({
        value: { kind: 'account', identity: key } as const,
        label: name,
        icon: 'account',
        description: l10n.t('removed earlier'),
      })),
      { value: { kind: 'newAccount' }, label: l10n.t('Another account…'), icon: 'add' },
    ],
    { title: l10n.t('Sign In'), placeholder: l10n.t('Account to add') },
  );
}

/**
 * From the row of an account that needs it: that account again. Otherwise one more: from the view's title VS Code passes
 * whichever row has the focus.
 */
export async function signIn(context: CommandContext, from: RowArguments): Promise<void> {
  const [node] = nodesOf(from);
  const clicked = node?.kind === 'identity' ? context.session.store.identity(node.key) : undefined;
  const inNeed = clicked?.state.kind === 'signInNeeded' || clicked?.state.kind === 'notAllowed';
  const request =
    clicked && inNeed ? ({ kind: 'account', identity: clicked.identity.key } as const) : await whichAccount(context);
  const identity = request && (await signInWith(context, request));
  if (identity) {
    await context.session.scanner.scanIdentity(identity.key);
  }
}

export async function allowAccount(context: CommandContext, from: RowArguments): Promise<void> {
  const {
    session,
    window: { dialogs },
  } = context;
  const waiting = session.store
    .identities()
    .filter((row) => row.state.kind === 'notAllowed' || row.state.kind === 'signInNeeded');
  const [node] = nodesOf(from);
  const clicked = node?.kind === 'identity' ? node.key : node && 'ref' in node ? node.ref.identity : undefined;
  const key =
    clicked ??
    (waiting.length === 0
      ? await dialogs.info(l10n.t('Partner Link can already use every account.')).then(() => undefined)
      : await dialogs.pick(
          waiting.map((row) => ({ value: row.identity.key, label: row.identity.name, icon: 'account' })),
          { title: l10n.t('Allow Access to Account'), placeholder: l10n.t('Account to allow') },
        ));
  if (key !== undefined && (await signInWith(context, { kind: 'account', identity: key }))) {
    await session.scanner.scanIdentity(key);
  }
}

/** Allows each account of these tenants that may not be used yet; the rows of the other tenants come back. */
export async function allowAccountsOf(
  context: CommandContext,
  tenants: readonly TenantRef[],
): Promise<readonly TenantRow[]> {
  const rows = rowsOf(context.session, tenants);
  const isNotAllowed = (row: TenantRow): boolean => knownPal(row).kind === 'accountNotAllowed';
  const accounts = new Set(rows.filter(isNotAllowed).map(({ ref }) => ref.identity));
  for (const key of accounts) {
    await allowAccount(context, { clicked: { kind: 'identity', id: identityId(key), key }, picked: [] });
  }
  return rows.filter((row) => !isNotAllowed(row));
}

/** After Azure refused what a run sent for want of a sign-in, whatever reading the tenants has told since. */
export async function signInAgain(context: CommandContext, tenants: readonly TenantRef[]): Promise<void> {
  const rows = await allowAccountsOf(context, tenants);
  if (rows.length > 0) {
    await signInOneByOne(context, rows);
  }
}

/** For tenants that ask for a sign-in in the midst of a run: a notification, since nobody is signed in without a click. */
export function signInForRun(context: CommandContext): SignInForRun {
  return {
    helps: ({ identity }) => signsInHere(context.session.store.identity(identity)?.identity),
    ask: async (tenants) => {
      const rows = rowsOf(context.session, tenants);
      if (rows.length === 0) {
        // Their identity was removed meanwhile.
        return false;
      }
      const names = fewNamed(context, rows);
      const [only] = rows;
      const signIn = l10n.t('Sign In');
      const answer = await context.window.dialogs.warn(
        only && rows.length === 1
          ? [l10n.t('{0} is waiting for you to sign in.', names[0] ?? ''), whySignIn(only)].join(' ').trim()
          : l10n.t('{0} tenants are waiting for you to sign in: {1}.', rows.length, names.join(', ')),
        signIn,
        l10n.t('Leave Out'),
      );
      if (answer !== signIn) {
        return false;
      }
      await signInAgain(context, tenants);
      return true;
    },
  };
}

/** Accounts whose sign-in page this window can open. A tool's login and a service principal are renewed elsewhere. */
function signsInHere(identity: Identity | undefined): boolean {
  return identity?.kind === 'vscodeAccount' || identity?.kind === 'sample';
}

/** `''` where nobody has said. */
function whySignIn({ pal }: TenantRow): string {
  return (pal.kind === 'signInNeeded' && signInReason(pal.failure?.code)) || '';
}

/** A token of another tenant is refused, and its advice is to sign in again. */
function needsSignIn(row: TenantRow): boolean {
  const known = checkedPal(row);
  // Whoever has an account in a covered tenant may find out by signing in to it.
  const pal = known.kind === 'covered' ? known.itself : known;
  return pal.kind === 'signInNeeded' || (pal.kind === 'unknown' && pal.failure.kind === 'wrongTenant');
}

/**
 * The rows that need a sign-in, `undefined` where none does or the user cancels. What was picked in the tree
 * may hold others: these are named before anything happens, since a needless sign-in shows a page, too.
 */
async function thoseInNeed(
  context: CommandContext,
  rows: readonly TenantRow[],
): Promise<readonly TenantRow[] | undefined> {
  const inNeed = rows.filter(needsSignIn);
  const others = rows.filter((row) => !needsSignIn(row));
  if (inNeed.length === 0) {
    await context.window.dialogs.info(l10n.t('No sign-in needed in {0}.', fewNamed(context, others).join(', ')));
    return undefined;
  }
  if (others.length === 0) {
    return inNeed;
  }
  const names = fewNamed(context, inNeed);
  const yes = await context.window.dialogs.confirm({
    message:
      inNeed.length === 1
        ? l10n.t('Sign in to {0}?', names[0] ?? '')
        : l10n.t('Sign in to {0} tenants?', inNeed.length),
    detail: [...(inNeed.length === 1 ? [] : names), l10n.t('No sign-in needed:'), ...fewNamed(context, others)],
    button: l10n.t('Sign In'),
  });
  return yes ? inNeed : undefined;
}

export async function signInToTenants(context: CommandContext, from: RowArguments): Promise<void> {
  const rows = await askTenants(context, from, {
    title: l10n.t('Sign In to Tenant'),
    placeholder: l10n.t('Tenants that need a sign-in'),
    offers: needsSignIn,
    none: l10n.t('No tenant needs a sign-in.'),
  });
  const inNeed = rows && (await thoseInNeed(context, rows));
  if (inNeed) {
    await signInOneByOne(context, inNeed);
  }
}

/** An account that may not be used yet is allowed once for all of its tenants. */
export async function signInWhereNeeded(context: CommandContext, tenants: readonly TenantRef[]): Promise<void> {
  const others = await allowAccountsOf(context, tenants);
  if (others.length > 0) {
    const picked = others.map(({ ref }): TenantNode => ({ kind: 'tenant', id: tenantId(ref), ref }));
    await signInToTenants(context, { picked });
  }
}

/**
 * One after the other, since each may show a page of its own. The user ends it by cancelling one; a tenant that cannot be signed in
 * to does not keep the others from it, and is told at the end. Each is checked while the next page is already open.
 */
export async function signInOneByOne(context: CommandContext, rows: readonly TenantRow[]): Promise<void> {
  const azure = await context.session.azure();
  const walk = async (
    signal: AbortSignal,
    next: (row: TenantRow, done: number) => void,
  ): Promise<readonly Refused[]> => {
    const refused: Refused[] = [];
    const checks: Promise<unknown>[] = [];
    for (const [done, row] of rows.entries()) {
      if (signal.aborted) {
        break;
      }
      next(row, done);
      const outcome = await azure.signIn({ kind: 'tenant', tenant: row.ref });
      if (outcome.ok) {
        checks.push(context.session.scanner.scanTenants([row.ref]));
      } else if (outcome.failure.kind === 'cancelled') {
        break;
      } else {
        refused.push({ row, failure: outcome.failure });
      }
    }
    await Promise.all(checks);
    return refused;
  };
  const refused =
    rows.length === 1
      ? await walk(context.session.closing, () => undefined)
      : await context.window.dialogs.progress(l10n.t('Signing in to tenants'), true, ({ report, signal }) =>
          walk(signal, (row, done) => {
            const message = l10n.t('{0} of {1}: {2}', done + 1, rows.length, shownName(row.info));
            report({ message, done, total: rows.length });
          }),
        );
  await tellRefused(context, refused);
}

interface Refused {
  readonly row: TenantRow;
  readonly failure: Failure;
}

async function tellRefused(context: CommandContext, refused: readonly Refused[]): Promise<void> {
  const [first] = refused;
  if (!first) {
    return;
  }
  await tellFailure(context.window, first.failure, (sentence) =>
    refused.length === 1
      ? l10n.t('Sign-in to {0} failed. {1}', shownName(first.row.info), sentence)
      : l10n.t(
          'Sign-in to {0} tenants failed: {1}. For the first one: {2}',
          refused.length,
          fewNamed(
            context,
            refused.map(({ row }) => row),
          ).join(', '),
          sentence,
        ),
  );
}
