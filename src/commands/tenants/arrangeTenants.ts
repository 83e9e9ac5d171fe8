/** *Filter Tenants…*, *Group By…* and *Sort By…*: which tenants the view shows, and how they stand. */
import * as l10n from '@vscode/l10n';
import { filters } from '../../estate/view/filter.ts';
import { defaultGrouping, groupings, type Grouping } from '../../estate/view/grouping.ts';
import { sortings, type Sorting } from '../../estate/view/sorting.ts';
import type { Outcome } from '../../shared/model/outcome.ts';
import { failureSentence } from '../../shared/text/failureText.ts';
import type { CommandContext } from '../context/commandContext.ts';
import type { PickItem } from '../ui/dialogs.ts';

type OfferedFilter = (typeof filters)[number];

function filterName(filter: OfferedFilter): string {
  switch (filter) {
    case 'all':
      return l10n.t('All');
    case 'needsAttention':
      return l10n.t('Needs attention');
    case 'notLinked':
      return l10n.t('Not linked');
    case 'anotherPartner':
      return l10n.t('Another partner');
    case 'signInNeeded':
      return l10n.t('Sign-in needed');
    case 'eaNoneReported':
      return l10n.t('EA, none reported');
  }
}

export async function chooseFilter(context: CommandContext): Promise<void> {
  const { session } = context;
  const current = session.choice.filter;
  const filter = await context.window.dialogs.pick(
    filters.flatMap((value): readonly PickItem<OfferedFilter>[] => {
      const tenants = session.countMatching(value);
      const offered = tenants > 0 || value === 'all' || value === current;
      return offered ? [{ ...item(value, current, filterName(value)), description: counted(tenants) }] : [];
    }),
    { title: l10n.t('Filter Tenants'), placeholder: l10n.t('Which tenants to show') },
  );
  if (filter) {
    session.choice.setFilter(filter);
  }
}

export async function chooseGrouping(context: CommandContext): Promise<void> {
  const { choice, store } = context.session;
  const current = choice.grouping ?? defaultGrouping(store.identities().length);
  const grouping = await context.window.dialogs.pick(
    groupings.map((value) => ({ ...item(value, current, groupingName(value)), description: groupingHint(value) })),
    { title: l10n.t('Group By'), placeholder: l10n.t('What the tenants of a group have in common') },
  );
  if (grouping) {
    await tellUnlessKept(context, await choice.setGrouping(grouping));
  }
}

export async function chooseSorting(context: CommandContext): Promise<void> {
  const { choice } = context.session;
  const sorting = await context.window.dialogs.pick(
    sortings.map((value) => ({ ...item(value, choice.sorting, sortingName(value)), description: sortingHint(value) })),
    { title: l10n.t('Sort By'), placeholder: l10n.t('Pinned tenants stay first') },
  );
  if (sorting) {
    await tellUnlessKept(context, await choice.setSorting(sorting));
  }
}

/** The current choice is checked. */
function item<T>(value: T, current: unknown, label: string): PickItem<T> {
  return { value, label, ...(value === current ? { icon: 'check' } : {}) };
}

function counted(tenants: number): string {
  return tenants === 1 ? l10n.t('1 tenant') : l10n.t('{0} tenants', tenants);
}

function groupingName(grouping: Grouping): string {
  switch (grouping) {
    case 'nothing':
      return l10n.t('Nothing');
    case 'whatToDo':
      return l10n.t('What to Do');
    case 'partnerId':
      return l10n.t('Partner ID');
    case 'identity':
      return l10n.t('Identity');
    case 'access':
      return l10n.t('Access');
  }
}

function groupingHint(grouping: Grouping): string {
  switch (grouping) {
    case 'nothing':
      return l10n.t('one list');
    case 'whatToDo':
      return l10n.t('needs attention, not linked, sign-in needed, linked, not ours');
    case 'partnerId':
      return l10n.t('your own first');
    case 'identity':
      return l10n.t('who signs in');
    case 'access':
      return l10n.t('home, guest, Lighthouse, service principal');
  }
}

function sortingName(sorting: Sorting): string {
  switch (sorting) {
    case 'name':
      return l10n.t('Name');
    case 'attention':
      return l10n.t('Attention');
    case 'lastChanged':
      return l10n.t('Last Changed');
  }
}

function sortingHint(sorting: Sorting): string {
  switch (sorting) {
    case 'name':
      return '';
    case 'attention':
      return l10n.t('what needs it first');
    case 'lastChanged':
      return l10n.t('newest link first');
  }
}

async function tellUnlessKept(context: CommandContext, kept: Outcome<void>): Promise<void> {
  if (!kept.ok) {
    await context.window.dialogs.warn(
      l10n.t('This holds in this window only. It could not be saved: {0}', failureSentence(kept.failure)),
    );
  }
}
