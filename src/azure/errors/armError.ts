/** Answers of Azure Resource Manager that are not a success, as failures. */
import type { Failure, FailureKind } from '../../shared/model/failure.ts';
import { redact } from '../../shared/escaping/redact.ts';
import { beginningOf } from '../../shared/escaping/foreignText.ts';
import { aadstsFailure } from './aadsts.ts';
import { asObject, asText, parseJson } from '../../shared/validation/json.ts';

/** What is being done to a link; reads have none. */
export type Write = 'create' | 'change' | 'remove';

export interface ErrorAnswer {
  readonly status: number;
  readonly body: string;
  readonly write?: Write;
}

const longestMessage = 500;

/** Characters of a service's words that are looked at at all. */
export const longestSeen = 4_000;

/** Somebody else's words, without tokens and accounts (`AuthorizationFailed` names the caller), and not for ever. */
export function serviceWords(text: string | undefined): string | undefined {
  const words = text === undefined ? undefined : redact(beginningOf(text, longestSeen)).trim();
  return words ? words.slice(0, longestMessage) : undefined;
}

/** `{"error":{"code","message"},"code","message"}`, with either half missing. */
export function readErrorBody(body: string): { readonly code?: string; readonly message?: string } {
  const outer = asObject(parseJson(body)?.value);
  const inner = asObject(outer?.['error']);
  return {
    code: asText(inner?.['code']) ?? asText(outer?.['code']) ?? asText(outer?.['error']),
    message: asText(inner?.['message']) ?? asText(outer?.['message']) ?? asText(outer?.['error_description']),
  };
}

/** Whatever status and code it comes with: these words alone tell a delegated CSP login from other refusals. */
const noAccountWords = /does not have an account in this tenant|will not be able to link the Partner ID/i;

const tenantBlockedCode =
  /^(?:(?:Disabled|Deleted|Blocked|Suspended|Inactive)Tenant|Tenant(?:Is)?(?:Disabled|Deleted|Blocked|Suspended|Inactive|NotFound))$/i;
const tenantBlockedWords =
  /\b(?:tenant|directory)\b.{0,80}\b(?:is|has been|was)\b.{0,20}\b(?:disabled|deleted|blocked|suspended)\b/i;

/**
 * Codes with which Azure Resource Manager says that it knows no such provider, or has it registered for nobody; at the level of tenants
 * it finds that a subscription is missing.
 */
const noProvider =
  /^(?:InvalidResourceNamespace|InvalidResourceType|NoRegisteredProviderFound|ResourceProviderNotFound|ResourceTypeNotFound|MissingSubscription(?:Registration)?)$/i;

/** Whether an answer says by its code that this cloud has no Partner Admin Link. */
export function saysNoProvider({ code }: Failure): boolean {
  return code !== undefined && noProvider.test(code);
}

/** Whether an answer may mean that this cloud has no Partner Admin Link: the caller asks `/operations` then. */
export function mayMeanNoProvider(failure: Failure): boolean {
  return (
    saysNoProvider(failure) || (failure.status === 404 && failure.code?.toLowerCase() !== 'managementpartnernotfound')
  );
}

function kindByStatus(status: number, write: Write | undefined): FailureKind {
  switch (status) {
    case 401:
      return 'signInNeeded';
    case 403:
      return 'forbidden';
    case 511:
      return 'proxyOrCertificate';
    case 408:
      return 'timedOut';
    case 409:
      return write === 'create' ? 'alreadyLinked' : 'serviceError';
    case 429:
      return 'throttled';
    default:
      return status < 400 ? 'unexpectedAnswer' : 'serviceError';
  }
}

/** Kind, code and words of an error answer (status 300 and up, or a success of an unexpected kind). */
export function serviceFailure(answer: ErrorAnswer): Pick<Failure, 'kind' | 'code' | 'serviceMessage'> {
  const { code, message } = readErrorBody(answer.body);
  const told = { code: code?.slice(0, 100), serviceMessage: serviceWords(message) };
  const words = `${code?.slice(0, 100) ?? ''} ${beginningOf(message ?? '', longestSeen)}`;
  if (noAccountWords.test(words)) {
    return { ...told, kind: 'noAccountInTenant' };
  }
  if (/^PartnerIdInvalid$/i.test(code ?? '')) {
    return { ...told, kind: 'partnerIdInvalid' };
  }
  if (/^PartnerIdAlreadyLinked$/i.test(code ?? '')) {
    return { ...told, kind: 'alreadyLinked' };
  }
  if (/^InvalidAuthenticationTokenTenant$/i.test(code ?? '')) {
    return { ...told, kind: 'wrongTenant' };
  }
  if (tenantBlockedCode.test(code ?? '') || /^RequestDisallowedBy/i.test(code ?? '')) {
    return { ...told, kind: 'tenantBlocked' };
  }
  const entra = aadstsFailure(words);
  if (entra) {
    return { ...told, ...entra };
  }
  if ((answer.status === 401 || answer.status === 403) && tenantBlockedWords.test(words)) {
    return { ...told, kind: 'tenantBlocked' };
  }
  return { ...told, kind: kindByStatus(answer.status, answer.write) };
}
