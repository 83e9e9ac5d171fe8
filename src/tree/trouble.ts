/** What could not be read and may be readable by now: said above the rows, and mended by the row that stands before them. Pure. */
import * as l10n from '@vscode/l10n';
import { isLeftAlone } from '../estate/view/attention.ts';
import type { Failure } from '../shared/model/failure.ts';
import { failureTraits } from '../shared/model/failureTraits.ts';
import { failureAdvice, failureReason } from '../shared/text/failureText.ts';
import { checkedPal, type IdentityRow, type TenantMark, type TenantRow } from '../shared/model/model.ts';
import { forMessage, forTree, oneLine } from '../shared/escaping/foreignText.ts';
import { facetText } from './facets.ts';
import type { Node, NodePool } from './nodes.ts';
import type { RowText } from './rowText.ts';

export interface Trouble {
  readonly failure: Failure;
  /** What stands above the rows. */
  readonly message: string;
  /** The rows to read again; none: all. */
  readonly rows: readonly Node[];
}

export interface TroubleFacts {
  /** Why nothing could be scanned at all the last time. */
  readonly failure: Failure | undefined;
  readonly identities: readonly IdentityRow[];
  readonly tenants: readonly TenantRow[];
  readonly marks: (tenantId: string) => ReadonlySet<TenantMark>;
}

export function troubleOf({ failure, identities, tenants, marks }: TroubleFacts, pool: NodePool): Trouble | undefined {
  if (failure) {
    return { failure, message: forMessage(failureReason(failure)), rows: [] };
  }
  const failed = identities.flatMap(({ identity, state }) =>
    state.kind === 'failed' ? [{ identity, failure: state.failure }] : [],
  );
  const [first] = failed;
  if (first) {
    const reason = failureReason(first.failure);
    const alike = failed.every((one) => one.failure.kind === first.failure.kind);
    return {
      failure: first.failure,
      message: forMessage(
        alike && failed.length === identities.length
          ? reason
          : failed.length === 1
            ? l10n.t('{0}: {1}', oneLine(first.identity.name), reason)
            : l10n.t('{0} identities could not be read', failed.length),
      ),
      rows: failed.map(({ identity }) => pool.identity(identity.key)),
    };
  }
  const broken = tenants.flatMap((row) => {
    const why = passingFailure(row);
    return why && !isLeftAlone(marks(row.ref.tenantId)) ? [{ row, why }] : [];
  });
  return (
    broken[0] && {
      failure: broken[0].why,
      message:
        broken.length === 1
          ? l10n.t('1 tenant could not be read: {0}', forMessage(failureReason(broken[0].why)))
          : l10n.t('{0} tenants could not be read', broken.length),
      rows: broken.map(({ row }) => pool.tenant(row.ref)),
    }
  );
}

/** Of what a refresh reads: the link, and the list of subscriptions. What is wrong with a tenant itself, its row says. */
function passingFailure(row: TenantRow): Failure | undefined {
  const pal = checkedPal(row);
  const { subscriptions } = row;
  return [
    ...(pal.kind === 'unknown' ? [pal.failure] : []),
    ...(subscriptions.kind === 'unknown' ? [subscriptions.failure] : []),
  ].find(({ kind }) => failureTraits[kind].passing);
}

/** The message says what happened; the row says what to do, and a click does it. */
export function remedyRowText({ failure, message, rows }: Trouble): RowText {
  const isCloud = failure.kind === 'cloudUnusable';
  const label = isCloud ? l10n.t('Choose Cloud…') : l10n.t('Try Again');
  const description = forTree(failureAdvice(failure));
  return {
    label,
    description,
    icon: { id: isCloud ? 'cloud' : 'refresh' },
    facets: facetText(['remedy']),
    spoken: [label, message, description].join(', '),
    collapsible: 'none',
    command: isCloud ? { id: 'chooseCloud', rows: [] } : { id: rows.length === 0 ? 'refresh' : 'refreshTenant', rows },
  };
}
