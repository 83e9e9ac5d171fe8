/** *Add Tenants…* and *Remove Added Tenants…*: tenants that Azure does not list to an identity, which may use them all the same. */
import * as l10n from '@vscode/l10n';
import { lookUpTenants, type ReportedLine } from '../../operations/lists/lookUpTenants.ts';
import { addingDocument, addingText, hasTrouble } from '../../operations/lists/lookUpTenantsText.ts';
import { parseTargets, type ParsedTargets } from '../../operations/lists/parseTargets.ts';
import type { IdentityRow, TenantInfo, TenantRow } from '../../shared/model/model.ts';
import type { CommandContext } from '../context/commandContext.ts';
import { tellFailure } from '../context/tellFailure.ts';
import { askIdentity } from '../context/askIdentity.ts';
import { readTargetsFile } from '../lists/targetList.ts';
import type { RowArguments } from '../context/rowArguments.ts';
import { labelled } from '../ui/sampleLabel.ts';
import { askTenants, checkingText, fewNamed } from '../context/askTenants.ts';

export async function addTenants(context: CommandContext, from: RowArguments): Promise<void> {
  const [only, another] = context.session.store.identities();
  const row =
    only && !another
      ? only
      : await askIdentity(context, from, {
          title: l10n.t('Add Tenants'),
          placeholder: l10n.t('Identity to add tenants to'),
          none: l10n.t('There is no identity to add tenants to. Sign in, or try with sample data.'),
        });
  const list = row && (await askList(context, row));
  if (!list) {
    return;
  }
  if (list.entries.length + list.problems.length === 0) {
    await context.window.dialogs.info(l10n.t('The list is empty.'));
    return;
  }
  const lines = await lookUpLines(context, row, list);
  const added = lines.flatMap(({ end }): readonly TenantInfo[] =>
    end.kind === 'added'
      ? [{ tenantId: end.tenantId, domains: end.domain === undefined ? undefined : [end.domain] }]
      : [],
  );
  if (added.length > 0) {
    const saved = await context.session.addTenants(row.identity.key, added);
    if (!saved.ok) {
      await tellFailure(context.window, saved.failure);
    }
  }
  // What became of the lines need not wait for hundreds of tenants to be read.
  await Promise.all([tell(context, row, lines), check(context, row, added)]);
}

/** `undefined`: the user cancels, or knows why there is none. */
async function askList(context: CommandContext, { identity }: IdentityRow): Promise<ParsedTargets | undefined> {
  const title = l10n.t('Add Tenants to {0}', identity.name);
  const source = await context.window.dialogs.pick(
    [
      {
        value: 'clipboard',
        label: l10n.t('From the Clipboard'),
        icon: 'clippy',
        detail: l10n.t('Tenant IDs or domains, one per line, or spreadsheet rows with a “tenant” column'),
      },
      {
        value: 'file',
        label: l10n.t('From a File…'),
        icon: 'folder-opened',
        detail: l10n.t('The same, as a text or CSV file'),
      },
      { value: 'typed', label: l10n.t('Type…'), icon: 'edit', detail: l10n.t('One or a few') },
    ] as const,
    { title, placeholder: l10n.t('Where is your list of tenants?') },
  );
  switch (source) {
    case undefined:
      return undefined;
    case 'clipboard':
      return parseTargets(await context.window.clipboard());
    case 'typed': {
      const typed = await context.window.dialogs.input({
        title,
        prompt: l10n.t('Tenant IDs or domains, with spaces or commas between them'),
        placeholder: 'contoso.com',
        check: (text) =>
          text.trim() === '' ? { severity: 'error', message: l10n.t('Type a tenant ID or a domain.') } : undefined,
      });
      // A pasted list comes with spaces for its line ends.
      return typed === undefined
        ? undefined
        : parseTargets(
            typed
              .trim()
              .split(/[\s,;]+/)
              .join('\n'),
          );
    }
    case 'file':
      return (await readTargetsFile(context, title))?.lines;
  }
}

async function lookUpLines(
  context: CommandContext,
  { identity }: IdentityRow,
  list: ParsedTargets,
): Promise<readonly ReportedLine[]> {
  const azure = await context.session.azure();
  return context.window.dialogs.progress(l10n.t('Looking up tenants'), true, ({ report, signal }) =>
    lookUpTenants(list, {
      rows: context.session.store.tenants(identity.key),
      find: (domain) => azure.tenantOfDomain(domain, signal),
      signal,
      progressed: (done, total) => report({ message: l10n.t('{0} of {1}', done, total), done, total }),
    }),
  );
}

async function tell(context: CommandContext, { identity }: IdentityRow, lines: readonly ReportedLine[]): Promise<void> {
  const show = l10n.t('Show Report');
  const text = addingText(lines, identity.name);
  const answer = await (hasTrouble(lines)
    ? context.window.dialogs.warn(text, show)
    : context.window.dialogs.info(text, show));
  if (answer === show) {
    await context.window.documents.show(
      l10n.t('Tenants added'),
      labelled(context.session, addingDocument(lines, identity.name)),
    );
  }
}

async function check(context: CommandContext, { identity }: IdentityRow, added: readonly TenantInfo[]): Promise<void> {
  if (added.length > 0) {
    const refs = added.map(({ tenantId }) => ({ identity: identity.key, tenantId }));
    await context.window.dialogs.progress(checkingText(refs.length), true, ({ signal }) =>
      context.session.scanner.scanTenants(refs, signal),
    );
  }
}

function isAdded({ info }: TenantRow): boolean {
  return info.added === true;
}

export async function removeAddedTenants(context: CommandContext, from: RowArguments): Promise<void> {
  const rows = await askTenants(context, from, {
    title: l10n.t('Remove Added Tenants'),
    placeholder: l10n.t('Added tenants to remove'),
    offers: isAdded,
    none: l10n.t('You haven’t added any tenants.'),
  });
  if (!rows) {
    return;
  }
  const added = rows.filter(isAdded);
  const others = rows.filter((row) => !isAdded(row));
  if (added.length === 0) {
    await context.window.dialogs.info(
      l10n.t('Azure lists {0} anyway. You can hide it instead.', fewNamed(context, others).join(', ')),
    );
    return;
  }
  const names = fewNamed(context, added);
  const yes = await context.window.dialogs.confirm({
    message:
      added.length === 1 ? l10n.t('Remove {0}?', names[0] ?? '') : l10n.t('Remove {0} added tenants?', added.length),
    detail: [
      ...(added.length === 1 ? [] : names),
      ...(others.length === 0 ? [] : [l10n.t('Azure lists these, so they stay:'), ...fewNamed(context, others)]),
      l10n.t('They’re no longer shown here. This doesn’t change any links.'),
    ],
    button: l10n.t('Remove'),
  });
  if (yes) {
    const saved = await context.session.removeAddedTenants(added.map(({ ref }) => ref));
    if (!saved.ok) {
      await tellFailure(context.window, saved.failure);
    }
  }
}
