/**
 * Which tenants a command is about. From a row: that row, or the rows picked with it. From the palette: always asked, never
 * the tree's old selection.
 */
import * as l10n from '@vscode/l10n';
import { inOrder, rowNames } from '../../estate/store/rowOrder.ts';
import { namedInModal } from '../../operations/text/planText.ts';
import { tenantKey, type TenantRef, type TenantRow } from '../../shared/model/model.ts';
import { exactTime } from '../../shared/text/relativeTime.ts';
import { tenantPalText } from '../../shared/text/statusTable.ts';
import type { Session } from '../../session/session.ts';
import type { PickItem, PickOptions } from '../ui/dialogs.ts';
import type { CommandContext } from './commandContext.ts';
import { refsOf, type RowArguments } from './rowArguments.ts';

/** Tenants as quick-pick items: name, domain where it is another, status, and the identity where there are several. */
export function tenantItems(session: Session, rows: readonly TenantRow[]): readonly PickItem<TenantRow>[] {
  const names = rowNames(session.store.allTenants().map((row) => row.info));
  const identities = session.store.identities();
  return inOrder(rows, session.marks).map((row) => {
    const name = names.get(row.ref.tenantId);
    const identity = identities.find((one) => one.identity.key === row.ref.identity)?.identity.name;
    const beside = name?.beside ?? row.info.defaultDomain;
    const details = [
      ...(beside === undefined || beside === name?.name ? [] : [beside]),
      row.ref.tenantId,
      ...(identities.length > 1 && identity !== undefined ? [identity] : []),
    ];
    return {
      value: row,
      label: name?.name ?? row.ref.tenantId,
      description: palTextIn(session, row),
      detail: details.join(' · '),
    };
  });
}

/** A tenant's PAL in words, with its age where it could not be read again. */
export function palTextIn(session: Session, row: TenantRow): string {
  return tenantPalText(row, session.rightIn(row.ref.tenantId), exactTime);
}

/** The rows of these tenants that are in the store, each once. */
export function rowsOf(session: Session, refs: readonly TenantRef[]): readonly TenantRow[] {
  const rows = new Map<string, TenantRow>();
  for (const ref of refs) {
    const row = session.store.tenant(ref);
    if (row) {
      rows.set(tenantKey(row.ref), row);
    }
  }
  return [...rows.values()];
}

export interface TenantsQuestion extends PickOptions {
  /** Which tenants the palette offers. */
  readonly offers: (row: TenantRow) => boolean;
  /** Said when there is none to offer. */
  readonly none: string;
}

async function offered(
  context: CommandContext,
  question: TenantsQuestion,
): Promise<readonly PickItem<TenantRow>[] | undefined> {
  const rows = context.session.store.allTenants().filter(question.offers);
  if (rows.length === 0) {
    await context.window.dialogs.info(question.none);
    return undefined;
  }
  return tenantItems(context.session, rows);
}

/** `undefined`: nothing to act on, or the user cancels. Rows may include ones that the command does not apply to. */
export async function askTenants(
  context: CommandContext,
  from: RowArguments,
  question: TenantsQuestion,
): Promise<readonly TenantRow[] | undefined> {
  const refs = refsOf(from);
  if (refs.length > 0) {
    const rows = rowsOf(context.session, refs);
    if (rows.length === 0) {
      await context.window.dialogs.info(l10n.t('That tenant is no longer in the list.'));
      return undefined;
    }
    return rows;
  }
  const items = await offered(context, question);
  const picked = items && (await context.window.dialogs.pickMany(items, question));
  return picked && picked.length > 0 ? picked : undefined;
}

/** As `askTenants`, for commands about one tenant. */
export async function askTenant(
  context: CommandContext,
  from: RowArguments,
  question: TenantsQuestion,
): Promise<TenantRow | undefined> {
  const [ref] = refsOf(from);
  if (ref) {
    return context.session.store.tenant(ref);
  }
  const items = await offered(context, question);
  return items && context.window.dialogs.pick(items, question);
}

/** As many names as a modal has room for, and how many more there are. */
export function fewNamed(context: CommandContext, rows: readonly TenantRow[]): readonly string[] {
  const labels = tenantItems(context.session, rows).map(({ label }) => label);
  const more = labels.length - namedInModal;
  return [...labels.slice(0, namedInModal), ...(more > 0 ? [l10n.t('and {0} more', more)] : [])];
}

/** The title of a check's progress. */
export function checkingText(tenants: number): string {
  return tenants === 1 ? l10n.t('Checking 1 tenant') : l10n.t('Checking {0} tenants', tenants);
}

export function nothingKnown(): string {
  return l10n.t('No tenants are known yet. Sign in, or try with sample data.');
}
