/** The object graph, by plain constructors; a bundle of its own, read on first use. Tests pass their own parts. */
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Azure } from '../shared/ports/azure.ts';
import { azureCloud, clouds, type Cloud } from '../azure/clouds/cloud.ts';
import { partnerIdsInFile } from '../estate/files/ownPartnerIdsFile.ts';
import { samplePartnerIds } from '../sandbox/scenario/partners.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { cloudFolderName, modeFolder, sessionFolder } from './modeStore.ts';
import { Session } from '../session/session.ts';
import { publicSession, type SessionCloud } from '../session/sessionCloud.ts';
import {
  dporModeInSettings,
  dporModeOfSampleData,
  partnerIdsInSettings,
  refreshAfterHours,
  runConcurrency,
} from './settings.ts';
import { isPublic, type ChosenCloud } from '../shared/model/cloudChoice.ts';
import type { CloudSettings, Trust } from '../shared/ports/cloudSettings.ts';
import { FailureCarrier } from '../shared/validation/failureGuard.ts';
import type { KnownIdentities } from '../shared/model/knownIdentity.ts';
import type { Log } from '../shared/ports/log.ts';
import type { Mode, SavedPartnerId } from '../shared/model/model.ts';
import { success, type Outcome } from '../shared/model/outcome.ts';
import type { Traffic } from '../shared/async/pace.ts';
import type { Secrets } from '../shared/ports/secrets.ts';
import { forLog } from '../shared/escaping/foreignText.ts';
import { tidyFolder } from '../storage/setAside.ts';
import { StorageTroubles } from '../storage/storageTroubles.ts';
import { showInStatusBar } from './statusBar.ts';
import { tellRuns } from './tellRuns.ts';
import { treeOf, type TreeOf } from '../tree/treeModel.ts';

export { rememberMode } from './rememberMode.ts';

export interface Parts {
  /** VS Code's global storage for this extension, shared by all windows. */
  readonly storage: string;
  readonly log: Log;
  /** Where the secrets of service principals are kept. */
  readonly secrets: Secrets;
  readonly clouds: CloudSettings;
  /** VS Code's authentication provider; absent: `microsoft`. Tests bring their own. */
  readonly providerId?: string;
  /** The same for clouds other than the public one; absent: `microsoft-sovereign-cloud`. */
  readonly sovereignProviderId?: string;
  /** In Azure mode, too, requests go to a stand-in: the tests' own, so that they see what is asked. */
  readonly standIn?: Pick<Sandbox, 'httpClient'> & { readonly authorityClient?: Sandbox['httpClient'] };
}

/** What the sandbox starts with, so that its links tell own from another partner's. */
const samplesOwn: readonly SavedPartnerId[] = [{ id: samplePartnerIds.contoso, label: 'Contoso Consulting' }];

const windowId = randomUUID();

async function loadSandbox(folder: string, log: Log): Promise<Sandbox> {
  const { openSandbox } = await import('../sandbox/open.ts');
  return valueOf(openSandbox({ folder, log }));
}

/** What the failure of something that was needed first becomes on its way through `import()` and VS Code. */
function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) {
    throw new FailureCarrier(outcome.failure);
  }
  return outcome.value;
}

async function networkOf({ standIn }: Parts, trust: Trust): Promise<Outcome<Sandbox['httpClient']>> {
  const { httpClientTrusting } = await import('../azure/open.ts');
  return standIn ? success(standIn.httpClient) : httpClientTrusting(trust);
}

/** What a custom cloud says of itself at the address of its Azure Resource Manager. */
export async function describeCloud(
  parts: Parts,
  address: string,
  trust: Trust,
  signal: AbortSignal,
): Promise<Outcome<Cloud>> {
  const { readCloud } = await import('../azure/open.ts');
  const network = await networkOf(parts, trust);
  const { log } = parts;
  const outcome = network.ok ? await readCloud(address, { httpClient: network.value, log }, signal) : network;
  if (outcome.ok) {
    const { arm, authority, kind, scope } = outcome.value;
    log.info(`Cloud at ${forLog(arm)}: ${kind} at ${forLog(authority)}, tokens for ${forLog(scope)}`);
  } else {
    log.warn(`The cloud at ${forLog(address)} cannot be used: ${outcome.failure.kind} ${outcome.failure.code ?? ''}`);
  }
  return outcome;
}

