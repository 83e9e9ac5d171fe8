/** What a consent does not cover: tenants that are not, when a user has answered, as they were when the question was asked. */
import * as l10n from '@vscode/l10n';
import { dporOf } from '../../estate/store/dporRow.ts';
import { knownPal, tenantKey, type TenantRef, type TenantRow } from '../../shared/model/model.ts';
import { associationKind, isWrite, reviewedOf, type Plan, type PlanItem, type WriteAction } from '../plan/plan.ts';
import { aboutTarget, type AboutTarget } from '../text/planText.ts';
import { obstacleText } from '../text/stateText.ts';

export type Consent =
  | { readonly kind: 'yes' }
  /** The user cancels. */
  | { readonly kind: 'no' }
  /** What they said yes to is not so any more. */
  | { readonly kind: 'overtaken'; readonly by: readonly AboutTarget[] };

/** Asks, and looks once more at what the plan would write before a yes counts as one. */
export async function consentTo(
  plan: Plan,
  rowOf: (tenant: TenantRef) => TenantRow | undefined,
  ask: () => Promise<boolean>,
): Promise<Consent> {
  // An undo may be of tenants that nobody has seen in this window: only those that go away meanwhile are gone.
  const there = new Set(
    plan.items.filter(({ tenant }) => rowOf(tenant) !== undefined).map(({ tenant }) => tenantKey(tenant)),
  );
  if (!(await ask())) {
    return { kind: 'no' };
  }
  const by = plan.items.flatMap((item): readonly AboutTarget[] => {
    const row = rowOf(item.tenant);
    const now =
      isWrite(item.action) && (row || there.has(tenantKey(item.tenant)))
        ? otherwise(item, item.action, row)
        : undefined;
    return now === undefined ? [] : [aboutTarget(item, now)];
  });
  return by.length === 0 ? { kind: 'yes' } : { kind: 'overtaken', by };
}

export function goneText(): string {
  return l10n.t('no longer among the known tenants');
}

/** `undefined`: as it was, or nobody can tell now. The run reads it before it writes. */
function otherwise(item: PlanItem, action: WriteAction, row: TenantRow | undefined): string | undefined {
  if (row === undefined) {
    return goneText();
  }
  const holder = item.subscription ? designatedIn(row, item.subscription.id) : linkedIn(row);
  return holder === undefined || holder.is?.partnerId === reviewedOf(action)
    ? undefined
    : obstacleText(
        { kind: 'changedSince', is: holder.is?.partnerId, isName: holder.is?.partnerName },
        associationKind(item),
      );
}

/** Who is known to be linked or designated; `is` absent: nobody, or none reported. */
interface Holder {
  readonly is?: { readonly partnerId: string; readonly partnerName?: string };
}

function linkedIn(row: TenantRow): Holder | undefined {
  const pal = knownPal(row);
  return pal.kind === 'linked' ? { is: pal.link } : pal.kind === 'notLinked' ? {} : undefined;
}

function designatedIn(row: TenantRow, subscriptionId: string): Holder | undefined {
  const { dpor } = dporOf(row, subscriptionId);
  return dpor.kind === 'designated' ? { is: dpor.partner } : dpor.kind === 'noneReported' ? {} : undefined;
}
