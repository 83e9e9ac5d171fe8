/** *Find Tenant…* and the filter. */
import * as l10n from '@vscode/l10n';
import { filters } from '../../estate/view/filter.ts';
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

function filterName(filter: (typeof filters)[number]): string {
  switch (filter) {
    case 'all':
      return l10n.t('All');
    case 'needsAttention':
      return l10n.t('Needs attention');
    case 'notLinked':
      return l10n.t('Not linked');
    case 'anotherPartner':
      return l10n.t('Another partner');
    case 'signInNeeded':
      return l10n.t('Sign-in needed');
    case 'eaNoneReported':
      return l10n.t('EA, none reported');
  }
}

export async function chooseFilter(context: CommandContext): Promise<void> {
  const { session } = context;
  const counted = (tenants: number): string => (tenants === 1 ? l10n.t('1 tenant') : l10n.t('{0} tenants', tenants));
  const filter = await context.window.dialogs.pick(
    filters.map((value) => ({
      value,
      label: filterName(value),
      description: counted(session.countMatching(value)),
      icon: value === session.choice.filter ? 'check' : undefined,
    })),
    { title: l10n.t('Filter Tenants'), placeholder: l10n.t('Which tenants to show') },
  );
  if (filter) {
    session.choice.setFilter(filter);
  }
}
