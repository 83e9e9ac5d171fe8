/** *Find Tenant…*: selects a tenant's row. */
import * as l10n from '@vscode/l10n';
import type { CommandContext } from '../context/commandContext.ts';
import { nothingKnown, tenantItems } from '../context/askTenants.ts';

export async function findTenant(context: CommandContext): Promise<void> {
  const rows = context.session.store.allTenants();
  if (rows.length === 0) {
    await context.window.dialogs.info(nothingKnown());
    return;
  }
  const row = await context.window.dialogs.pick(tenantItems(context.session, rows), {
    title: l10n.t('Find Tenant'),
    placeholder: l10n.t('Name, domain or ID'),
  });
  if (row) {
    await context.window.reveal(row.ref);
  }
}
