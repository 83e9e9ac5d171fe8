/** The real Azure CLI with a profile of its own, set to a served sandbox as its cloud. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { serveSandbox, type ServedSandbox } from '../../scripts/sandboxServer/serveSandbox.ts';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface AzureCli {
  readonly served: ServedSandbox;
  /** For any program that is to find this profile: `az` itself, and what starts it. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends in what it said; throws with that where it fails. */
  az(...args: readonly string[]): Promise<string>;
  /** Signs in one of the sandbox's service principals, in its own tenant. */
  signIn(appId: string): Promise<void>;
  /** Runs a bash script without a terminal, however it ends. */
  bash(script: string): Promise<Ended>;
  close(): Promise<void>;
}

/** The cloud is registered as facts-azure.md section 4 has it: through AD FS, where one service principal means one tenant. */
export async function openAzureCli(): Promise<AzureCli> {
  const served = await serveSandbox();
  const profile = mkdtempSync(path.join(tmpdir(), 'partner-link-az-'));
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    AZURE_CONFIG_DIR: profile,
    AZURE_CORE_COLLECT_TELEMETRY: 'no',
    AZURE_CORE_NO_COLOR: 'yes',
    REQUESTS_CA_BUNDLE: served.caFile,
  };
  const az = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await run('az', args, env);
    if (code !== 0) {
      throw new Error(`az ${args[0] ?? ''} ended with ${String(code)}: ${stderr}`);
    }
    return stdout;
  };
  const cli: AzureCli = {
    served,
    env,
    az,
    signIn: async (appId) => {
      const { secret, homeTenantId } = served.servicePrincipal(appId);
      const who = ['--username', appId, '--password', secret, '--tenant', homeTenantId];
      await az('login', '--service-principal', '--allow-no-subscriptions', ...who);
    },
    bash: (script) => {
      const file = path.join(profile, 'script.sh');
      writeFileSync(file, script);
      return run('bash', [file], env);
    },
    close: async () => {
      await served.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
  const { armOrigin, adfsAuthority } = served;
  try {
    const endpoints = ['active-directory-resource-id', 'active-directory-graph-resource-id', 'management'];
    await az(
      ...['cloud', 'register', '--name', 'PartnerLinkSandbox', '--endpoint-resource-manager', armOrigin],
      ...['--endpoint-active-directory', adfsAuthority],
      ...endpoints.flatMap((name) => [`--endpoint-${name}`, armOrigin]),
    );
    await az('cloud', 'set', '--name', 'PartnerLinkSandbox');
    return cli;
  } catch (error) {
    await cli.close();
    throw error;
  }
}

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString('utf8');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString('utf8');
    });
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code: code ?? 1, stdout, stderr });
    });
  });
}
