/** *Expected Partner IDs…*: kept from a list, shown, forgotten. */
import * as l10n from '@vscode/l10n';
import { isNotAsExpected } from '../../estate/view/attention.ts';
import type { ExpectedList } from '../../estate/files/expectedPartnerIds.ts';
import { rowNames } from '../../estate/store/rowOrder.ts';
import { expectedEntries } from '../../operations/lists/matchTargets.ts';
import { nothingToExpectText, unusableLinesText } from '../../shared/text/listText.ts';
import { markdownHead, markdownRow } from '../../shared/escaping/markdownTable.ts';
import type { TenantRow } from '../../shared/model/model.ts';
import { exactTime } from '../../shared/text/relativeTime.ts';
import { partnerText } from '../../shared/text/statusText.ts';
import { forMarkdown } from '../../shared/escaping/foreignText.ts';
import type { CommandContext } from '../context/commandContext.ts';
import { tellFailure } from '../context/tellFailure.ts';
import { problemText, readList } from './targetList.ts';
import { labelled } from '../ui/sampleLabel.ts';
import { palTextIn } from '../context/askTenants.ts';

export async function expectedPartnerIds(context: CommandContext): Promise<void> {
  const { expected } = context.session;
  const kept = expected.list();
  const choice = await context.window.dialogs.pick(
    [
      {
        value: 'keep',
        label: l10n.t('Keep from CSV…'),
        icon: 'folder-opened',
        detail: l10n.t('A tenant that holds another partner ID than the list expects needs attention'),
      },
      ...(kept
        ? ([
            { value: 'show', label: l10n.t('Show'), icon: 'list-flat', description: keptText(kept) },
            {
              value: 'forget',
              label: l10n.t('Forget'),
              icon: 'trash',
              detail: l10n.t('This doesn’t change any links.'),
            },
          ] as const)
        : []),
    ] as const,
    { title: l10n.t('Expected Partner IDs'), placeholder: kept ? keptText(kept) : l10n.t('None are saved yet') },
  );
  switch (choice) {
    case 'keep':
      await keep(context);
      return;
    case 'show':
      await context.window.documents.show(
        l10n.t('Expected'),
        labelled(context.session, expectedDocument(context, kept)),
      );
      return;
    case 'forget':
      await wasSaved(context, await expected.forget());
      return;
    case undefined:
      return;
  }
}

function keptText({ entries, source, keptAt }: ExpectedList): string {
  const when = exactTime(keptAt);
  return source === undefined
    ? l10n.t('{0} tenants, kept {1}', entries.length, when)
    : l10n.t('{0} tenants from {1}, kept {2}', entries.length, source, when);
}

async function keep(context: CommandContext): Promise<void> {
  const list = await readList(context);
  if (!list) {
    return;
  }
  const entries = expectedEntries(list.matched);
  if (entries.length === 0) {
    await context.window.dialogs.warn(nothingToExpectText());
    return;
  }
  if (await wasSaved(context, await context.session.expected.keep(entries, list.source))) {
    const [first] = list.problems;
    const kept =
      entries.length === 1
        ? l10n.t('1 partner ID is expected from now on.')
        : l10n.t('{0} partner IDs are expected from now on.', entries.length);
    await (first
      ? context.window.dialogs.warn([kept, unusableLinesText(list.problems.length), problemText(first)].join(' '))
      : context.window.dialogs.info(kept));
  }
}

async function wasSaved(
  context: CommandContext,
  outcome: Awaited<ReturnType<CommandContext['session']['expected']['forget']>>,
): Promise<boolean> {
  if (!outcome.ok) {
    await tellFailure(context.window, outcome.failure);
  }
  return outcome.ok;
}

function expectedDocument(context: CommandContext, kept: ExpectedList | undefined): string {
  const { store } = context.session;
  const rows = store.allTenants();
  const names = rowNames(rows.map(({ info }) => info));
  const rowsById = new Map<string, TenantRow[]>();
  for (const row of rows) {
    rowsById.set(row.ref.tenantId, [...(rowsById.get(row.ref.tenantId) ?? []), row]);
  }
  const lines = (kept?.entries ?? []).flatMap((entry) => {
    const found = rowsById.get(entry.tenantId) ?? [];
    const wanted = partnerText({ partnerId: entry.partnerId, partnerName: store.partnerName(entry.partnerId) });
    const name = names.get(entry.tenantId)?.name ?? entry.label ?? '';
    const line = (is: string, unmet: boolean): string =>
      markdownRow([name, entry.tenantId, wanted, is, unmet ? l10n.t('not as expected') : ''].map(forMarkdown));
    return found.length === 0
      ? [line(l10n.t('not among the known tenants'), false)]
      : found.map((row) => line(palTextIn(context.session, row), isNotAsExpected(row, entry)));
  });
  return [
    `# ${l10n.t('Expected partner IDs')}`,
    '',
    ...(kept ? [forMarkdown(keptText(kept)), ''] : []),
    ...markdownHead([l10n.t('Tenant'), l10n.t('Tenant ID'), l10n.t('Expected'), l10n.t('Now'), '']),
    ...lines,
    '',
  ].join('\n');
}
