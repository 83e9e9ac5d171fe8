/** The object graph, by plain constructors; a bundle of its own, read on first use. Tests pass their own parts. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Azure } from './azure/azure.ts';
import { azureCloud } from './azure/cloud.ts';
import { partnerIdsInFile } from './estate/ownPartnerIdsFile.ts';
import { samplePartnerIds } from './sandbox/partners.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import { modeFolder } from './modeFile.ts';
import { Session } from './session.ts';
import { partnerIdsInSettings, refreshAfterHours, runConcurrency } from './settings.ts';
import { FailureCarrier } from './shared/failureGuard.ts';
import type { KnownIdentities } from './shared/knownIdentity.ts';
import type { Log } from './shared/log.ts';
import type { Mode, SavedPartnerId } from './shared/model.ts';
import type { Secrets } from './shared/secrets.ts';

export interface Parts {
  /** VS Code's global storage for this extension, shared by all windows. */
  readonly storage: string;
  readonly log: Log;
  /** Where the secrets of service principals are kept. */
  readonly secrets: Secrets;
  /** VS Code's authentication provider; absent: `microsoft`. Tests bring their own. */
  readonly providerId?: string;
  /** In Azure mode, too, requests go to a stand-in: the tests' own, so that they see what is asked. */
  readonly standIn?: Pick<Sandbox, 'httpClient'> & { readonly authorityClient?: Sandbox['httpClient'] };
}

/** What the sandbox starts with, so that its links tell own from another partner's. */
const samplesOwn: readonly SavedPartnerId[] = [{ id: samplePartnerIds.contoso, label: 'Contoso Consulting' }];

const windowId = randomUUID();

async function loadSandbox(folder: string, log: Log): Promise<Sandbox> {
  const { openSandbox } = await import('./sandbox/open.ts');
  const opened = openSandbox({ folder, log });
  if (!opened.ok) {
    throw new FailureCarrier(opened.failure);
  }
  return opened.value;
}

async function connect(parts: Parts, mode: Mode, known: KnownIdentities): Promise<Azure> {
  const { log } = parts;
  const { openAzure, openStandIn } = await import('./azure/open.ts');
  if (mode === 'sandbox') {
    const { httpClient, identities } = await loadSandbox(modeFolder(parts.storage, 'sandbox'), log);
    return openStandIn({ cloud: azureCloud, log, httpClient, identities });
  }
  const { providerId, secrets, standIn } = parts;
  return openAzure({
    cloud: azureCloud,
    log,
    providerId,
    known,
    secrets,
    httpClient: standIn?.httpClient,
    authorityClient: standIn?.authorityClient,
  });
}

/** Opens a mode and loads what is known from before; `rowsKnown` gets the session as soon as its rows can be shown. */
export async function openSession(
  parts: Parts,
  mode: Mode,
  rowsKnown: (session: Session) => void = () => {},
): Promise<Session> {
  const folder = modeFolder(parts.storage, mode);
  const session = new Session({
    mode,
    folder,
    windowId,
    log: parts.log,
    ownPartnerIds: mode === 'sandbox' ? await partnerIdsInFile(folder, samplesOwn, parts.log) : partnerIdsInSettings(),
    connect: (known) => connect(parts, mode, known),
    refreshAfterHours,
    runConcurrency,
  });
  await session.open(() => rowsKnown(session));
  return session;
}

/** Puts the sample data back to its beginning. Its session must be closed; the switches stay. */
export async function resetSampleData(parts: Parts): Promise<void> {
  const folder = modeFolder(parts.storage, 'sandbox');
  (await loadSandbox(folder, parts.log)).reset();
  const kept = [
    'estate.json',
    'summary.json',
    'marks.json',
    'expected.json',
    'form-list.json',
    'partner-ids.json',
    'identities.json',
    'journal',
  ];
  for (const name of kept) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
}
