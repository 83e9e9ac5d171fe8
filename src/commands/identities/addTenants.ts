/** *Add Tenants…* and *Remove Added Tenants…*: tenants that Azure does not list to an identity, which may use them all the same. */
import * as l10n from '@vscode/l10n';
import { lookUpTenants, type ReportedLine } from '../../operations/lists/lookUpTenants.ts';
import { addingDocument, addingText, hasTrouble } from '../../operations/lists/lookUpTenantsText.ts';
import { parseTargets, type ParsedTargets } from '../../operations/lists/parseTargets.ts';
import { failureSentence } from '../../shared/text/failureText.ts';
import type { IdentityRow, TenantInfo, TenantRow } from '../../shared/model/model.ts';
import type { App } from '../context/app.ts';
import { askIdentity } from '../context/askIdentity.ts';
import { readTargetsFile } from '../lists/targetList.ts';
import type { RowArguments } from '../context/rowArguments.ts';
import { labelled } from '../ui/sampleLabel.ts';
import { askTenants, checkingText, fewNamed } from '../context/askTenants.ts';

export async function addTenants(app: App, from: RowArguments): Promise<void> {
  const [only, another] = app.session.store.identities();
  const row =
    only && !another
      ? only
      : await askIdentity(app, from, {
          title: l10n.t('Add Tenants'),
          placeholder: l10n.t('Identity to add tenants to'),
          none: l10n.t('There is no identity to add tenants to. Sign in, or try with sample data.'),
        });
  const list = row && (await askList(app, row));
  if (!list) {
    return;
  }
  if (list.entries.length + list.problems.length === 0) {
    await app.dialogs.info(l10n.t('The list is empty.'));
    return;
  }
  const lines = await lookUpLines(app, row, list);
  const added = lines.flatMap(({ end }): readonly TenantInfo[] =>
    end.kind === 'added'
      ? [{ tenantId: end.tenantId, ...(end.domain === undefined ? {} : { domains: [end.domain] }) }]
      : [],
  );
  if (added.length > 0) {
    const saved = await app.session.addTenants(row.identity.key, added);
    if (!saved.ok) {
      await app.dialogs.error(failureSentence(saved.failure));
    }
  }
  // What became of the lines need not wait for hundreds of tenants to be read.
  await Promise.all([tell(app, row, lines), check(app, row, added)]);
}

/** `undefined`: the user cancels, or knows why there is none. */
async function askList(app: App, { identity }: IdentityRow): Promise<ParsedTargets | undefined> {
  const title = l10n.t('Add Tenants to {0}', identity.name);
  const source = await app.dialogs.pick(
    [
      {
        value: 'clipboard',
        label: l10n.t('From the Clipboard'),
        icon: 'clippy',
        detail: l10n.t('Tenant IDs or domains, one a line, or the rows of a spreadsheet with a column “tenant”'),
      },
      {
        value: 'file',
        label: l10n.t('From a File…'),
        icon: 'folder-opened',
        detail: l10n.t('The same, as text or CSV'),
      },
      { value: 'typed', label: l10n.t('Type…'), icon: 'edit', detail: l10n.t('One or a few') },
    ] as const,
    { title, placeholder: l10n.t('Where is your list of tenants?') },
  );
  switch (source) {
    case undefined:
      return undefined;
    case 'clipboard':
      return parseTargets(await app.clipboard());
    case 'typed': {
      const typed = await app.dialogs.input({
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
      return (await readTargetsFile(app, title))?.lines;
  }
}

async function lookUpLines(app: App, { identity }: IdentityRow, list: ParsedTargets): Promise<readonly ReportedLine[]> {
  const azure = await app.session.azure();
  return app.dialogs.progress(l10n.t('Looking up tenants'), true, ({ report, signal }) =>
    lookUpTenants(list, {
      rows: app.session.store.tenants(identity.key),
      find: (domain) => azure.tenantOfDomain(domain, signal),
      signal,
      progressed: (done, total) => report({ message: l10n.t('{0} of {1}', done, total), done, total }),
    }),
  );
}

async function tell(app: App, { identity }: IdentityRow, lines: readonly ReportedLine[]): Promise<void> {
  const show = l10n.t('Show Report');
  const text = addingText(lines, identity.name);
  const answer = await (hasTrouble(lines) ? app.dialogs.warn(text, show) : app.dialogs.info(text, show));
  if (answer === show) {
    await app.documents.show(l10n.t('Tenants added'), labelled(app.session, addingDocument(lines, identity.name)));
  }
}

async function check(app: App, { identity }: IdentityRow, added: readonly TenantInfo[]): Promise<void> {
  if (added.length > 0) {
    const refs = added.map(({ tenantId }) => ({ identity: identity.key, tenantId }));
    await app.dialogs.progress(checkingText(refs.length), true, ({ signal }) =>
      app.session.scanner.scanTenants(refs, signal),
    );
  }
}

function isAdded({ info }: TenantRow): boolean {
  return info.added === true;
}

export async function removeAddedTenants(app: App, from: RowArguments): Promise<void> {
  const rows = await askTenants(app, from, {
    title: l10n.t('Remove Added Tenants'),
    placeholder: l10n.t('Added tenants to leave out from now on'),
    offers: isAdded,
    none: l10n.t('No tenant was added by you.'),
  });
  if (!rows) {
    return;
  }
  const added = rows.filter(isAdded);
  const others = rows.filter((row) => !isAdded(row));
  if (added.length === 0) {
    await app.dialogs.info(l10n.t('Azure lists {0} by itself. You can hide it.', fewNamed(app, others).join(', ')));
    return;
  }
  const names = fewNamed(app, added);
  const yes = await app.dialogs.confirm({
    message:
      added.length === 1 ? l10n.t('Remove {0}?', names[0] ?? '') : l10n.t('Remove {0} added tenants?', added.length),
    detail: [
      ...(added.length === 1 ? [] : names),
      ...(others.length === 0 ? [] : [l10n.t('Listed by Azure, so they stay:'), ...fewNamed(app, others)]),
      l10n.t('They are left out here from now on. No link is changed by this.'),
    ],
    button: l10n.t('Remove'),
  });
  if (yes) {
    const saved = await app.session.removeAddedTenants(added.map(({ ref }) => ref));
    if (!saved.ok) {
      await app.dialogs.error(failureSentence(saved.failure));
    }
  }
}
