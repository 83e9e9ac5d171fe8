/** Commands over the sandbox without VS Code: a session of its own, scanned once, and dialogs that answer from a script. */
import assert from 'node:assert/strict';
import { azureCloud } from '../../../../src/azure/clouds/cloud.ts';
import type { CommandContext } from '../../../../src/commands/context/commandContext.ts';
import { samplePartnerIds } from '../../../../src/sandbox/scenario/partners.ts';
import type { Sandbox, SandboxOptions } from '../../../../src/sandbox/sandbox.ts';
import { sampleIdentityKeys, sampleTenantIds } from '../../../../src/sandbox/scenario/scenario.ts';
import type { Session } from '../../../../src/session/session.ts';
import { publicCloud } from '../../../../src/shared/model/cloudChoice.ts';
import type { Log } from '../../../../src/shared/ports/log.ts';
import type { TenantRow } from '../../../../src/shared/model/model.ts';
import { success, type Outcome } from '../../../../src/shared/model/outcome.ts';
import { tenantId, type TenantNode } from '../../../../src/tree/nodes.ts';
import { RecordedFiles } from '../../../host/support/recorders.ts';
import { ScriptedDialogs } from '../../../host/support/scriptedDialogs.ts';
import { openSampleSession } from '../../support/sampleSession.ts';

export type SampleTenant = keyof typeof sampleTenantIds;

export interface CommandWorld {
  /** Where the session keeps its files. */
  readonly folder: string;
  readonly context: CommandContext;
  readonly session: Session;
  readonly sandbox: Sandbox;
  readonly dialogs: ScriptedDialogs;
  /** Markdown documents shown, by name. */
  readonly documents: Map<string, string>;
  readonly files: RecordedFiles;
  /** What was put on the clipboard. */
  readonly copied: string[];
  row(tenant: SampleTenant): TenantRow;
  node(tenant: SampleTenant): TenantNode;
  close(): Promise<void>;
}

/** What commands over a session have at hand, and what they showed. */
export function commandsOver(
  session: Session,
  log: Log,
): Pick<CommandWorld, 'context' | 'dialogs' | 'documents' | 'files' | 'copied'> {
  const dialogs = new ScriptedDialogs();
  const documents = new Map<string, string>();
  const files = new RecordedFiles();
  const copied: string[] = [];
  const silent = (): void => undefined;
  const nothing = (): Promise<void> => Promise.resolve();
  const saved = (): Promise<Outcome<void>> => Promise.resolve(success(undefined));
  return {
    dialogs,
    documents,
    files,
    copied,
    context: {
      session,
      window: {
        dialogs,
        files,
        pages: new Map(),
        clouds: {
          chosen: () => ({ setting: 'vscode', choice: publicCloud, sovereign: { workspaceDiffers: false } }),
          trust: () => ({ systemCertificates: true }),
          choose: saved,
          trustFile: saved,
          onDidChange: () => ({ dispose: silent }),
        },
        log,
        documents: {
          show: async (name, markdown) => {
            documents.set(name, markdown);
          },
          showHelp: nothing,
          dispose: silent,
        },
        ready: () => Promise.resolve(session),
        showLog: silent,
        showTenants: nothing,
        reveal: nothing,
        selection: () => [],
        tenantsBelow: () => [],
        copy: async (text) => {
          copied.push(text);
          return Promise.resolve();
        },
        clipboard: () => Promise.resolve(copied.join('\n')),
        openExternal: nothing,
        switchMode: nothing,
        resetSandbox: nothing,
        useChosenCloud: nothing,
        describeCloud: async () => success(azureCloud),
      },
    },
  };
}

export async function openCommandWorld(options?: SandboxOptions): Promise<CommandWorld> {
  const silent = (): void => undefined;
  const log = { debug: silent, info: silent, warn: silent, error: silent };
  const { folder, session, sandbox, close } = await openSampleSession({
    log,
    own: [{ id: samplePartnerIds.contoso }],
    sandbox: options,
  });
  const refOf = (tenant: SampleTenant) => ({
    identity: sampleIdentityKeys.consultant,
    tenantId: sampleTenantIds[tenant],
  });
  return {
    folder,
    session,
    sandbox,
    ...commandsOver(session, log),
    row: (tenant) => {
      const row = session.store.tenant(refOf(tenant));
      assert.ok(row, `${tenant} is in the store`);
      return row;
    },
    node: (tenant) => ({ kind: 'tenant', id: tenantId(refOf(tenant)), ref: refOf(tenant) }),
    close,
  };
}
