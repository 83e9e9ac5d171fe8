/** Where docs/troubleshooting.md says what to do about each kind of failure; a test holds that the sections are there. */
import type { FailureKind } from '../model/failure.ts';

export const helpPage = 'docs/troubleshooting.md';

/** The anchor of a section there. A new kind does not compile until it has one. */
export const helpSection: Readonly<Record<FailureKind, string>> = {
  partnerIdInvalid: 'partner-id-not-valid',
  alreadyLinked: 'already-linked',
  noAccountInTenant: 'no-account-in-the-tenant',
  forbidden: 'access-denied',
  signInNeeded: 'sign-in-needed',
  accountNotAllowed: 'access-to-the-account-not-allowed-yet',
  signInUnavailable: 'vs-code-sign-in-not-available',
  credentialRefused: 'credential-refused',
  credentialUnusable: 'credential-cannot-be-used',
  appNotInTenant: 'app-not-in-the-tenant',
  tenantNotFound: 'no-such-tenant',
  clockWrong: 'clocks-do-not-agree',
  toolMissing: 'tool-missing',
  tenantBlocked: 'tenant-blocked',
  throttled: 'azure-asks-to-slow-down',
  offline: 'azure-cannot-be-reached',
  timedOut: 'azure-cannot-be-reached',
  cutOff: 'azure-cannot-be-reached',
  proxyOrCertificate: 'proxy-or-certificate-problem',
  notJson: 'proxy-or-certificate-problem',
  wrongTenant: 'answer-for-another-tenant',
  unexpectedAnswer: 'azure-reports-an-error',
  serviceError: 'azure-reports-an-error',
  unknown: 'azure-reports-an-error',
  notAvailableInCloud: 'not-available-in-this-cloud',
  cloudUnusable: 'not-available-in-this-cloud',
  clientNotAccepted: 'the-portal-service-does-not-answer',
  ambiguousAnswer: 'the-portal-service-does-not-answer',
  journalNotWritable: 'storage-or-journal',
  storageNotWritable: 'storage-or-journal',
  storageNotReadable: 'storage-or-journal',
  storageNewer: 'storage-or-journal',
  runningElsewhere: 'interrupted-or-running-in-another-window',
  runEnded: 'interrupted-or-running-in-another-window',
  interrupted: 'interrupted-or-running-in-another-window',
  cancelled: 'interrupted-or-running-in-another-window',
};
