/**
 * The token endpoint of an AD FS, as an Azure Stack may have one: no tenant in the path, the application alone says whose token it is.
 * assumed: all of it beyond the endpoints; codes and texts are those that its documentation and people's reports show.
 */
import { json, type Answer } from '../../src/sandbox/api/answer.ts';
import type { FaultAnswer } from '../../src/sandbox/switches/faults.ts';
import type { UnknownAnswers } from '../../src/sandbox/switches/switches.ts';
import { issueToken } from '../../src/sandbox/identities/token.ts';
import { disprove } from './clientProof.ts';
import { isServed, resourceOf, tokenBody, tokenLifeSeconds, type TokenQuestion } from './entraToken.ts';

/** `fault` is one for tokens. */
export async function adfsToken(
  question: TokenQuestion,
  claims: UnknownAnswers['adfsClaims'],
  fault: FaultAnswer | undefined,
): Promise<Answer> {
  const { origin, scenario, parameters, now } = question;
  if (fault?.kind === 'tokenFails') {
    return refuse(
      500,
      'server_error',
      'MSIS9604',
      'An error occurred. The authorization server was not able to fulfill the request.',
    );
  }
  if (parameters.get('grant_type') !== 'client_credentials') {
    return refuse(
      400,
      'unsupported_grant_type',
      'MSIS9611',
      "The authorization server does not support the requested 'grant_type'.",
    );
  }
  const clientId = (parameters.get('client_id') ?? '').toLowerCase();
  const application = scenario.applications.find(({ appId }) => appId === clientId);
  const home = application?.tenants.find(({ tenantId }) => tenantId === application.homeTenantId);
  const isForUs = (audience: string): boolean => audience.startsWith(`${origin}/adfs/`);
  if (!application || !home || (await disprove({ ...question, application, isForUs }))) {
    return refuse(
      401,
      'invalid_client',
      'MSIS9622',
      'Client authentication failed. Please verify the credential provided for client authentication is valid.',
    );
  }
  const resource = resourceOf(parameters, 'v1') ?? resourceOf(parameters, 'v2');
  if (resource === undefined || !isServed(resource, origin)) {
    return refuse(
      400,
      'invalid_resource',
      'MSIS9602',
      "The received 'resource' parameter is invalid. The authorization server can not find a registered resource with the specified identifier.",
    );
  }
  const whose = claims === 'none' ? {} : { tenantId: home.tenantId, objectId: home.objectId };
  const token = issueToken({
    ...whose,
    appId: application.appId,
    issuer: `${origin}/adfs`,
    audience: resource,
    expiresAt: now + tokenLifeSeconds * 1000,
  });
  return json(200, tokenBody(token, resource, 'v2', now));
}

function refuse(status: number, error: string, code: string, text: string): Answer {
  return json(status, { error, error_description: `${code}: ${text}` });
}
