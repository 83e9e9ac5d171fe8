/** *Show Details*: the tenant page, one per window, beside what else is open. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { focusedRow, panelTypes } from '../../manifest.ts';
import { tenantKey } from '../../shared/model/model.ts';
import { readFromPage, type FromHost } from '../../shared/tenantPage/messages.ts';
import { TenantPage } from '../../tenantPage/tenantPage.ts';
import { askTenant, nothingKnown } from '../context/askTenants.ts';
import type { CommandContext } from '../context/commandContext.ts';
import { pickedRows, type RowArguments } from '../context/rowArguments.ts';
import { showPage, type PageKind } from '../pages/openPage.ts';
import { createTenantPageHost } from './createTenantPageHost.ts';

export const tenantPage: PageKind<FromHost, TenantPage> = {
  name: 'tenantPage',
  panelType: panelTypes.tenantPage,
  title: () => l10n.t('Tenant Details'),
  beside: true,
  readMessage: readFromPage,
  makeContent: (context, channel, before) =>
    new TenantPage({
      channel,
      session: context.session,
      host: createTenantPageHost(context),
      log: context.window.log,
      tenant: before?.tenant,
      language: vscode.env.language,
    }),
};

export async function showDetails(context: CommandContext, from: RowArguments): Promise<void> {
  if (from.text === focusedRow) {
    return showFocused(context);
  }
  const row = await askTenant(context, from, {
    title: l10n.t('Show Details'),
    placeholder: l10n.t('Tenant whose details to show'),
    offers: () => true,
    none: nothingKnown(),
  });
  if (row) {
    showPage(context, tenantPage, [tenantKey(row.ref)]);
  }
}

/** Rows of other kinds have no details: VS Code does with them what it does without this key. */
async function showFocused(context: CommandContext): Promise<void> {
  const { window } = context;
  const node = await window.focusedRow();
  return node?.kind === 'tenant' || node?.kind === 'subscription'
    ? showDetails(context, pickedRows([node]))
    : window.openFocusedRow();
}
