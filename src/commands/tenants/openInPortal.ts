/** *Open in Azure Portal* and the copy commands. */
import * as l10n from '@vscode/l10n';
import { hasPortal, portalPartnerAdminLink, portalSubscription, type PortalCloud } from '../../azure/clouds/cloud.ts';
import { knownPal, type TenantRow } from '../../shared/model/model.ts';
import type { CommandContext } from '../context/commandContext.ts';
import { tellFailure } from '../context/tellFailure.ts';
import { nodesOf, type RowArguments } from '../context/rowArguments.ts';
import { askTenant, askTenants, nothingKnown, rowsOf } from '../context/askTenants.ts';

/** In the portal of the session's cloud, where it has one. */
async function open(context: CommandContext, addressIn: (cloud: PortalCloud) => string): Promise<void> {
  if (context.session.mode === 'sandbox') {
    await context.window.dialogs.info(
      l10n.t('Sample data has no page in the portal. For your own tenants, this opens their page.'),
    );
    return;
  }
  const cloud = await portalOf(context);
  if (cloud) {
    await context.window.openExternal(addressIn(cloud));
  }
}

/** The session's cloud, with its portal; `undefined`: there is none, and the user was told. */
export async function portalOf(context: CommandContext): Promise<PortalCloud | undefined> {
  const cloud = await context.session.cloud.resolve();
  if (!cloud.ok) {
    await tellFailure(context.window, cloud.failure);
    return undefined;
  }
  if (!hasPortal(cloud.value)) {
    await context.window.dialogs.info(l10n.t('This cloud has no portal.'));
    return undefined;
  }
  return cloud.value;
}

export async function openInPortal(context: CommandContext, from: RowArguments): Promise<void> {
  const [node] = nodesOf(from);
  if (node?.kind === 'subscription') {
    await open(context, (cloud) => portalSubscription(cloud, node.ref.tenantId, node.subscriptionId));
    return;
  }
  const row = await askTenant(context, from, {
    title: l10n.t('Open in Azure Portal'),
    placeholder: l10n.t('Tenant whose Partner Admin Link page to open'),
    offers: () => true,
    none: nothingKnown(),
  });
  if (row) {
    await open(context, (cloud) => portalPartnerAdminLink(cloud, row.ref.tenantId));
  }
}

/** The ids of the picked rows, one per line: subscription ids of subscriptions, tenant ids of tenants. */
export async function copyIds(context: CommandContext, from: RowArguments): Promise<void> {
  const ids = nodesOf(from).flatMap((node) => {
    switch (node.kind) {
      case 'subscription':
        return [node.subscriptionId];
      case 'tenant':
        return [node.ref.tenantId];
      default:
        return [];
    }
  });
  if (ids.length === 0) {
    const rows = await askTenants(context, from, {
      title: l10n.t('Copy Tenant ID'),
      placeholder: l10n.t('Tenants whose ID to copy'),
      offers: () => true,
      none: nothingKnown(),
    });
    ids.push(...(rows ?? []).map((row) => row.ref.tenantId));
  }
  await copy(context, ids);
}

function linkedTo(row: TenantRow): string | undefined {
  const pal = knownPal(row);
  return pal.kind === 'linked' ? pal.link.partnerId : undefined;
}

export async function copyPartnerIds(context: CommandContext, from: RowArguments): Promise<void> {
  const rows = await askTenants(context, from, {
    title: l10n.t('Copy Partner ID'),
    placeholder: l10n.t('Tenants whose partner ID to copy'),
    offers: (row) => linkedTo(row) !== undefined,
    none: l10n.t('No tenant is linked to a partner ID.'),
  });
  await copy(context, [
    ...new Set(
      rowsOf(
        context.session,
        (rows ?? []).map((row) => row.ref),
      ).flatMap((row) => linkedTo(row) ?? []),
    ),
  ]);
}

async function copy(context: CommandContext, lines: readonly string[]): Promise<void> {
  if (lines.length > 0) {
    await context.window.copy(lines.join('\n'));
    context.window.dialogs.note(
      lines.length === 1 ? l10n.t('Copied {0}', lines[0] ?? '') : l10n.t('Copied {0} IDs', lines.length),
    );
  }
}
