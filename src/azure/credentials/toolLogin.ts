/** Tokens of the login of a tool on this machine, the Azure CLI's or Azure PowerShell's. */
import { exec } from 'node:child_process';
import { AzureCliCredential, AzurePowerShellCredential } from '@azure/identity';
import type { Failure, LoginTool, MissingTool } from '../../shared/failure.ts';
import { failed } from '../../shared/outcome.ts';
import { aadstsFailure } from '../aadsts.ts';
import { orCancelled } from '../cancel.ts';
import { failureOf } from '../failure.ts';
import { serviceWords } from '../serviceError.ts';
import { withoutTrace } from './authorityClient.ts';
import { issued, type CredentialParts, type TokenAsker } from './tokenAsker.ts';

/** Longest that one start of a tool may take, in milliseconds. */
const longestMs = 45_000;

type ToolParts = Pick<CredentialParts, 'cloud' | 'tenantId' | 'clock'>;

export function azureCliAsker(parts: ToolParts): TokenAsker {
  const { cloud, tenantId } = parts;
  const credential = new AzureCliCredential({
    ...(tenantId !== undefined && { tenantId }),
    processTimeoutInMs: longestMs,
  });
  return asker('azureCli', parts, credential, async (message) => {
    if (/could not be found/i.test(message)) {
      return { kind: 'toolMissing', code: 'AzMissing' satisfies MissingTool };
    }
    // The SDK puts its own words in the place of those that say why: the CLI is asked once more for them.
    const words = /run 'az login'/i.test(message) ? await azureCliWords(cloud.scope, tenantId) : message;
    return entraWords(words) ?? networkTrouble(words) ?? { kind: /az login/.test(words) ? 'signInNeeded' : 'unknown' };
  });
}

export function azurePowerShellAsker(parts: ToolParts): TokenAsker {
  const { tenantId } = parts;
  const credential = new AzurePowerShellCredential({
    ...(tenantId !== undefined && { tenantId }),
    processTimeoutInMs: longestMs,
  });
  return asker('azurePowerShell', parts, credential, async (message) => {
    if (/Unable to execute PowerShell/i.test(message)) {
      return { kind: 'toolMissing', code: 'PowerShellMissing' satisfies MissingTool };
    }
    if (/Az\.Account' module/i.test(message)) {
      return { kind: 'toolMissing', code: 'AzAccountsMissing' satisfies MissingTool };
    }
    return (
      entraWords(message) ??
      networkTrouble(message) ?? { kind: /Connect-AzAccount/.test(message) ? 'signInNeeded' : 'unknown' }
    );
  });
}

function asker(
  tool: LoginTool,
  { cloud, tenantId, clock }: ToolParts,
  credential: AzureCliCredential | AzurePowerShellCredential,
  judge: (message: string) => Promise<Failure>,
): TokenAsker {
  return async ({ challenge, signal }) => {
    const began = clock();
    try {
      // A tool cannot answer a claims challenge silently; the SDK says so before it starts anything.
      const claims = challenge?.claims;
      const token = credential.getToken(cloud.scope, claims === undefined ? {} : { claims });
      return issued(await orCancelled(token, signal, tenantId), tenantId);
    } catch (error) {
      const failure = failureOf(error, { tenantId });
      if (failure.kind === 'cancelled') {
        return failed(failure);
      }
      const message = error instanceof Error ? error.message : '';
      const judged: Failure = clock() - began >= longestMs ? { kind: 'timedOut' } : await judge(message);
      return failed({ ...judged, tenantId, tool });
    }
  };
}

/** Only Microsoft Entra's own words are kept: the rest of what a tool prints may hold anything, commands and paths included. */
function entraWords(text: string): Failure | undefined {
  const words = /AADSTS\d{4,8}:[^\r\n]*/.exec(text)?.[0];
  const known = words === undefined ? undefined : aadstsFailure(words);
  return known && { ...known, serviceMessage: serviceWords(withoutTrace(words)) };
}

function networkTrouble(text: string): Failure | undefined {
  if (/CERTIFICATE_VERIFY_FAILED|SSLError|SSL connection could not be established/i.test(text)) {
    return { kind: 'proxyOrCertificate' };
  }
  return /Failed to establish a new connection|Max retries exceeded|No such host|Name or service not known/i.test(text)
    ? { kind: 'offline' }
    : undefined;
}

/** What `az` prints on its error output when it has no token to give. The SDK has checked scope and id for its own call already. */
async function azureCliWords(scope: string, tenantId: string | undefined): Promise<string> {
  const resource = scope.replace(/\/\.default$/, '');
  const tenant = tenantId === undefined ? '' : ` --tenant ${tenantId}`;
  // Not where a folder of somebody else's could hold another `az`, as the SDK has it.
  const cwd = process.platform === 'win32' ? (process.env['SystemRoot'] ?? 'C:\\Windows') : '/bin';
  return new Promise((resolve) => {
    exec(
      `az account get-access-token --output none --resource ${resource}${tenant}`,
      { cwd, timeout: longestMs },
      (_error, _stdout, stderr) => resolve(stderr),
    );
  });
}
