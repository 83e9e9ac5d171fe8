/** What a plan would do, in one sentence of counts. */
import * as l10n from '@vscode/l10n';

/** What would be written to the partners of record of subscriptions. */
export interface DporSummary {
  readonly designate: number;
  readonly change: number;
  /** How many of `change` are away from an ID that is not one of the user's own. */
  readonly changeOther: number;
  readonly remove: number;
}

export interface PlanSummary {
  /** Links of tenants, like all below but for `already` and `cannot`. */
  readonly link: number;
  readonly change: number;
  /** How many of `change` are away from an ID that is not one of the user's own. */
  readonly changeOther: number;
  readonly remove: number;
  /** Absent: no subscription is among the targets. */
  readonly dpor?: DporSummary;
  /** Left as they are: already linked, or not linked where links are removed. */
  readonly already: number;
  /** Left as they are because nothing can be done there. */
  readonly cannot: number;
}

/** `Link 12, change 3 from other partners, leave 40 (37 already linked, 3 cannot)`. `removing`: the plan is to remove links. */
export function planSummaryText(summary: PlanSummary, removing: boolean): string {
  const { link, change, changeOther, remove, dpor, already, cannot } = summary;
  const parts = [
    ...(link > 0 ? [l10n.t('link {0}', link)] : []),
    ...(change > 0 ? [changeText(change, changeOther)] : []),
    ...(remove > 0 ? [l10n.t('remove {0}', remove)] : []),
    ...(dpor ? dporTexts(dpor) : []),
    ...(already + cannot > 0 ? [leaveText(already, cannot, dpor ? 'both' : removing ? 'removing' : 'linking')] : []),
  ];
  const text = parts.join(l10n.t({ message: ', ', comment: ['Between the parts of a list'] }));
  return text.charAt(0).toLocaleUpperCase() + text.slice(1);
}

function changeText(change: number, other: number): string {
  if (other === 0) {
    return l10n.t('change {0}', change);
  }
  if (other < change) {
    return l10n.t('change {0} ({1} from other partners)', change, other);
  }
  return change === 1 ? l10n.t('change 1 from another partner') : l10n.t('change {0} from other partners', change);
}

function dporTexts({ designate, change, changeOther, remove }: DporSummary): readonly string[] {
  return [
    ...(designate > 0 ? [l10n.t('designate {0}', designate)] : []),
    ...(change > 0
      ? [
          changeOther > 0
            ? l10n.t('change {0} DPOR ({1} from other partners)', change, changeOther)
            : l10n.t('change {0} DPOR', change),
        ]
      : []),
    ...(remove > 0 ? [l10n.t('remove {0} DPOR', remove)] : []),
  ];
}

/** `both`: the words fit tenants and subscriptions, whatever is done to them. */
function leaveText(already: number, cannot: number, what: 'linking' | 'removing' | 'both'): string {
  const leave = already + cannot;
  const removing = what === 'removing';
  if (what === 'both') {
    return cannot === 0
      ? l10n.t('leave {0} (nothing to do)', leave)
      : already === 0
        ? l10n.t('leave {0} (cannot)', leave)
        : l10n.t('leave {0} ({1} with nothing to do, {2} cannot)', leave, already, cannot);
  }
  if (cannot === 0) {
    return removing ? l10n.t('leave {0} (not linked)', leave) : l10n.t('leave {0} (already linked)', leave);
  }
  if (already === 0) {
    return removing ? l10n.t('leave {0} (cannot be removed)', leave) : l10n.t('leave {0} (cannot be linked)', leave);
  }
  return removing
    ? l10n.t('leave {0} ({1} not linked, {2} cannot)', leave, already, cannot)
    : l10n.t('leave {0} ({1} already linked, {2} cannot)', leave, already, cannot);
}
