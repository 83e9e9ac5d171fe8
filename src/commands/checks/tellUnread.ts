/** What a refresh could not read, told in one message at its end, with the actions that help. */
import * as l10n from '@vscode/l10n';
import { isLeftAlone } from '../../estate/view/attention.ts';
import { identityFailure } from '../../estate/store/identityFailure.ts';
import type { ScanSummary } from '../../estate/scan/scanner.ts';
import { namedInModal, longestName } from '../../operations/text/planText.ts';
import { failureReason, failureSentence } from '../../shared/text/failureText.ts';
import { helpSection } from '../../shared/text/helpSection.ts';
import type { Failure } from '../../shared/model/failure.ts';
import { failureTraits } from '../../shared/model/failureTraits.ts';
import { checkedPal, type IdentityKey, type TenantRef, type TenantRow } from '../../shared/model/model.ts';
import { oneLine } from '../../shared/escaping/foreignText.ts';
import { identityId } from '../../tree/nodes.ts';
import { remedyFor, type Remedy } from './remedies.ts';
import { addIdentity } from '../identities/addIdentity.ts';
import type { CommandContext } from '../context/commandContext.ts';
import { learnMore } from '../context/tellFailure.ts';
import { chooseCloud } from '../identities/chooseCloud.ts';
import { fromPalette, type RowArguments } from '../context/rowArguments.ts';
import { allowAccount, signIn, signInOneByOne } from '../identities/signIn.ts';
import { rowsOf, tenantItems } from '../context/askTenants.ts';

/** One thing that could not be read, and why. */
export type Unread =
  | { readonly kind: 'everything'; readonly failure: Failure }
  | { readonly kind: 'identity'; readonly key: IdentityKey; readonly name: string; readonly failure: Failure }
  | {
      readonly kind: 'tenant' | 'subscriptions';
      readonly ref: TenantRef;
      /** The tenant's. Untrusted text. */
      readonly name: string;
      readonly failure: Failure;
    };

export interface Refreshed {
  readonly summary: ScanSummary;
  /** When it began, in milliseconds since 1970. */
  readonly since: number;
  /** Absent: all tenants there are. Those that were named say, too, that they wait for a sign-in; of the others their rows say it. */
  readonly named?: readonly TenantRef[];
}

export function unreadAfter(context: CommandContext, { summary, since, named }: Refreshed): readonly Unread[] {
  const { store } = context.session;
  if (summary.failure) {
    return summary.failure.kind === 'cancelled' ? [] : [{ kind: 'everything', failure: summary.failure }];
  }
  if (summary.stopped) {
    return [];
  }
  const identities = summary.notScanned.flatMap(({ key, state }): readonly Unread[] => {
    const failure = identityFailure(state);
    return failure ? [{ kind: 'identity', key, name: store.identity(key)?.identity.name ?? key, failure }] : [];
  });
  // What was marked *hidden* or *not ours* is told only where it was named.
  const rows = named
    ? rowsOf(context.session, named)
    : store
        .allTenants()
        .filter((row) => (row.checkedAt ?? 0) >= since && !isLeftAlone(context.session.marks.get(row.ref.tenantId)));
  return [...identities, ...tenantsUnread(context, rows, named !== undefined)];
}

/** In the order of the tree. */
function tenantsUnread(context: CommandContext, rows: readonly TenantRow[], withSignIns: boolean): readonly Unread[] {
  const failing = new Map(
    rows.flatMap((row) => {
      const found = failureOfTenant(row);
      return found && (withSignIns || !failureTraits[found.failure.kind].needsPerson) ? [[row, found] as const] : [];
    }),
  );
  return tenantItems(context.session, [...failing.keys()]).flatMap(({ value: row, label: name }): readonly Unread[] => {
    const found = failing.get(row);
    return found ? [{ ...found, ref: row.ref, name }] : [];
  });
}

function failureOfTenant(
  row: TenantRow,
): { readonly kind: 'tenant' | 'subscriptions'; readonly failure: Failure } | undefined {
  const pal = checkedPal(row);
  switch (pal.kind) {
    case 'unknown':
      return { kind: 'tenant', failure: pal.failure };
    case 'signInNeeded':
      return { kind: 'tenant', failure: pal.failure ?? { kind: 'signInNeeded' } };
    case 'accountNotAllowed':
      return { kind: 'tenant', failure: { kind: 'accountNotAllowed' } };
    case 'covered':
    case 'notAvailableInCloud':
      return undefined;
    case 'notChecked':
    case 'checking':
    case 'linked':
    case 'notLinked':
    case 'unclear':
      return row.subscriptions.kind === 'unknown'
        ? { kind: 'subscriptions', failure: row.subscriptions.failure }
        : undefined;
  }
}

/** Says nothing where everything was read; `before` stands before it. Ends when the action that was chosen has. */
export async function tellUnread(context: CommandContext, unread: readonly Unread[], before = ''): Promise<void> {
  if (unread.length === 0) {
    return;
  }
  const remedies = remediesOf(context, unread);
  const labels = new Map(remedies.map((remedy) => [remedyLabel(remedy), remedy]));
  const tell = unread.every(({ kind }) => kind === 'everything' || kind === 'identity') ? 'error' : 'warn';
  const alike = allAlike(unread);
  const more = learnMore();
  const answer = await context.window.dialogs[tell](
    [before, unreadText(unread)].join(' ').trim(),
    ...labels.keys(),
    ...(alike ? [more] : []),
  );
  if (alike && answer === more) {
    await context.window.documents.showHelp(helpSection[alike.kind]);
    return;
  }
  const remedy = answer === undefined ? undefined : labels.get(answer);
  if (remedy && !context.session.closing.aborted) {
    await act(context, remedy, unread);
  }
}

