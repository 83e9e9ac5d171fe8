/** What a user can do, with one click, about something that could not be read. Pure. */
import type { Failure } from '../../shared/model/failure.ts';
import type { IdentityKind } from '../../shared/model/model.ts';

export type Remedy = 'tryAgain' | 'signIn' | 'allowAccess' | 'addIdentity' | 'chooseCloud' | 'showLog';

/** In the order of their worth. `identity`: whose reading it was, where it was one's. */
export function remedyFor(failure: Failure, identity?: IdentityKind): readonly Remedy[] {
  switch (failure.kind) {
    case 'signInNeeded':
    case 'wrongTenant':
      // A tool's login and a service principal are renewed elsewhere.
      return failure.tool === undefined && (identity === 'vscodeAccount' || identity === 'sample')
        ? ['signIn', 'tryAgain']
        : ['tryAgain'];
    case 'accountNotAllowed':
      return ['allowAccess'];
    case 'credentialRefused':
    case 'credentialUnusable':
      return failure.tool === undefined ? ['addIdentity', 'tryAgain'] : ['tryAgain'];
    case 'cloudUnusable':
    case 'notAvailableInCloud':
      return ['chooseCloud', 'tryAgain'];
    case 'signInUnavailable':
    case 'proxyOrCertificate':
    case 'notJson':
    case 'unexpectedAnswer':
    case 'serviceError':
    case 'unknown':
      return ['tryAgain', 'showLog'];
    case 'noAccountInTenant':
    case 'appNotInTenant':
    case 'tenantNotFound':
    case 'tenantBlocked':
    case 'forbidden':
    case 'clockWrong':
    case 'toolMissing':
    case 'throttled':
    case 'offline':
    case 'timedOut':
    case 'cutOff':
    case 'partnerIdInvalid':
    case 'alreadyLinked':
    case 'clientNotAccepted':
    case 'ambiguousAnswer':
    case 'journalNotWritable':
    case 'storageNotWritable':
    case 'storageNotReadable':
    case 'storageNewer':
    case 'runningElsewhere':
    case 'runEnded':
    case 'interrupted':
    case 'cancelled':
      return ['tryAgain'];
  }
}
