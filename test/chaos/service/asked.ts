/** What a request to the stand-in is about. */
import type { PipelineRequest } from '@azure/core-rest-pipeline';
import { readToken } from '../../../src/sandbox/identities/token.ts';
import { dporTarget, palTarget, type TargetId } from '../world/estate.ts';
import type { Held } from './ledger.ts';

export type Asked =
  | { readonly kind: 'reading'; readonly target: TargetId }
  | { readonly kind: 'write'; readonly target: TargetId; readonly to: Held }
  | { readonly kind: 'other' };

const partners = '/providers/microsoft.managementpartner/partners';
const billing = '/api/billing/subscription/';

export function askedBy(request: PipelineRequest): Asked {
  const url = new URL(request.url);
  const path = url.pathname.toLowerCase();
  if (path === partners || path.startsWith(`${partners}/`)) {
    return ofPal(request, path.slice(partners.length + 1));
  }
  return path.startsWith(billing) ? ofDpor(request, url, path.slice(billing.length)) : { kind: 'other' };
}

function ofPal(request: PipelineRequest, id: string): Asked {
  const token = readToken(request.headers.get('authorization')?.slice('Bearer '.length) ?? '');
  if (token?.tenantId === undefined || token.objectId === undefined) {
    return { kind: 'other' };
  }
  const target = palTarget(token.tenantId, token.objectId);
  return request.method === 'GET'
    ? { kind: 'reading', target }
    : { kind: 'write', target, to: request.method === 'DELETE' ? undefined : id };
}

function ofDpor(request: PipelineRequest, url: URL, method: string): Asked {
  const inQuery = url.searchParams.get('subscriptionGuid');
  if (method === 'getpartnerinformation' && inQuery !== null) {
    const target = dporTarget(inQuery);
    return request.method === 'GET' ? { kind: 'reading', target } : { kind: 'write', target, to: undefined };
  }
  if (method === 'setpartnerinformation' && typeof request.body === 'string') {
    const body = JSON.parse(request.body) as { readonly subscriptionGuid: string; readonly partnerId: string };
    return { kind: 'write', target: dporTarget(body.subscriptionGuid), to: body.partnerId };
  }
  return { kind: 'other' };
}
