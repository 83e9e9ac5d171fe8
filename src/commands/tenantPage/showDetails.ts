/** *Show Details*: the tenant page, one per window, beside what else is open. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { focusedRow, panelTypes } from '../../manifest.ts';
import { tenantKey } from '../../shared/model/model.ts';
import { readFromPage, type FromHost } from '../../shared/tenantPage/messages.ts';
import { TenantPage } from '../../tenantPage/tenantPage.ts';
import { askTenant, nothingKnown } from '../context/askTenants.ts';
import type { CommandContext, CommandWindow } from '../context/commandContext.ts';
import { pickedRows, type RowArguments } from '../context/rowArguments.ts';
import type { Node } from '../../tree/nodes.ts';
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
  const node = await focusedRowOf(context.window);
  if (node?.kind === 'tenant' || node?.kind === 'subscription') {
    return showDetails(context, pickedRows([node]));
  }
  await vscode.commands.executeCommand('list.select');
}

/**
 * The row that has the focus of the keyboard. VS Code tells extensions only which rows are selected, so the focused one is selected, or
 * no longer, and back again: it is the one by which the selection differs. Nothing is opened by that.
 */
async function focusedRowOf(window: Pick<CommandWindow, 'selection'>): Promise<Node | undefined> {
  const toggle = 'list.toggleSelection';
  const before = new Set(window.selection());
  await vscode.commands.executeCommand(toggle);
  const after = new Set(window.selection());
  await vscode.commands.executeCommand(toggle);
  return [...after].find((node) => !before.has(node)) ?? [...before].find((node) => !after.has(node));
}
