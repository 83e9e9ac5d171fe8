/** Tokens of a service principal in one tenant: one credential object of `@azure/identity` for each such pair. */
import { readFile } from 'node:fs/promises';
import {
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  type ClientAssertionCredentialOptions,
  type TokenCredential,
} from '@azure/identity';
import type { CredentialProblem, Failure } from '../../shared/model/failure.ts';
import type { ServicePrincipalSource } from '../../shared/model/knownIdentity.ts';
import { failed, success, type Outcome } from '../../shared/model/outcome.ts';
import { AuthorityClient } from './authorityClient.ts';
import { readCertificate } from './certificate.ts';
import { federatedProblem } from './federatedToken.ts';
import { issued, type CredentialParts, type TokenSource } from './tokenSource.ts';

/** Reads what the credential needs; ends in `credentialUnusable` where that is not there. */
export async function servicePrincipalTokens(
  way: ServicePrincipalSource,
  secret: string | undefined,
  parts: CredentialParts,
): Promise<Outcome<TokenSource>> {
  const { cloud, tenantId, clock } = parts;
  const unusable = (problem: CredentialProblem): Failure => ({ kind: 'credentialUnusable', code: problem, tenantId });
  // An AD FS has no tenants: its only one goes by this name in `@azure/identity`.
  const directory = cloud.kind === 'adfs' ? 'adfs' : tenantId;
  if (directory === undefined) {
    return failed(unusable('TenantMissing'));
  }
  const client = new AuthorityClient({ ...parts, secret });
  const options: ClientAssertionCredentialOptions = {
    authorityHost: cloud.authority,
    // The authority is the cloud's own and never what an answer or a workspace says, so nobody else needs to vouch for it.
    disableInstanceDiscovery: true,
    httpClient: client,
    retryOptions: { maxRetries: 1 },
  };
  const asker = (credential: TokenCredential, before?: () => Promise<Failure | undefined>): Outcome<TokenSource> =>
    success(async ({ challenge, signal }) => {
      const problem = await before?.();
      if (problem) {
        return failed(problem);
      }
      const token = await client.ask(signal, () => credential.getToken(cloud.scope, { claims: challenge?.claims }));
      return token.ok ? issued(token.value, tenantId) : failed(asPrincipal(token.failure));
    });
  switch (way.credential.kind) {
    case 'secret':
      return secret === undefined
        ? failed(unusable('SecretMissing'))
        : asker(new ClientSecretCredential(directory, way.clientId, secret, options));
    case 'certificate': {
      const bytes = await readFile(way.credential.path).catch(() => undefined);
      const file = bytes && readCertificate(bytes, secret, clock.now());
      if (file?.kind !== 'usable') {
        return failed(unusable(file?.problem ?? 'FileMissing'));
      }
      return asker(new ClientCertificateCredential(directory, way.clientId, { certificate: file.pem }, options));
    }
    case 'federated': {
      const { path } = way.credential;
      // Read anew for each token: whatever writes the file renews it.
      const assertion = async (): Promise<string> => (await readFile(path, 'utf8').catch(() => '')).trim();
      const credential = new ClientAssertionCredential(directory, way.clientId, assertion, options);
      return asker(credential, async () => {
        const problem = federatedProblem(await readFile(path, 'utf8').catch(() => undefined), clock.now());
        return problem && unusable(problem);
      });
    }
  }
}

/** A service principal has no sign-in page: what that could settle for a user, its app registration must. */
function asPrincipal(failure: Failure): Failure {
  return failure.kind === 'signInNeeded' ? { ...failure, kind: 'credentialRefused' } : failure;
}
