/** Where do we stand, what is wrong, what next: all that the overview's page shows, from what the session knows. Pure. */
import * as l10n from '@vscode/l10n';
import { dayOf, withDay, type History } from '../estate/files/historyFile.ts';
import { attentionCount, type AttentionContext } from '../estate/view/attention.ts';
import {
  countDpor,
  countedRows,
  countPal,
  coverageOf,
  dporGroups,
  palGroups,
  type Coverage,
  type DporCounts,
  type PalCounts,
} from '../estate/view/estateCounts.ts';
import type { Bar, OverviewView } from '../shared/overview/messages.ts';
import type { IdentityRow, TenantRow } from '../shared/model/model.ts';
import { timeAgo, type TimeFormat } from '../shared/text/relativeTime.ts';
import { countPartnerIds } from './countPartnerIds.ts';
import { dporGroupText, dporLooks, palGroupText, palLooks } from './groupText.ts';
import { nextSteps, stepButton, stepReason } from './nextSteps.ts';

export interface OverviewFacts {
  readonly rows: readonly TenantRow[];
  readonly identities: readonly IdentityRow[];
  readonly context: AttentionContext;
  readonly history: History;
  readonly now: number;
  readonly time: TimeFormat;
  /** The name of a partner ID, where one was ever seen. */
  partnerName(id: string): string | undefined;
}

/** As many partner IDs as a glance takes in. */
const mostPartnerIds = 8;

export type EstateView = Omit<OverviewView, 'sampleLabel' | 'estate' | 'scan'>;

export function estateView(facts: OverviewFacts): EstateView {
  const { context } = facts;
  const rows = countedRows(facts.rows, context);
  const tenants = countPal(rows, context);
  const subscriptions = countDpor(rows, context);
  const coverage = coverageOf(tenants);
  const partnerIds = countPartnerIds(rows, context);
  return {
    headline: headlineOf(coverage),
    attention: attentionCount(facts.rows, context),
    tenants: palBar(tenants),
    subscriptions: dporBar(subscriptions),
    identities: identitiesOf(facts, rows),
    partnerIds: partnerIds.slice(0, mostPartnerIds).map((one) => {
      const name = context.own.find(({ id }) => id === one.id)?.label ?? facts.partnerName(one.id);
      return { ...one, ...(name === undefined ? {} : { name }) };
    }),
    morePartnerIds: Math.max(0, partnerIds.length - mostPartnerIds),
    coverage: coverageView(coverage, facts),
    ...changesOf(tenants, subscriptions, facts),
    steps: nextSteps(rows, context).map((step) => ({
      kind: step.kind,
      button: stepButton(step),
      why: stepReason(step),
    })),
  };
}

function headlineOf({ linked, tenants }: Coverage): string {
  if (tenants === 0) {
    return l10n.t('No tenant of yours can be linked here.');
  }
  if (linked < tenants) {
    return l10n.t('{0} of {1} tenants are linked.', linked, tenants);
  }
  return tenants === 1 ? l10n.t('The tenant is linked.') : l10n.t('All {0} tenants are linked.', tenants);
}

function palBar(counts: PalCounts): Bar {
  return palGroups.flatMap((group) =>
    counts[group] === 0 ? [] : [{ group, text: palGroupText(group), look: palLooks[group], count: counts[group] }],
  );
}

function dporBar(counts: DporCounts): Bar {
  return dporGroups.flatMap((group) =>
    counts[group] === 0 ? [] : [{ group, text: dporGroupText(group), look: dporLooks[group], count: counts[group] }],
  );
}

/** One alone is said by the bar of all tenants. */
function identitiesOf({ identities, context }: OverviewFacts, rows: readonly TenantRow[]): EstateView['identities'] {
  if (identities.length < 2) {
    return [];
  }
  return identities.map(({ identity: { key, name } }) => ({
    key,
    name,
    tenants: palBar(
      countPal(
        rows.filter(({ ref }) => ref.identity === key),
        context,
      ),
    ),
  }));
}

function coverageView(today: Coverage, { history, now, time }: OverviewFacts): EstateView['coverage'] {
  // What is not read yet today is no fall.
  const days = today.tenants === 0 ? history.days : withDay(history.days, { day: dayOf(now), ...today });
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) {
    return { text: l10n.t('Nothing is known yet.'), days: [] };
  }
  const text =
    first === last
      ? l10n.t('{0} linked today. The chart starts today.', percent(last, time))
      : l10n.t('{0} linked now, {1} on {2}.', percent(last, time), percent(first, time), dayText(first.day, time));
  return { text, days: [...days] };
}

function percent({ linked, tenants }: Coverage, { locale }: TimeFormat): string {
  const share = tenants === 0 ? 0 : linked / tenants;
  // All is said only of all.
  const shown = linked < tenants ? Math.min(share, 0.99) : share;
  return new Intl.NumberFormat(locale, { style: 'percent' }).format(shown);
}

export function dayText(day: string, { locale }: TimeFormat): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(new Date(year, month - 1, date));
}

/** Compared with how it stood when the user looked last: groups that grew or shrank. */
function changesOf(
  tenants: PalCounts,
  subscriptions: DporCounts,
  { history: { looked }, now, time }: OverviewFacts,
): Pick<EstateView, 'changes'> {
  if (looked === undefined) {
    return {};
  }
  const ofTenants = palGroups.map((group) => ({
    text: palGroupText(group),
    look: palLooks[group],
    by: tenants[group] - (looked.tenants[group] ?? 0),
  }));
  const ofSubscriptions = dporGroups.map((group) => ({
    text: l10n.t('{0} (DPOR)', dporGroupText(group)),
    look: dporLooks[group],
    by: subscriptions[group] - (looked.subscriptions[group] ?? 0),
  }));
  return {
    changes: {
      since: timeAgo(looked.at, now, time),
      parts: [...ofTenants, ...ofSubscriptions].filter(({ by }) => by !== 0),
    },
  };
}
