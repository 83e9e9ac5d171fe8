/** Error codes of Microsoft Entra (`AADSTS…`): https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
import type { FailureKind } from '../shared/failure.ts';

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
  '90002',
  '5000225',
  '5000224', // no such tenant any more, blocked for inactivity, not available
  '500011',
  '500014', // Azure is not there, or disabled, in this tenant
]);

/** Nobody there under this account. */
const noAccount = new Set(['50020', '90072', '50034', '51004', '50177', '50178', '500212', '500213']);

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
  if (transient.has(number)) {
    return { kind: number === '50196' ? 'throttled' : 'serviceError', code };
  }
  return { kind: number === '50105' ? 'forbidden' : 'signInNeeded', code };
}
