/** *Refresh* and *Check*: reading again, and saying what came of it. */
import * as l10n from '@vscode/l10n';
import { checkedPal, type TenantRef } from '../../shared/model/model.ts';
import type { CommandContext } from '../context/commandContext.ts';
import { nodesOf, type RowArguments } from '../context/rowArguments.ts';
import { askTenants, checkingText, nothingKnown, palTextIn, rowsOf, tenantItems } from '../context/askTenants.ts';
import { tellUnread, unreadAfter, type Unread } from './tellUnread.ts';

export async function refreshAll(context: CommandContext): Promise<void> {
  const { session } = context;
  const since = Date.now();
  await session.takeInOtherWindows();
  session.dpor.makeStale(session.store.allTenants().map((row) => row.ref));
  await tellUnread(context, unreadAfter(context, { summary: await session.scanner.scanAll(), since }));
}

export async function refreshTenants(context: CommandContext, from: RowArguments): Promise<void> {
  const { session } = context;
  await session.takeInOtherWindows();
  const unread: Unread[] = [];
  const identities = new Set(nodesOf(from).flatMap((node) => (node.kind === 'identity' ? [node.key] : [])));
  for (const key of identities) {
    const since = Date.now();
    unread.push(...unreadAfter(context, { summary: await session.scanner.scanIdentity(key), since }));
  }
  // Those of an identity were read with it.
  const others = nodesOf(from).filter((node) => 'ref' in node && !identities.has(node.ref.identity));
  if (identities.size === 0 || others.length > 0) {
    const rows = await askTenants(
      context,
      { picked: others },
      {
        title: l10n.t('Refresh Tenant'),
        placeholder: l10n.t('Tenants to read again'),
        offers: () => true,
        none: nothingKnown(),
      },
    );
    if (rows) {
      const named = rows.map((row) => row.ref);
      session.dpor.makeStale(named);
      const since = Date.now();
      unread.push(...unreadAfter(context, { summary: await session.scanner.scanTenants(named), since, named }));
    }
  }
  await tellUnread(context, unread);
}

/** Reads the links and says in words what they are; the rows show the same. */
export async function checkLinks(context: CommandContext, from: RowArguments): Promise<void> {
  const {
    session,
    window: { dialogs },
  } = context;
  const rows = await askTenants(context, from, {
    title: l10n.t('Check Partner Admin Link'),
    placeholder: l10n.t('Tenants to check'),
    offers: () => true,
    none: nothingKnown(),
  });
  if (!rows) {
    return;
  }
  const refs = rows.map((row) => row.ref);
  await session.takeInOtherWindows();
  const summary = await dialogs.progress(checkingText(refs.length), true, ({ signal }) =>
    session.scanner.scanTenants(refs, signal),
  );
  if (summary.failure) {
    await tellUnread(context, unreadAfter(context, { summary, since: 0 }));
  } else if (!summary.stopped) {
    await tell(context, refs, unreadAfter(context, { summary, since: 0, named: refs }));
  }
}

async function tell(context: CommandContext, refs: readonly TenantRef[], unread: readonly Unread[]): Promise<void> {
  const rows = rowsOf(context.session, refs);
  const [only] = rows;
  if (rows.length === 1 && only) {
    if (unread.length > 0) {
      await tellUnread(context, unread);
      return;
    }
    const [item] = tenantItems(context.session, rows);
    await context.window.dialogs.info(
      l10n.t('{0}: {1}', item?.label ?? only.ref.tenantId, palTextIn(context.session, only)),
    );
    return;
  }
  const count = (kind: string): number => rows.filter((row) => checkedPal(row).kind === kind).length;
  const linked = count('linked');
  const notLinked = count('notLinked');
  const told = l10n.t(
    '{0} tenants checked: {1} linked, {2} not linked, {3} unknown.',
    rows.length,
    linked,
    notLinked,
    rows.length - linked - notLinked,
  );
  await (unread.length === 0 ? context.window.dialogs.info(told) : tellUnread(context, unread, told));
}
