/** Tokens of the login of a tool on this machine, the Azure CLI's or Azure PowerShell's. */
import { shellSafe } from '../clouds/cloudMetadata.ts';
import type { Failure, LoginTool, MissingTool } from '../../shared/model/failure.ts';
import { answerTooLarge } from '../../shared/text/failureText.ts';
import { isGuid } from '../../shared/model/guid.ts';
import type { IssuedToken } from '../../shared/ports/identitySource.ts';
import { failed, success } from '../../shared/model/outcome.ts';
import { beginningOf } from '../../shared/escaping/foreignText.ts';
import { aadstsFailure } from '../errors/aadsts.ts';
import { raceCancellation } from '../errors/cancellation.ts';
import { toFailure } from '../errors/toFailure.ts';
import { asObject, asText, parseJson } from '../../shared/validation/json.ts';
import { serviceWords } from '../errors/armError.ts';
import { withoutTrace } from './authorityClient.ts';
import { tokenScript } from './powerShellToken.ts';
import type { CredentialParts, TokenSource } from './tokenSource.ts';
import { runFile, runLine, type ToolRun } from './toolProcess.ts';

type ToolParts = Pick<CredentialParts, 'cloud' | 'tenantId'>;

/** Characters of a tool's words that are looked at. */
const longestWords = 16_000;

export function azureCliTokens(parts: ToolParts): TokenSource {
  return asker('azureCli', parts, runAzureCli, cliToken, ({ end, stderr }) => {
    if (
      end === 'notFound' ||
      stderr.startsWith("'az' is not recognized") ||
      /\baz: (?:command )?not found/.test(stderr)
    ) {
      return { kind: 'toolMissing', code: 'AzMissing' satisfies MissingTool };
    }
    return (
      entraWords(stderr) ?? networkTrouble(stderr) ?? { kind: /az login/.test(stderr) ? 'signInNeeded' : 'unknown' }
    );
  });
}

export function azurePowerShellTokens(parts: ToolParts): TokenSource {
  return asker('azurePowerShell', parts, runPowerShell, powerShellToken, ({ end, stderr }) => {
    if (end === 'notFound') {
      return { kind: 'toolMissing', code: 'PowerShellMissing' satisfies MissingTool };
    }
    if (/module 'Az\.Accounts' with version '[0-9.]+' was not loaded/.test(stderr)) {
      return { kind: 'toolMissing', code: 'AzAccountsMissing' satisfies MissingTool };
    }
    return (
      entraWords(stderr) ??
      networkTrouble(stderr) ?? { kind: /Connect-AzAccount/.test(stderr) ? 'signInNeeded' : 'unknown' }
    );
  });
}

function asker(
  tool: LoginTool,
  { cloud, tenantId }: ToolParts,
  run: (resource: string, tenantId: string | undefined, signal: AbortSignal) => Promise<ToolRun>,
  read: (stdout: string) => IssuedToken | undefined,
  judge: (run: ToolRun) => Failure,
): TokenSource {
  return async ({ challenge, signal }) => {
    if (challenge?.claims !== undefined) {
      // A tool cannot answer a claims challenge silently.
      return failed({ kind: 'signInNeeded', tenantId, tool });
    }
    const resource = cloud.scope.replace(/\/\.default$/, '');
    if (!shellSafe.test(resource) || (tenantId !== undefined && !isGuid(tenantId.toLowerCase()))) {
      return failed({ kind: 'unknown', code: 'NotForAShell', tenantId, tool });
    }
    try {
      const ended = await raceCancellation(run(resource, tenantId, signal), signal, tenantId);
      const token = read(ended.stdout);
      return token ? success(token) : failed({ ...failureIn(ended, judge), tenantId, tool });
    } catch (error) {
      return failed({ ...toFailure(error, { tenantId }), tool });
    }
  };
}

function failureIn(run: ToolRun, judge: (run: ToolRun) => Failure): Failure {
  switch (run.end) {
    case 'timedOut':
      return { kind: 'timedOut' };
    case 'tooLarge':
      return { kind: 'unexpectedAnswer', code: answerTooLarge };
    case 'done':
    case 'failed':
    case 'notFound':
      return judge({ ...run, stderr: beginningOf(run.stderr, longestWords) });
  }
}

async function runAzureCli(resource: string, tenantId: string | undefined, signal: AbortSignal): Promise<ToolRun> {
  const tenant = tenantId === undefined ? '' : ` --tenant ${tenantId}`;
  return runLine(`az account get-access-token --output json --resource ${resource}${tenant}`, signal);
}

/** PowerShell 7, or the one that comes with Windows. */
async function runPowerShell(resource: string, tenantId: string | undefined, signal: AbortSignal): Promise<ToolRun> {
  const isWindows = process.platform === 'win32';
  const parameters = ['-NoProfile', '-NonInteractive', '-Command', tokenScript(resource, tenantId)];
  const run = await runFile(isWindows ? 'pwsh.exe' : 'pwsh', parameters, signal);
  return run.end === 'notFound' && isWindows ? runFile('powershell.exe', parameters, signal) : run;
}

/** `expires_on`: seconds since 1970, from Azure CLI 2.54 on; before, `expiresOn` is a local time. */
function cliToken(stdout: string): IssuedToken | undefined {
  const answer = asObject(parseJson(stdout)?.value);
  const seconds = Number.parseInt(String(answer?.['expires_on']), 10);
  const expiresAt = Number.isNaN(seconds) ? Date.parse(asText(answer?.['expiresOn']) ?? '') : seconds * 1000;
  return tokenOf(answer?.['accessToken'], expiresAt);
}

/** Warnings may stand before the token. */
function powerShellToken(stdout: string): IssuedToken | undefined {
  for (const [text] of stdout.matchAll(/\{[^{}]*\}/g)) {
    const answer = asObject(parseJson(text)?.value);
    const token = tokenOf(answer?.['Token'], dateOf(answer?.['ExpiresOn']));
    if (token) {
      return token;
    }
  }
  return undefined;
}

/** As PowerShell 7 writes it, or as Windows PowerShell does: `/Date(1764547200000)/`. */
function dateOf(value: unknown): number {
  const text = asText(value) ?? '';
  const ms = /^\/Date\(([0-9]+)\)\/$/.exec(text)?.[1];
  return ms === undefined ? Date.parse(text) : Number(ms);
}

function tokenOf(token: unknown, expiresAt: number): IssuedToken | undefined {
  const text = asText(token);
  return text === undefined || Number.isNaN(expiresAt) ? undefined : { token: text, expiresAt };
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
