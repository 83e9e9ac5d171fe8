/** Microsoft Entra for the sample application that is in most tenants: its secret is good, any other is not. */
import { createHttpHeaders, type HttpClient } from '@azure/core-rest-pipeline';
import { sampleAppIds, sampleSecret, sampleServicePrincipalId } from '../../../src/sandbox/scenario/applications.ts';
import { issueToken } from '../../../src/sandbox/identities/token.ts';

export const automationSecret = sampleSecret('automation');

export function sampleAuthority(): HttpClient {
  return {
    sendRequest: async (request) => {
      const { pathname } = new URL(request.url);
      const asked = new URLSearchParams(typeof request.body === 'string' ? request.body : '');
      const tenantId = pathname.split('/')[1] ?? '';
      const good = asked.get('client_secret') === automationSecret;
      const token = issueToken({
        tenantId,
        objectId: sampleServicePrincipalId('automation', tenantId),
        appId: sampleAppIds.automation,
        audience: 'https://management.azure.com',
        expiresAt: Date.now() + 3_599_000,
      });
      const body = good
        ? { token_type: 'Bearer', expires_in: 3599, access_token: token }
        : {
            error: 'invalid_client',
            error_description: `AADSTS7000215: Invalid client secret provided (${asked.get('client_secret') ?? ''}). Trace ID: t`,
            error_codes: [7000215],
            trace_id: 'trace-1',
          };
      return {
        request,
        status: good ? 200 : 401,
        headers: createHttpHeaders({ 'content-type': 'application/json' }),
        bodyAsText: JSON.stringify(body),
      };
    },
  };
}