/** What all of them failed for, if it is one thing. */
function allAlike([first, ...others]: readonly Unread[]): Failure | undefined {
  return first && others.every(({ failure }) => failure.kind === first.failure.kind) ? first.failure : undefined;
}

/** The first few by name; what to do is said where it is the same for all, else each row's tooltip says it. */
function unreadText(unread: readonly Unread[]): string {
  const [first] = unread;
  if (first === undefined) {
    return '';
  }
  const alike = allAlike(unread) !== undefined;
  const more = unread.length - namedInModal;
  const named = unread
    .slice(0, namedInModal)
    .map((one) => (alike ? nameOf(one) : l10n.t('{0} ({1})', nameOf(one), failureReason(one.failure))));
  const names = [...named, ...(more > 0 ? [l10n.t('and {0} more', more)] : [])].join(', ');
  return alike
    ? l10n.t('Couldn’t read {0}. {1}', names, failureSentence(first.failure))
    : l10n.t('Couldn’t read {0}. The tooltip of each says what to do.', names);
}

function nameOf(one: Unread): string {
  switch (one.kind) {
    case 'everything':
      return l10n.t('your tenants');
    case 'identity':
      return l10n.t('the tenants of {0}', oneLine(one.name, longestName));
    case 'tenant':
      return oneLine(one.name, longestName);
    case 'subscriptions':
      return l10n.t('the subscriptions of {0}', oneLine(one.name, longestName));
  }
}

/** VS Code shows as many buttons as there are; three are read. */
const mostButtons = 3;

function remediesOf({ session }: CommandContext, unread: readonly Unread[]): readonly Remedy[] {
  const all = unread.flatMap((one) => {
    const key = one.kind === 'everything' ? undefined : one.kind === 'identity' ? one.key : one.ref.identity;
    return remedyFor(one.failure, key === undefined ? undefined : session.store.identity(key)?.identity.kind);
  });
  return [...new Set(all)].slice(0, mostButtons);
}

function remedyLabel(remedy: Remedy): string {
  switch (remedy) {
    case 'tryAgain':
      return l10n.t('Try Again');
    case 'signIn':
      return l10n.t('Sign In');
    case 'allowAccess':
      return l10n.t('Allow Access');
    case 'addIdentity':
      return l10n.t('Add Identity…');
    case 'chooseCloud':
      return l10n.t('Choose Cloud…');
    case 'showLog':
      return l10n.t('Show Log');
  }
}

async function act(context: CommandContext, remedy: Remedy, unread: readonly Unread[]): Promise<void> {
  switch (remedy) {
    case 'tryAgain':
      await tellUnread(context, await readAgain(context, unread));
      return;
    case 'signIn': {
      const inNeed = unread.filter(({ failure }) => failureTraits[failure.kind].signInHelps);
      for (const key of identitiesOf(inNeed)) {
        await signIn(context, identityRow(key));
      }
      const rows = rowsOf(context.session, refsIn(inNeed));
      if (rows.length > 0) {
        await signInOneByOne(context, rows);
      }
      return;
    }
    case 'allowAccess': {
      const waiting = unread.filter(({ failure }) => failure.kind === 'accountNotAllowed');
      for (const key of new Set([...identitiesOf(waiting), ...refsIn(waiting).map(({ identity }) => identity)])) {
        await allowAccount(context, identityRow(key));
      }
      return;
    }
    case 'addIdentity':
      await addIdentity(context);
      return;
    case 'chooseCloud':
      await chooseCloud(context);
      return;
    case 'showLog':
      context.window.showLog();
      return;
  }
}

/** Only what could not be read. */
async function readAgain(context: CommandContext, unread: readonly Unread[]): Promise<readonly Unread[]> {
  const { scanner } = context.session;
  const since = Date.now();
  if (unread.some(({ kind }) => kind === 'everything')) {
    return unreadAfter(context, { summary: await scanner.scanAll(), since });
  }
  const found: Unread[] = [];
  for (const key of identitiesOf(unread)) {
    found.push(...unreadAfter(context, { summary: await scanner.scanIdentity(key), since }));
  }
  const again = new Set(found.flatMap((one) => ('ref' in one ? [one.ref.identity] : [])));
  const refs = refsIn(unread).filter(({ identity }) => !again.has(identity));
  return refs.length === 0
    ? found
    : [...found, ...unreadAfter(context, { summary: await scanner.scanTenants(refs), since, named: refs })];
}

function identitiesOf(unread: readonly Unread[]): readonly IdentityKey[] {
  return unread.flatMap((one) => (one.kind === 'identity' ? [one.key] : []));
}

function refsIn(unread: readonly Unread[]): readonly TenantRef[] {
  return unread.flatMap((one) => ('ref' in one ? [one.ref] : []));
}

function identityRow(key: IdentityKey): RowArguments {
  return { ...fromPalette, clicked: { kind: 'identity', id: identityId(key), key } };
}
