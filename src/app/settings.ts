/** The settings, by their user value only: none of them is within a workspace's reach. */
import * as vscode from 'vscode';
import { settingDefaults, type SettingId } from '../manifest.ts';
import type { DporMode, DporModeChoice } from '../shared/model/dpor.ts';
import { chooseCloud, type ChosenCloud } from '../shared/model/cloudChoice.ts';
import type { CloudSettings } from '../shared/ports/cloudSettings.ts';
import { Emitter, type Disposable } from '../shared/async/emitter.ts';
import { failed, success, type Outcome } from '../shared/model/outcome.ts';
import { paceLimits } from '../shared/async/pace.ts';
import { unusableEntries, usablePartnerIds, type OwnPartnerIds } from '../shared/ports/ownPartnerIds.ts';

function userValue(id: SettingId | SettingOfVSCode): unknown {
  return inspected(id).globalValue;
}

/** Through its own section: VS Code copies what it hands out, and all settings of all extensions are many. */
function inspected(id: SettingId | SettingOfVSCode): Partial<Inspected> {
  const dot = id.lastIndexOf('.');
  return vscode.workspace.getConfiguration(id.slice(0, dot)).inspect<unknown>(id.slice(dot + 1)) ?? {};
}

type Inspected = NonNullable<ReturnType<vscode.WorkspaceConfiguration['inspect']>>;

/** Settings of VS Code and its own extensions that count here, too. Their scope would let a workspace in: `userValue` does not. */
const settingsOfVSCode = [
  'microsoft-sovereign-cloud.environment',
  'microsoft-sovereign-cloud.customEnvironment',
  'http.systemCertificates',
] as const;

type SettingOfVSCode = (typeof settingsOfVSCode)[number];

async function saveUserValue(id: SettingId, value: unknown): Promise<Outcome<void>> {
  try {
    await vscode.workspace.getConfiguration().update(id, value, vscode.ConfigurationTarget.Global);
    return success(undefined);
  } catch {
    // Most often a settings file that is not valid JSON; VS Code's own words name its path.
    return failed({ kind: 'storageNotWritable', code: 'settings.json' });
  }
}

function numberWithin(id: SettingId, fallback: number, least: number, most: number): number {
  const value = userValue(id);
  return typeof value === 'number' && Number.isFinite(value) ? Math.min(Math.max(value, least), most) : fallback;
}

/** Hours after which what is known is checked again when the view opens; 0: never. */
export function refreshAfterHours(): number {
  return numberWithin(
    'partnerLink.refreshAfter',
    settingDefaults['partnerLink.refreshAfter'],
    0,
    Number.MAX_SAFE_INTEGER,
  );
}

/** How many tenants a run changes at the same time. */
export function runConcurrency(): number | 'automatic' {
  const automatic = 0;
  const most = Math.round(numberWithin('partnerLink.concurrency', automatic, automatic, paceLimits.most));
  return most === automatic ? 'automatic' : most;
}

/** Whether the status bar says how many tenants need attention. */
export function attentionInStatusBar(): boolean {
  return userValue('partnerLink.statusBar') === true;
}

const dporMode = 'partnerLink.dpor.mode' satisfies SettingId;

function dporModeSetting(): DporMode {
  const value = userValue(dporMode);
  return value === 'portalService' || value === 'guided' ? value : 'ask';
}

export function dporModeInSettings(): DporModeChoice {
  return {
    get: dporModeSetting,
    set: (mode) => saveUserValue(dporMode, mode),
  };
}

/** The setting as well; but what a user answers while trying sample data is forgotten with it. */
export function dporModeOfSampleData(): DporModeChoice {
  let answered: DporMode = 'ask';
  return {
    get: () => {
      const set = dporModeSetting();
      return set === 'ask' ? answered : set;
    },
    set: (mode) => {
      answered = mode;
      return Promise.resolve(success(undefined));
    },
  };
}

/** The saved partner IDs as the user's setting holds them. */
export function partnerIdsInSettings(): OwnPartnerIds {
  const id = 'partnerLink.partnerIds' satisfies SettingId;
  return {
    list: () => usablePartnerIds(userValue(id)),
    save: (ids) => saveUserValue(id, [...ids, ...unusableEntries(userValue(id))]),
    onDidChange: (listener) =>
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(id)) {
          listener();
        }
      }),
    dispose: () => undefined,
  };
}

/** Whether a workspace says something else than the user does. */
function workspaceDiffers({ globalValue, workspaceValue, workspaceFolderValue }: Partial<Inspected>): boolean {
  return [workspaceValue, workspaceFolderValue].some(
    (value) => value !== undefined && JSON.stringify(value) !== JSON.stringify(globalValue),
  );
}

/** Cloud and trusted authorities as the user's settings hold them. */
export function cloudInSettings(): CloudSettings & Disposable {
  const cloud = 'partnerLink.cloud' satisfies SettingId;
  const resourceManager = 'partnerLink.customCloud.resourceManager' satisfies SettingId;
  const caFile = 'partnerLink.caFile' satisfies SettingId;
  const changes = new Emitter<void>();
  // Kept until something of it changes: VS Code takes milliseconds to tell where a value comes from.
  let known: ChosenCloud | undefined;
  const listening = vscode.workspace.onDidChangeConfiguration((change) => {
    if ([cloud, resourceManager, caFile, ...settingsOfVSCode].some((id) => change.affectsConfiguration(id))) {
      known = undefined;
      changes.fire();
    }
  });
  const choose = (): ChosenCloud => {
    const environment = inspected('microsoft-sovereign-cloud.environment');
    const customEnvironment = inspected('microsoft-sovereign-cloud.customEnvironment');
    return chooseCloud({
      cloud: userValue(cloud),
      resourceManager: userValue(resourceManager),
      environment: environment.globalValue,
      customEnvironment: customEnvironment.globalValue,
      // VS Code's cloud is both together.
      workspaceDiffers: workspaceDiffers(environment) || workspaceDiffers(customEnvironment),
    });
  };
  return {
    chosen: () => (known ??= choose()),
    trust: () => {
      const file = userValue(caFile);
      return {
        ...(typeof file === 'string' && file.trim() !== '' && { caFile: file.trim() }),
        systemCertificates: userValue('http.systemCertificates') !== false,
      };
    },
    choose: async (change) => {
      // The address first: in between the old cloud stays.
      const saved = change.arm === undefined ? success(undefined) : await saveUserValue(resourceManager, change.arm);
      return saved.ok ? saveUserValue(cloud, change.cloud) : saved;
    },
    trustFile: (path) => saveUserValue(caFile, path),
    onDidChange: changes.event,
    dispose: () => {
      listening.dispose();
      changes.dispose();
    },
  };
}
