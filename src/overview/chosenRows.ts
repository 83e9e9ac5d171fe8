/** What a number of the overview stands for, as a filter of the Tenants view. */
import * as l10n from '@vscode/l10n';
import type { AttentionContext } from '../estate/view/attention.ts';
import { countedSubscriptions, dporGroup, dporGroups, palGroup, palGroups } from '../estate/view/estateCounts.ts';
import type { Chosen } from '../estate/view/filter.ts';
import type { Request } from '../shared/overview/messages.ts';
import { designatedFor, linkedIn } from './countPartnerIds.ts';
import { dporGroupText, palGroupText } from './groupText.ts';

type Show = Extract<Request, { readonly ask: 'show' | 'showPartnerId' }>;

/** `undefined`: the page named no group. `context` is asked anew for each row, so that the view follows what changes. */
export function chosenRows(asked: Show, context: () => AttentionContext, identityName?: string): Chosen | undefined {
  return asked.ask === 'showPartnerId' ? withPartnerId(asked, context) : ofGroup(asked, context, identityName);
}

function ofGroup(
  { of, group, identity }: Extract<Show, { readonly ask: 'show' }>,
  context: () => AttentionContext,
  identityName: string | undefined,
): Chosen | undefined {
  if (of === 'subscriptions') {
    const wanted = dporGroups.find((one) => one === group);
    return (
      wanted && {
        text: l10n.t('DPOR: {0}', dporGroupText(wanted)),
        holds: (row) => {
          const now = context();
          return countedSubscriptions(row, now).some((one) => dporGroup(one, row, now) === wanted);
        },
      }
    );
  }
  const wanted = palGroups.find((one) => one === group);
  return (
    wanted && {
      text: identityName === undefined ? palGroupText(wanted) : `${palGroupText(wanted)} · ${identityName}`,
      holds: (row) => (identity === undefined || row.ref.identity === identity) && palGroup(row, context()) === wanted,
    }
  );
}

function withPartnerId(
  { of, partnerId }: Extract<Show, { readonly ask: 'showPartnerId' }>,
  context: () => AttentionContext,
): Chosen {
  return of === 'tenants'
    ? { text: l10n.t('PAL {0}', partnerId), holds: (row) => linkedIn(row) === partnerId }
    : {
        text: l10n.t('DPOR {0}', partnerId),
        holds: (row) => countedSubscriptions(row, context()).some((one) => designatedFor(one, row) === partnerId),
      };
}
