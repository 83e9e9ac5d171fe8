import * as l10n from '@vscode/l10n';
import { knownPal, stalePal, type PalState, type TenantRow } from '../../shared/model/model.ts';
import type { Failure } from '../../shared/model/failure.ts';
import { failureAdvice, failureReason } from '../../shared/text/failureText.ts';
import { helpSection } from '../../shared/text/helpSection.ts';
import type { Fact } from './fact.ts';

/** What happened, in Azure's words too, what to do, and the ids that Azure Support asks for. */
export interface FailureFacts {
  readonly reason: string;
  /** Azure's own words. Untrusted. */
  readonly said?: string;
  readonly advice: string;
  /** Of the page about failures. */
  readonly section: string;
  readonly ids: readonly Fact[];
}

export function failureFacts(failure: Failure): FailureFacts {
  const reason = failureReason(failure);
  return {
    reason: reason.charAt(0).toUpperCase() + reason.slice(1),
    ...(failure.serviceMessage === undefined ? {} : { said: failure.serviceMessage }),
    advice: failureAdvice(failure),
    section: helpSection[failure.kind],
    ids: [
      { what: l10n.t('Error code'), value: failure.code ?? '', isId: true },
      { what: l10n.t('Request ID'), value: failure.requestId ?? '', isId: true },
    ],
  };
}

/** Why something of a tenant is unknown or old, of each kind one. */
export function tenantFailures(row: TenantRow): readonly Failure[] {
  if (knownPal(row).kind === 'covered') {
    return [];
  }
  const ofPal = stalePal(row)?.failure ?? palFailure(row.pal);
  const ofSubscriptions = row.subscriptions.kind === 'unknown' ? row.subscriptions.failure : undefined;
  return distinct([ofPal, ofSubscriptions]);
}

/** One of each kind is enough to say what to do. */
export function distinct(failures: readonly (Failure | undefined)[]): readonly Failure[] {
  const found = failures.filter((one) => one !== undefined);
  return found.filter((one, index) => found.findIndex(({ kind }) => kind === one.kind) === index);
}

/** Also for states that are no failure and still call for the same advice. */
function palFailure(pal: PalState): Failure | undefined {
  switch (pal.kind) {
    case 'unknown':
      return pal.failure;
    case 'unclear':
      return pal.write.failure;
    case 'signInNeeded':
      return pal.failure ?? { kind: 'signInNeeded' };
    case 'accountNotAllowed':
      return { kind: 'accountNotAllowed' };
    case 'notAvailableInCloud':
      return { kind: 'notAvailableInCloud' };
    case 'notChecked':
    case 'checking':
    case 'linked':
    case 'notLinked':
    case 'covered':
      return undefined;
  }
}
