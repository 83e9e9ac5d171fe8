/** Error codes of Microsoft Entra (`AADSTS…`): https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
import type { FailureKind } from '../../shared/model/failure.ts';

/** Policies of the tenant or its own state: signing in again does not help, its administrator does. */
const blocked = new Set([
  '53000',
  '53001',
  '53002',
  '53003',
  '53004',
  '53011',
  '530002',
  '530003',
  '530004', // conditional access, device, risk
  '50057', // the account is disabled there
  '5000225',
  '5000224', // blocked for inactivity, not available
  '7000112', // the app is disabled there
  '500011',
  '500014', // Azure is not there, or disabled, in this tenant
]);

/** Nobody there under this account. */
const noAccount = new Set(['50020', '90072', '50034', '51004', '50177', '50178', '500212', '500213']);

/** No directory has this id or domain, or it is none. */
const noTenant = new Set(['90002', '900023', '90130', '50128']);

/** The app has no service principal there. */
const noApp = new Set(['700016', '7000229', '700011']);

/**
 * What an app proves itself by: secrets (wrong, expired, none), certificates (not registered, signature), federated tokens
 * (nothing registered for them, or wrong themselves).
 */
const refused = new Set([
  '7000215',
  '7000222',
  '7000218',
  '7000216',
  '700027',
  '700030',
  '50012',
  '50013',
  '70021',
  '700021',
  '700211',
  '700212',
  '700213',
  '700214',
  '700222',
  '700025',
]);

/** An assertion that is not valid yet, or no more: for one made on this machine just now, its clock is wrong. */
const time = new Set(['700024', '500133']);

const transient = new Set(['90033', '90013', '50196']);

/** The first `AADSTS…` code in a text, without the letters. */
function aadstsNumber(text: string): string | undefined {
  return /\bAADSTS(\d{4,8})\b/i.exec(text)?.[1];
}

/**
 * What an `AADSTS…` code in a text means. Any other than the known ones (MFA 50076 and 50079, external challenge 50158, consent
 * 65001, expired …) is something the sign-in page can show or settle.
 */
export function aadstsFailure(text: string): { readonly kind: FailureKind; readonly code: string } | undefined {
  const number = aadstsNumber(text);
  if (number === undefined) {
    return undefined;
  }
  const code = `AADSTS${number}`;
  if (blocked.has(number)) {
    return { kind: 'tenantBlocked', code };
  }
  if (noAccount.has(number)) {
    return { kind: 'noAccountInTenant', code };
  }
  if (noTenant.has(number)) {
    return { kind: 'tenantNotFound', code };
  }
  if (noApp.has(number)) {
    return { kind: 'appNotInTenant', code };
  }
  if (refused.has(number)) {
    return { kind: 'credentialRefused', code };
  }
  if (time.has(number)) {
    return { kind: 'clockWrong', code };
  }
  if (transient.has(number)) {
    return { kind: number === '50196' ? 'throttled' : 'serviceError', code };
  }
  return { kind: number === '50105' ? 'forbidden' : 'signInNeeded', code };
}
