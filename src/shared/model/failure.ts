import type { AddressProblem } from './httpsAddress.ts';

/** What kind of thing went wrong. *Not linked* is a status and not among them. */
export type FailureKind =
  | 'partnerIdInvalid'
  | 'alreadyLinked'
  | 'noAccountInTenant'
  | 'forbidden'
  | 'signInNeeded'
  | 'accountNotAllowed'
  /** VS Code has no sign-in to offer: its account provider is missing or disabled. */
  | 'signInUnavailable'
  /** Microsoft Entra refuses what the identity proves itself by: secret, certificate, federated token. The code says why. */
  | 'credentialRefused'
  /** What the identity proves itself by cannot be used on this machine; the code is one of `CredentialProblem`. */
  | 'credentialUnusable'
  /** The app has no service principal in the tenant. */
  | 'appNotInTenant'
  /** No directory has this id. */
  | 'tenantNotFound'
  /** The clock of this machine and Microsoft Entra's do not agree. */
  | 'clockWrong'
  /** Azure CLI, PowerShell or its module is not there; the code is one of `MissingTool`. */
  | 'toolMissing'
  | 'tenantBlocked'
  | 'throttled'
  | 'offline'
  | 'proxyOrCertificate'
  | 'timedOut'
  | 'notJson'
  | 'cutOff'
  /** The token or the answer belongs to another tenant, object or partner ID than was meant. */
  | 'wrongTenant'
  | 'unexpectedAnswer'
  | 'notAvailableInCloud'
  /** The cloud that is set, or the file of authorities to trust, cannot be used; the code is one of `CloudProblem`. */
  | 'cloudUnusable'
  /** The portal's billing service refuses tokens of this client; it is not asked again until a user says so. */
  | 'clientNotAccepted'
  /** The billing service's one answer for *none is set*, *access is missing* and *the ID is wrong*. */
  | 'ambiguousAnswer'
  | 'serviceError'
  /** The journal cannot be written (disk full, no permission), so nothing was sent. */
  | 'journalNotWritable'
  /** A file of the extension's own storage cannot be written. */
  | 'storageNotWritable'
  /** A file of the extension's own storage is there and cannot be read; it is not replaced. */
  | 'storageNotReadable'
  /** A file of the extension's own storage was written by a newer version of it; it is not replaced. */
  | 'storageNewer'
  /** Another window is at it right now. */
  | 'runningElsewhere'
  /** A run that was to be gone on with has ended already, or its journal is gone. */
  | 'runEnded'
  /** The window that sent it was closed, or lost its run, before Azure answered. */
  | 'interrupted'
  | 'cancelled'
  | 'unknown';

/** Codes of `credentialUnusable`. */
export type CredentialProblem =
  | 'FileMissing'
  | 'NoCertificate'
  | 'NoPrivateKey'
  | 'Pfx'
  | 'PasswordNeeded'
  | 'PasswordWrong'
  | 'KeyOfAnother'
  | 'KeyNotRsa'
  | 'CertificateExpired'
  | 'SecretMissing'
  /** Added while the cloud was one with AD FS. */
  | 'TenantMissing'
  | 'FederatedFileMissing'
  | 'FederatedFileEmpty'
  | 'FederatedTokenExpired';

/** Codes of `cloudUnusable`. */
export type CloudProblem =
  | AddressProblem
  /** Nothing there describes a cloud. */
  | 'NoMetadata'
  /** The description names nobody who issues tokens. */
  | 'NoAuthority'
  /** It names somebody by an address that is not https, or hides what it is. */
  | 'AuthorityUnusable'
  /** It does not say what tokens are for. */
  | 'NoAudience'
  | 'CaFileMissing'
  | 'CaFileNotPem';

/** Codes of `toolMissing`. */
export type MissingTool = 'AzMissing' | 'PowerShellMissing' | 'AzAccountsMissing';

/** A tool whose login is used: what to do about it is done there. */
export type LoginTool = 'azureCli' | 'azurePowerShell';

/**
 * One failure, as every room passes it on. Plain data: it goes into the snapshot and the journal as it is,
 * so it never holds a token, a secret or a user's name.
 */
export interface Failure {
  readonly kind: FailureKind;
  /** The tenant it happened in, where there is one. */
  readonly tenantId?: string;
  /** HTTP status, where an answer came. */
  readonly status?: number;
  /** The service's own error code, or the system's (`ENOTFOUND`), or `AADSTS…`. Untrusted text. */
  readonly code?: string;
  /** The service's own words, cut to 500 characters. Untrusted text. */
  readonly serviceMessage?: string;
  /** The service's request id, for Azure Support. */
  readonly requestId?: string;
  readonly correlationId?: string;
  /** What `Retry-After` asked for, in milliseconds. */
  readonly retryAfterMs?: number;
  /** Whose login it is about, where it is that of a tool. */
  readonly tool?: LoginTool;
  /** A write was sent and its effect is not known: read before doing anything else. */
  readonly mayHaveHappened?: boolean;
  /** A write was refused before anything was done, for a reason that is mended by now: it may begin anew at once. */
  readonly mayBeginAnew?: boolean;
}

/** Something that was known and could not be read again. */
export interface Stale {
  /** When it was last known to be so. */
  readonly asOf: number;
  /** Why it could not be read since. */
  readonly failure: Failure;
}
