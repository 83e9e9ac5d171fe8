/** What follows from the kind of a failure alone, for all kinds in one table: a new kind does not compile until each column is decided. */
import type { FailureKind } from './failure.ts';

export interface FailureTraits {
  /** A write that ended so was certainly not done, unless the failure itself says that it may have been (`mayHaveHappened`). */
  readonly nothingWritten: boolean;
  /** Nothing goes on until a person has signed in, or has allowed that the account is used. */
  readonly needsPerson: boolean;
  /** Signing in to the tenant is what helps. Allowing an account is another thing; a token of the wrong tenant keeps nobody waiting. */
  readonly signInHelps: boolean;
  /** The identity has no account in the tenant, so the tenant may be seen through another one only. */
  readonly accountMissing: boolean;
  /** None of the identity's tenants can escape it, so they are not asked one by one. */
  readonly ofIdentity: boolean;
  /** It is about the whole tenant, so the PAL's status names it already and the subscriptions need not. */
  readonly ofTenant: boolean;
  /** It may have passed by now, so that reading again may help: nothing is wrong with the tenant itself. */
  readonly passing: boolean;
  /** A check that ends so has failed; one that waits for a person or was cancelled has not. */
  readonly failedCheck: boolean;
}

const yes = true;
const no = false;

// prettier-ignore
export const failureTraits: Readonly<Record<FailureKind, FailureTraits>> = {
  //                         nothing  needs   sign-in  account  of        of               failed
  //                         written  person  helps    missing  identity  tenant  passing  check
  partnerIdInvalid:    traits(yes,    no,     no,      no,      no,       no,     no,      yes),
  alreadyLinked:       traits(no,     no,     no,      no,      no,       no,     no,      yes),
  noAccountInTenant:   traits(yes,    no,     no,      yes,     no,       yes,    no,      yes),
  forbidden:           traits(yes,    no,     no,      no,      no,       no,     no,      yes),
  signInNeeded:        traits(yes,    yes,    yes,     no,      yes,      yes,    no,      no),
  accountNotAllowed:   traits(yes,    yes,    no,      no,      yes,      yes,    no,      no),
  signInUnavailable:   traits(yes,    no,     no,      no,      yes,      no,     no,      yes),
  credentialRefused:   traits(yes,    no,     no,      no,      yes,      yes,    no,      yes),
  credentialUnusable:  traits(yes,    no,     no,      no,      yes,      yes,    no,      yes),
  appNotInTenant:      traits(yes,    no,     no,      yes,     no,       yes,    no,      yes),
  tenantNotFound:      traits(yes,    no,     no,      no,      no,       yes,    no,      yes),
  clockWrong:          traits(yes,    no,     no,      no,      yes,      yes,    yes,     yes),
  toolMissing:         traits(yes,    no,     no,      no,      yes,      yes,    no,      yes),
  tenantBlocked:       traits(yes,    no,     no,      no,      no,       yes,    no,      yes),
  throttled:           traits(yes,    no,     no,      no,      no,       no,     yes,     yes),
  offline:             traits(yes,    no,     no,      no,      yes,      no,     yes,     yes),
  proxyOrCertificate:  traits(yes,    no,     no,      no,      yes,      no,     yes,     yes),
  timedOut:            traits(no,     no,     no,      no,      no,       no,     yes,     yes),
  notJson:             traits(no,     no,     no,      no,      no,       no,     yes,     yes),
  cutOff:              traits(no,     no,     no,      no,      no,       no,     yes,     yes),
  wrongTenant:         traits(no,     no,     yes,     no,      no,       no,     no,      yes),
  unexpectedAnswer:    traits(no,     no,     no,      no,      no,       no,     yes,     yes),
  notAvailableInCloud: traits(yes,    no,     no,      no,      no,       yes,    no,      yes),
  cloudUnusable:       traits(yes,    no,     no,      no,      no,       no,     no,      yes),
  clientNotAccepted:   traits(yes,    no,     no,      no,      no,       no,     no,      yes),
  ambiguousAnswer:     traits(no,     no,     no,      no,      no,       no,     no,      yes),
  serviceError:        traits(no,     no,     no,      no,      no,       no,     yes,     yes),
  journalNotWritable:  traits(no,     no,     no,      no,      no,       no,     no,      yes),
  storageNotWritable:  traits(no,     no,     no,      no,      no,       no,     no,      yes),
  storageNotReadable:  traits(no,     no,     no,      no,      no,       no,     no,      yes),
  storageNewer:        traits(no,     no,     no,      no,      no,       no,     no,      yes),
  runningElsewhere:    traits(no,     no,     no,      no,      no,       no,     no,      yes),
  runEnded:            traits(no,     no,     no,      no,      no,       no,     no,      yes),
  interrupted:         traits(no,     no,     no,      no,      no,       no,     no,      yes),
  cancelled:           traits(yes,    no,     no,      no,      no,       no,     no,      no),
  unknown:             traits(no,     no,     no,      no,      no,       no,     yes,     yes),
};

/** Every kind there is. */
export const failureKinds = Object.keys(failureTraits) as readonly FailureKind[];

function traits(
  nothingWritten: boolean,
  needsPerson: boolean,
  signInHelps: boolean,
  accountMissing: boolean,
  ofIdentity: boolean,
  ofTenant: boolean,
  passing: boolean,
  failedCheck: boolean,
): FailureTraits {
  return { nothingWritten, needsPerson, signInHelps, accountMissing, ofIdentity, ofTenant, passing, failedCheck };
}