function sessionCloud(parts: Parts, mode: Mode, { setting, choice, sovereign }: ChosenCloud): SessionCloud {
  if (mode === 'sandbox') {
    return publicSession;
  }
  const workspaceIgnored = sovereign.workspaceDiffers && (setting === 'vscode' || !isPublic(choice));
  if (workspaceIgnored) {
    parts.log.warn('The workspace has settings of its own for microsoft-sovereign-cloud: they are ignored');
  }
  if (choice.kind === 'named') {
    return { choice, workspaceIgnored, resolve: async () => success(clouds[choice.name]) };
  }
  let reading: Promise<Outcome<Cloud>> | undefined;
  return {
    choice,
    workspaceIgnored,
    async resolve() {
      // Several may wait for it, so none of them can call it off.
      reading ??= describeCloud(parts, choice.arm, parts.clouds.trust(), new AbortController().signal);
      const outcome = await reading;
      if (!outcome.ok) {
        reading = undefined;
      }
      return outcome;
    },
  };
}

async function connect(
  parts: Parts,
  mode: Mode,
  known: KnownIdentities,
  cloud: SessionCloud,
  traffic: Traffic,
): Promise<Azure> {
  const { log } = parts;
  const { openAzure, openStandIn } = await import('../azure/open.ts');
  if (mode === 'sandbox') {
    const { httpClient, identities } = await loadSandbox(modeFolder(parts.storage, 'sandbox'), log);
    return openStandIn({ cloud: azureCloud, log, httpClient, identities, traffic });
  }
  const { providerId, sovereignProviderId, standIn } = parts;
  return openAzure({
    cloud: valueOf(await cloud.resolve()),
    log,
    providerId,
    sovereignProviderId,
    sovereign: parts.clouds.chosen().sovereign,
    known,
    secrets: secretsOf(parts.secrets, cloud),
    httpClient: valueOf(await networkOf(parts, parts.clouds.trust())),
    authorityClient: standIn?.authorityClient,
    traffic,
  });
}

/** A service principal may be known in two clouds by the same ids: what is forgotten in one stays in the other. */
function secretsOf(secrets: Secrets, { choice }: SessionCloud): Secrets {
  if (isPublic(choice)) {
    return secrets;
  }
  const own = (key: string): string => `${cloudFolderName(choice)}/${key}`;
  return {
    get: (key) => secrets.get(own(key)),
    set: (key, secret) => secrets.set(own(key), secret),
    delete: (key) => secrets.delete(own(key)),
  };
}

/** Opens a mode and loads what is known from before; `rowsKnown` gets the session, and what makes its tree, as soon as its rows can be shown. */
export async function openSession(
  parts: Parts,
  mode: Mode,
  rowsKnown: (session: Session, tree: TreeOf) => void = () => {},
): Promise<Session> {
  const chosen = parts.clouds.chosen();
  const folder = sessionFolder(parts.storage, mode, () => chosen.choice);
  const cloud = sessionCloud(parts, mode, chosen);
  const troubles = new StorageTroubles(parts.log);
  const session = new Session({
    mode,
    folder,
    cloud,
    windowId,
    log: parts.log,
    ownPartnerIds:
      mode === 'sandbox'
        ? partnerIdsInFile({ folder, log: parts.log, trouble: troubles.of('ownPartnerIds') }, samplesOwn)
        : partnerIdsInSettings(),
    troubles,
    connect: (known, traffic) => connect(parts, mode, known, cloud, traffic),
    refreshAfterHours,
    runConcurrency,
    dporMode: mode === 'sandbox' ? dporModeOfSampleData() : dporModeInSettings(),
  });
  await session.open(() => rowsKnown(session, treeOf));
  showInStatusBar(session);
  tellRuns(session, parts.log);
  void tidyFolder(parts.storage, parts.log);
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
    'view.json',
    'expected.json',
    'form-list.json',
    'partner-ids.json',
    'identities.json',
    'history.json',
    'journal',
  ];
  for (const name of kept) {
    await rm(join(folder, name), { recursive: true, force: true });
  }
}
