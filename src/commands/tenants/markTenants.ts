/** *Pin*, *Hide*, *Not Ours* and their opposites; *Mark as Seen*. */
import * as l10n from '@vscode/l10n';
import { isUnseen } from '../../estate/view/attention.ts';
import { failureSentence } from '../../shared/text/failureText.ts';
import type { TenantMark } from '../../shared/model/model.ts';
import type { CommandContext } from '../context/commandContext.ts';
import type { RowArguments } from '../context/rowArguments.ts';
import { askTenants, nothingKnown } from '../context/askTenants.ts';

function noneWith(mark: TenantMark): string {
  switch (mark) {
    case 'pinned':
      return l10n.t('No tenant is pinned.');
    case 'hidden':
      return l10n.t('No tenant is hidden.');
    case 'notOurs':
      return l10n.t('No tenant is marked as not ours.');
  }
}

export async function markTenants(
  context: CommandContext,
  from: RowArguments,
  which: TenantMark,
  on: boolean,
  title: string,
): Promise<void> {
  const { marks } = context.session;
  const rows = await askTenants(context, from, {
    title,
    placeholder: l10n.t('Tenants'),
    offers: (row) => marks.get(row.ref.tenantId).has(which) !== on,
    none: on ? nothingKnown() : noneWith(which),
  });
  if (rows) {
    const kept = await marks.set(
      rows.map((row) => row.ref.tenantId),
      which,
      on,
    );
    if (!kept.ok) {
      await context.window.dialogs.warn(
        l10n.t('The mark holds in this window only until it can be saved. {0}', failureSentence(kept.failure)),
      );
    }
  }
}

export async function markSeen(context: CommandContext, from: RowArguments): Promise<void> {
  const { store } = context.session;
  const rows = await askTenants(context, from, {
    title: l10n.t('Mark as Seen'),
    placeholder: l10n.t('Tenants where something changed, or a run failed'),
    offers: isUnseen,
    none: l10n.t('There is nothing to mark as seen.'),
  });
  for (const row of rows ?? []) {
    store.markSeen(row.ref);
  }
}
