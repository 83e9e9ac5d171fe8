/**
 * Tooltips as Markdown. Every value goes through `forMarkdown`, our own words too: they hold partner names and dates.
 * Shown with `isTrusted` and `supportThemeIcons` off.
 */
import * as l10n from '@vscode/l10n';
import { shownName } from '../estate/store/rowOrder.ts';
import { commandName } from '../manifest.ts';
import { forMarkdown } from '../shared/escaping/foreignText.ts';
import type { Failure } from '../shared/model/failure.ts';
import type { Identity, IdentityRow, Subscription, TenantRow } from '../shared/model/model.ts';
import { identityKindText } from '../shared/text/identityText.ts';
import type { Fact } from './facts/fact.ts';
import { failureFacts, tenantFailures } from './facts/failureFacts.ts';
import type { RowContext } from './facts/rowContext.ts';
import {
  designationRules,
  subscriptionFacts,
  subscriptionFailures,
  subscriptionNotes,
} from './facts/subscriptionFacts.ts';
import { checkFacts, linkFacts, tenantFacts, tenantNotes } from './facts/tenantFacts.ts';

/** A tooltip has room for a few. */
const fewDomains = 5;

/** `identity`: always named here, also where the tree does not show a level of identities. */
export function tenantTooltip(row: TenantRow, identity: Identity | undefined, context: RowContext): string {
  return paragraphs([
    heading(shownName(row.info), row.ref.tenantId),
    list([
      ...linkFacts(row, identity, context),
      ...tenantFacts(row, identity, context, fewDomains),
      ...checkFacts(row, context),
    ]),
    ...tenantNotes(row).map(forMarkdown),
    ...tenantFailures(row).map(failureTooltip),
  ]);
}

export function subscriptionTooltip(subscription: Subscription, row: TenantRow, context: RowContext): string {
  return paragraphs([
    heading(subscription.displayName ?? '', subscription.subscriptionId),
    list(subscriptionFacts(subscription, row, context)),
    ...subscriptionNotes(subscription, row).map(forMarkdown),
    forMarkdown(designationRules(subscription, row) ?? ''),
    ...subscriptionFailures(subscription, row).map(failureTooltip),
  ]);
}

export function identityTooltip(row: IdentityRow): string {
  const { identity, state } = row;
  return paragraphs([
    heading(identity.name, identity.key),
    list([
      { what: l10n.t('Signs in as'), value: identity.kind === 'sample' ? '' : identityKindText(identity.kind) },
      { what: l10n.t('Home tenant ID'), value: identity.homeTenantId ?? '' },
      { what: l10n.t('Object ID'), value: identity.objectId ?? '' },
    ]),
    state.kind === 'failed' ? failureTooltip(state.failure) : '',
    state.kind === 'signInNeeded' && state.failure ? failureTooltip(state.failure) : '',
    state.kind === 'notAllowed'
      ? forMarkdown(l10n.t('VS Code knows this account, but you have not yet allowed Partner Link to use it.'))
      : '',
  ]);
}

/** Below a tenant whose subscriptions are not known. */
export function noteTooltip(row: TenantRow): string {
  return row.subscriptions.kind === 'unknown' ? failureTooltip(row.subscriptions.failure) : '';
}

export function failureTooltip(failure: Failure): string {
  const { reason, said, advice, section, ids } = failureFacts(failure);
  const words = said === undefined ? '' : forMarkdown(said);
  return [
    `**${forMarkdown(reason)}**`,
    words === '' ? '' : `${forMarkdown(l10n.t('Azure says:'))} “${words}”`,
    `${forMarkdown(advice)} ${helpLink(section)}`,
    list(ids),
  ]
    .filter((part) => part !== '')
    .join('  \n');
}

/** The only command that a tooltip may run; see `TenantsView.resolveTreeItem`. */
function helpLink(section: string): string {
  const argument = encodeURIComponent(JSON.stringify(section));
  return `[${forMarkdown(l10n.t('Learn More'))}](command:${commandName('openHelp')}?${argument})`;
}

/** A name of nothing visible gives way to the id. */
function heading(name: string, id: string): string {
  return `**${forMarkdown(name) || forMarkdown(id)}**`;
}

function list(facts: readonly Fact[]): string {
  return facts
    .map(({ what, value }) => ({ what, value: forMarkdown(value) }))
    .filter(({ value }) => value !== '')
    .map(({ what, value }) => `${forMarkdown(what)}: ${value}`)
    .join('  \n');
}

function paragraphs(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
