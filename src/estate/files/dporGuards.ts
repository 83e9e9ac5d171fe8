/** Runtime guards of what the snapshot's file holds of DPORs: a claim that cannot be read is no claim. */
import { isNoDporWhy, type Agreement, type AgreementState } from '../../shared/model/agreement.ts';
import type { DporChange, DporPartner, DporState, FailedReading } from '../../shared/model/dpor.ts';
import { isFailure } from '../../shared/validation/failureGuard.ts';
import type { UnclearWrite } from '../../shared/model/unclearWrite.ts';
import { isFields, isMaybe, isText, isTime } from '../../shared/validation/guards.ts';
import type { DporRecord } from './snapshotFile.ts';

export function isDporRecord(value: unknown): value is DporRecord {
  return (
    isFields(value) &&
    isMaybe(value['agreement'], isAgreementState) &&
    isMaybe(value['agreementFailed'], isFailedReading) &&
    isMaybe(value['dpor'], isDporState) &&
    ['agreementAt', 'leftEaAt', 'dporAt', 'newSince', 'newClearedAt'].every((name) => isMaybe(value[name], isTime))
  );
}

function isAgreementState(value: unknown): value is AgreementState {
  if (!isFields(value)) {
    return false;
  }
  switch (value['kind']) {
    case 'notChecked':
      return true;
    case 'known':
      return isAgreement(value['agreement']);
    case 'unknown':
      return isFailure(value['failure']);
    default:
      return false;
  }
}

function isAgreement(value: unknown): value is Agreement {
  return (
    isFields(value) &&
    ['agreementType', 'customerId', 'skuDescription', 'billingTenantId'].every((name) =>
      isMaybe(value[name], isText),
    ) &&
    (value['isAccountAdmin'] === undefined || typeof value['isAccountAdmin'] === 'boolean')
  );
}

function isDporState(value: unknown): value is DporState {
  if (!isFields(value)) {
    return false;
  }
  const { source } = value;
  if (!isMaybe(value['failed'], isFailedReading)) {
    return false;
  }
  switch (value['kind']) {
    case 'notChecked':
      return true;
    case 'designated':
      return isPartner(value['partner']) && isTime(value['at']) && source === 'portalService';
    case 'confirmed':
      return isChange(value['change']) && isTime(value['at']) && source === 'person';
    case 'submitted':
    case 'submittedNotVisible':
      return (
        isChange(value['change']) &&
        isMaybe(value['before'], isPartner) &&
        isTime(value['at']) &&
        source === 'portalService'
      );
    case 'unclear':
      return isUnclearWrite(value['write']) && source === 'portalService';
    case 'noneReported':
      return isTime(value['at']) && source === 'portalService';
    case 'doesNotApply':
      return isNoDporWhy(value['why']) && (source === 'agreement' || source === 'offer');
    case 'unknown':
      return isFailure(value['failure']) && (source === 'portalService' || source === 'agreement');
    case 'notAvailableInCloud':
      return source === 'cloud';
    default:
      return false;
  }
}

export function isUnclearWrite(value: unknown): value is UnclearWrite {
  return (
    isFields(value) &&
    isMaybe(value['to'], isPartner) &&
    isMaybe(value['from'], isPartner) &&
    isTime(value['at']) &&
    isFailure(value['failure']) &&
    isMaybe(value['run'], isRunPlace)
  );
}

function isRunPlace(value: unknown): value is NonNullable<UnclearWrite['run']> {
  return isFields(value) && isText(value['id']) && isTime(value['item']);
}

function isFailedReading(value: unknown): value is FailedReading {
  return isFields(value) && isFailure(value['failure']) && isTime(value['at']);
}

function isPartner(value: unknown): value is DporPartner {
  return isFields(value) && isText(value['partnerId']) && isMaybe(value['partnerName'], isText);
}

function isChange(value: unknown): value is DporChange {
  return (
    isFields(value) &&
    (value['do'] === 'designate'
      ? isPartner(value['partner'])
      : value['do'] === 'remove' && isMaybe(value['partnerId'], isText))
  );
}
