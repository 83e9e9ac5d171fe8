/** All that is known of the tenant's link, and of the tenant itself. */
import * as l10n from '@vscode/l10n';
import { oneLine } from '../../../src/shared/escaping/foreignText.ts';
import type { ShownTenant } from '../../../src/shared/tenantPage/messages.ts';
import { card } from '../../kit/card.ts';
import { make } from '../../kit/dom.ts';
import type { Context, TenantPart } from '../context.ts';
import { factList } from './facts.ts';

export function linkCard(context: Context): TenantPart {
  const { element, show } = card<ShownTenant['link']>('link', l10n.t('Partner Admin Link'), (facts) => [
    factList(facts, context),
  ]);
  return { element, update: ({ link }) => show(link) };
}

export function tenantCard(context: Context): TenantPart {
  const { element, show } = card<Pick<ShownTenant, 'facts' | 'notes'>>(
    'facts',
    l10n.t('Tenant'),
    ({ facts, notes }) => [
      factList(facts, context),
      ...notes.map((note) => make('p', { class: 'quiet' }, oneLine(note, 2_000))),
    ],
  );
  return { element, update: ({ facts, notes }) => show({ facts, notes }) };
}
