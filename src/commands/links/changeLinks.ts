/** *Link*, *Change* and *Remove*: choose, read what is not known yet, plan, confirm, run. */
import * as l10n from '@vscode/l10n';
import { obstacleIn, planPal, type PalIntent } from '../../operations/plan/plan.ts';
import { planContext } from '../../operations/plan/planContext.ts';
import { checkedPal, knownPal, type TenantRow } from '../../shared/model/model.ts';
import type { CommandContext } from '../context/commandContext.ts';
import { askPartnerId, partnerIdQuestion } from '../context/askPartnerId.ts';
import type { RowArguments } from '../context/rowArguments.ts';
import { confirmAndRun } from '../runs/startRun.ts';
import { askTenants, checkingText, nothingKnown, rowsOf } from '../context/askTenants.ts';

function isLinked(row: TenantRow): boolean {
  return knownPal(row).kind === 'linked';
}

/** Tenants where linking is possible or not known to be impossible. */
function isWithinReach(row: TenantRow): boolean {
  const pal = knownPal(row);
  return pal.kind === 'linked' || pal.kind === 'notLinked' || pal.kind === 'notChecked' || pal.kind === 'unknown';
}

export async function linkTenants(context: CommandContext, from: RowArguments): Promise<void> {
  const rows = await askTenants(context, from, {
    title: l10n.t('Link Partner ID'),
    placeholder: l10n.t('Tenants to link'),
    offers: isWithinReach,
    none: nothingKnown(),
  });
  if (rows) {
    await linkRows(context, rows, l10n.t('Link Partner ID'));
  }
}

export async function changeTenants(context: CommandContext, from: RowArguments): Promise<void> {
  const rows = await askTenants(context, from, {
    title: l10n.t('Change Partner ID'),
    placeholder: l10n.t('Linked tenants to change'),
    offers: isLinked,
    none: l10n.t('No tenant is linked to a partner ID.'),
  });
  if (rows) {
    await linkRows(context, rows, l10n.t('Change Partner ID'));
  }
}

async function linkRows(context: CommandContext, rows: readonly TenantRow[], title: string): Promise<void> {
  const partnerId = await askPartnerId(partnerIdQuestion(context), title);
  if (partnerId !== undefined) {
    await change(context, rows, { kind: 'link', partnerId });
  }
}

export async function removeLinks(context: CommandContext, from: RowArguments): Promise<void> {
  const rows = await askTenants(context, from, {
    title: l10n.t('Remove Partner Admin Link'),
    placeholder: l10n.t('Linked tenants to remove the link from'),
    offers: isLinked,
    none: l10n.t('No tenant is linked to a partner ID.'),
  });
  if (rows) {
    await change(context, rows, { kind: 'remove' });
  }
}

/** Reads the tenants whose status is not known, so that the plan is made of facts. `undefined`: the user cancelled that. */
export async function readUnknown(
  context: CommandContext,
  rows: readonly TenantRow[],
): Promise<readonly TenantRow[] | undefined> {
  const {
    session,
    window: { dialogs },
  } = context;
  const unknown = rows.filter((row) => {
    const kind = obstacleIn(checkedPal(row))?.kind;
    return kind === 'notChecked' || kind === 'unknown';
  });
  if (unknown.length > 0) {
    const { stopped } = await dialogs.progress(checkingText(unknown.length), true, ({ signal }) =>
      session.scanner.scanTenants(
        unknown.map((row) => row.ref),
        signal,
      ),
    );
    if (stopped) {
      return undefined;
    }
  }
  return rowsOf(
    session,
    rows.map((row) => row.ref),
  );
}

async function change(context: CommandContext, rows: readonly TenantRow[], intent: PalIntent): Promise<void> {
  const current = await readUnknown(context, rows);
  if (current) {
    await confirmAndRun(context, planPal(current, intent, planContext(context.session.store)));
  }
}
