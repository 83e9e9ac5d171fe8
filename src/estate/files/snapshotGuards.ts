/** Runtime guards of the snapshot's file: what another version or a damaged disk left there is not believed. */
import { isFailure } from '../../shared/validation/failureGuard.ts';
import {
  isConfirmed,
  type ConfirmedPal,
  type Identity,
  type IdentityKind,
  type IdentityState,
  type LinkDrift,
  type PalState,
  type PartnerLink,
  type TenantInfo,
} from '../../shared/model/model.ts';
import { isFields, isListOf, isMaybe, isRecordOf, isText, isTime } from '../../shared/validation/guards.ts';
import { isDporRecord, isUnclearWrite } from './dporGuards.ts';
import type { LearntName } from '../store/merge.ts';
import { isSubscriptionColumns } from './subscriptionColumns.ts';
import {
  snapshotVersion,
  type IdentityFileRecord,
  type SnapshotFile,
  type SubscriptionsRecord,
  type TenantRecord,
} from './snapshotFile.ts';

export function isSnapshotFile(value: unknown): value is SnapshotFile {
  return (
    isFields(value) &&
    value['version'] === snapshotVersion &&
    isMaybe(value['knownAsOf'], isTime) &&
    isListOf(value['identities'], isIdentityRecord) &&
    isRecordOf(value['removedIdentities'], isTime) &&
    isRecordOf(value['partnerNames'], isLearntName)
  );
}

function isIdentityRecord(value: unknown): value is IdentityFileRecord {
  return (
    isFields(value) &&
    isIdentity(value['identity']) &&
    isIdentityState(value['state']) &&
    isTime(value['seenAt']) &&
    isMaybe(value['tenantsListedAt'], isTime) &&
    isListOf(value['tenants'], isTenantRecord)
  );
}

/** A record, so that a kind forgotten here does not compile. */
const identityKinds: Record<IdentityKind, true> = {
  vscodeAccount: true,
  azureCli: true,
  azurePowerShell: true,
  servicePrincipal: true,
  sample: true,
};

export function isIdentity(value: unknown): value is Identity {
  return (
    isFields(value) &&
    isText(value['key']) &&
    isText(value['kind']) &&
    Object.hasOwn(identityKinds, value['kind']) &&
    isText(value['name']) &&
    isMaybe(value['homeTenantId'], isText) &&
    isMaybe(value['objectId'], isText) &&
    [undefined, 'user', 'servicePrincipal'].includes(value['principal'] as string | undefined)
  );
}

function isIdentityState(value: unknown): value is IdentityState {
  if (!isFields(value)) {
    return false;
  }
  switch (value['kind']) {
    case 'failed':
      return isFailure(value['failure']);
    case 'signInNeeded':
      return isMaybe(value['failure'], isFailure);
    default:
      return value['kind'] === 'ready' || value['kind'] === 'notAllowed';
  }
}

function isTenantRecord(value: unknown): value is TenantRecord {
  return (
    isFields(value) &&
    isTenantInfo(value['info']) &&
    isPal(value['pal']) &&
    isMaybe(value['confirmed'], isConfirmation) &&
    isSubscriptionsRecord(value['subscriptions']) &&
    isMaybe(value['checkedAt'], isTime) &&
    isMaybe(value['subscriptionsCheckedAt'], isTime) &&
    isMaybe(value['subscriptionsListedAt'], isTime) &&
    isMaybe(value['drift'], isDrift) &&
    isMaybe(value['driftClearedAt'], isTime) &&
    (value['dpor'] === undefined || isRecordOf(value['dpor'], isDporRecord))
  );
}

function isTenantInfo(value: unknown): value is TenantInfo {
  return (
    isFields(value) &&
    isText(value['tenantId']) &&
    ['displayName', 'defaultDomain', 'category', 'countryCode'].every((name) => isMaybe(value[name], isText)) &&
    (value['domains'] === undefined || isListOf(value['domains'], isText)) &&
    isMaybe(value['added'], isTrue)
  );
}

function isPal(value: unknown): value is PalState {
  if (!isFields(value)) {
    return false;
  }
  switch (value['kind']) {
    case 'linked':
      return isLink(value['link']);
    case 'unknown':
      return isFailure(value['failure']);
    case 'signInNeeded':
      return isMaybe(value['failure'], isFailure);
    case 'unclear':
      return isUnclearWrite(value['write']);
    case 'notChecked':
    case 'notLinked':
    case 'accountNotAllowed':
    case 'notAvailableInCloud':
      return true;
    default:
      return false;
  }
}

function isConfirmation(value: unknown): value is { readonly pal: ConfirmedPal; readonly at: number } {
  return isFields(value) && isPal(value['pal']) && isConfirmed(value['pal']) && isTime(value['at']);
}

function isLink(value: unknown): value is PartnerLink {
  return (
    isFields(value) &&
    isText(value['partnerId']) &&
    ['partnerName', 'tenantId', 'objectId', 'updatedTime'].every((name) => isMaybe(value[name], isText)) &&
    isMaybe(value['version'], isTime)
  );
}

function isDrift(value: unknown): value is LinkDrift {
  return isFields(value) && isMaybe(value['was'], isText) && isMaybe(value['is'], isText) && isTime(value['noticedAt']);
}

function isLearntName(value: unknown): value is LearntName {
  return isFields(value) && isText(value['name']) && isTime(value['at']);
}

function isSubscriptionsRecord(value: unknown): value is SubscriptionsRecord {
  if (!isFields(value)) {
    return false;
  }
  switch (value['kind']) {
    case 'notChecked':
      return true;
    case 'known':
      return isSubscriptionColumns(value['list']) && isMaybe(value['detailDropped'], isTrue);
    case 'unknown':
      return isFailure(value['failure']) && isMaybe(value['list'], isSubscriptionColumns);
    default:
      return false;
  }
}

function isTrue(value: unknown): value is true {
  return value === true;
}
