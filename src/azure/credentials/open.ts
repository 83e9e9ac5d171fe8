/** The lazily loaded way to `@azure/identity`: read when an identity beside VS Code's accounts asks for its first token. */
import type { CredentialSource } from '../../shared/model/knownIdentity.ts';
import { success, type Outcome } from '../../shared/model/outcome.ts';
import { servicePrincipalTokens } from './servicePrincipal.ts';
import type { CredentialParts, TokenSource } from './tokenSource.ts';
import { azureCliTokens, azurePowerShellTokens } from './toolLogin.ts';

/** Without a tenant: the service principal's own, or the one that the tool is set to. */
export async function createTokenSource(
  way: CredentialSource,
  secret: string | undefined,
  parts: CredentialParts,
): Promise<Outcome<TokenSource>> {
  switch (way.kind) {
    case 'azureCli':
      return success(azureCliTokens(parts));
    case 'azurePowerShell':
      return success(azurePowerShellTokens(parts));
    case 'servicePrincipal':
      return servicePrincipalTokens(way, secret, { ...parts, tenantId: parts.tenantId ?? way.tenantId });
  }
}
