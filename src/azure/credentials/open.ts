/** The lazily loaded way to `@azure/identity`: read when an identity beside VS Code's accounts asks for its first token. */
import type { Way } from '../../shared/model/knownIdentity.ts';
import { success, type Outcome } from '../../shared/model/outcome.ts';
import { servicePrincipalAsker } from './servicePrincipal.ts';
import type { CredentialParts, TokenAsker } from './tokenSource.ts';
import { azureCliAsker, azurePowerShellAsker } from './toolLogin.ts';

/** Without a tenant: the service principal's own, or the one that the tool is set to. */
export async function createAsker(
  way: Way,
  secret: string | undefined,
  parts: CredentialParts,
): Promise<Outcome<TokenAsker>> {
  switch (way.kind) {
    case 'azureCli':
      return success(azureCliAsker(parts));
    case 'azurePowerShell':
      return success(azurePowerShellAsker(parts));
    case 'servicePrincipal':
      return servicePrincipalAsker(way, secret, { ...parts, tenantId: parts.tenantId ?? way.tenantId });
  }
}
