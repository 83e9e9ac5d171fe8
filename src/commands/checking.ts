/** *Refresh* and *Check*: reading again, and saying what came of it. */
import * as l10n from '@vscode/l10n';
import type { ScanSummary } from '../estate/scan.ts';
import { failureSentence } from '../shared/failureText.ts';
import type { TenantRef } from '../shared/model.ts';
import { palText } from '../shared/status.ts';
import type { App } from './app.ts';
import { nodesOf, refsOf, type RowArguments } from './rowArguments.ts';
import { askTenants, checkingText, nothingKnown, rowsOf, tenantItems } from './targets.ts';

/** Said only where a row cannot say it: that nothing could be scanned at all. */
async function tellFailure(app: App, summary: ScanSummary): Promise<void> {
  if (summary.failure && summary.failure.kind !== 'cancelled') {
    await app.dialogs.error(failureSentence(summary.failure));
  }
}

export async function refreshAll(app: App): Promise<void> {
  const { session } = app;
  await session.takeInOtherWindows();
  session.dpor.makeStale(session.store.allTenants().map((row) => row.ref));
  await tellFailure(app, await session.scanner.scanAll());
}

export async function refreshTenants(app: App, from: RowArguments): Promise<void> {
  const { session } = app;
  await session.takeInOtherWindows();
  const identities = nodesOf(from).flatMap((node) => (node.kind === 'identity' ? [node.key] : []));
  for (const key of identities) {
    await tellFailure(app, await session.scanner.scanIdentity(key));
  }
  if (identities.length > 0 && refsOf(from).length === 0) {
    return;
  }
  const rows = await askTenants(app, from, {
    title: l10n.t('Refresh Tenant'),
    placeholder: l10n.t('Tenants to read again'),
    offers: () => true,
    none: nothingKnown(),
  });
  if (rows) {
    const refs = rows.map((row) => row.ref);
    session.dpor.makeStale(refs);
    await tellFailure(app, await session.scanner.scanTenants(refs));
  }
}

/** Reads the links and says in words what they are; the rows show the same. */
export async function checkLinks(app: App, from: RowArguments): Promise<void> {
  const { session, dialogs } = app;
  const rows = await askTenants(app, from, {
    title: l10n.t('Check Partner Admin Link'),
    placeholder: l10n.t('Tenants to check'),
    offers: () => true,
    none: nothingKnown(),
  });
  if (!rows) {
    return;
  }
  const refs = rows.map((row) => row.ref);
  await session.takeInOtherWindows();
  const summary = await dialogs.progress(checkingText(refs.length), true, ({ signal }) =>
    session.scanner.scanTenants(refs, signal),
  );
  await tellFailure(app, summary);
  if (!summary.stopped && !summary.failure) {
    await tell(app, refs);
  }
}

async function tell(app: App, refs: readonly TenantRef[]): Promise<void> {
  const rows = rowsOf(app.session, refs);
  const [only] = rows;
  if (rows.length === 1 && only) {
    const [item] = tenantItems(app.session, rows);
    const name = item?.label ?? only.ref.tenantId;
    await (only.pal.kind === 'unknown'
      ? app.dialogs.warn(l10n.t('{0}: {1}', name, failureSentence(only.pal.failure)))
      : app.dialogs.info(l10n.t('{0}: {1}', name, palText(only.pal, app.session.ownPartnerIds.list()))));
    return;
  }
  const count = (kind: string): number => rows.filter((row) => row.pal.kind === kind).length;
  const linked = count('linked');
  const notLinked = count('notLinked');
  await app.dialogs.info(
    l10n.t(
      '{0} tenants checked: {1} linked, {2} not linked, {3} could not be told.',
      rows.length,
      linked,
      notLinked,
      rows.length - linked - notLinked,
    ),
  );
}
