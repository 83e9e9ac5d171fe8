/** Which cloud the user works in, by their own settings. Pure; `settings.ts` reads them. */
import { httpsAddress, withoutSlash } from './httpsAddress.ts';

/** The clouds whose addresses everybody knows, as the Azure CLI names them. */
export const cloudNames = ['AzureCloud', 'AzureUSGovernment', 'AzureChinaCloud'] as const;

export type CloudName = (typeof cloudNames)[number];

export type CloudChoice =
  | { readonly kind: 'named'; readonly name: CloudName }
  /** By the address of its Azure Resource Manager, as the user gave it, which need not be a usable one. */
  | { readonly kind: 'custom'; readonly arm: string };

/** What `partnerLink.cloud` may be; `vscode` follows VS Code's own setting. */
export type CloudSetting = CloudName | 'custom' | 'vscode';

/** Which cloud VS Code signs in to beside the public one: its settings `microsoft-sovereign-cloud.*`. */
export interface SovereignCloud {
  readonly environment?: 'USGovernment' | 'ChinaCloud' | 'custom';
  /** Of a custom one: where its Azure Resource Manager answers, and who issues its tokens. */
  readonly arm?: string;
  readonly authority?: string;
  /** The workspace has values of its own. VS Code's sign-in follows these; this extension never does. */
  readonly workspaceDiffers: boolean;
}

export interface ChosenCloud {
  readonly setting: CloudSetting;
  readonly choice: CloudChoice;
  readonly sovereign: SovereignCloud;
}

/** Values of settings, each as it stands in the user's own file, whatever that is. */
export interface CloudValues {
  readonly cloud: unknown;
  readonly resourceManager: unknown;
  readonly environment: unknown;
  readonly customEnvironment: unknown;
  readonly workspaceDiffers: boolean;
}

export const publicCloud: CloudChoice = { kind: 'named', name: 'AzureCloud' };

export function isPublic(choice: CloudChoice): boolean {
  return choice.kind === 'named' && choice.name === 'AzureCloud';
}

export function chooseCloud(values: CloudValues): ChosenCloud {
  const sovereign = sovereignOf(values);
  const setting = isSetting(values.cloud) ? values.cloud : 'vscode';
  switch (setting) {
    case 'vscode':
      return { setting, sovereign, choice: followed(sovereign) };
    case 'custom':
      return { setting, sovereign, choice: custom(textOf(values.resourceManager)) };
    default:
      return { setting, sovereign, choice: { kind: 'named', name: setting } };
  }
}

/** The cloud that VS Code is set to. */
export function followed({ environment, arm }: SovereignCloud): CloudChoice {
  switch (environment) {
    case 'USGovernment':
      return { kind: 'named', name: 'AzureUSGovernment' };
    case 'ChinaCloud':
      return { kind: 'named', name: 'AzureChinaCloud' };
    case 'custom':
      return custom(arm);
    case undefined:
      return publicCloud;
  }
}

/** One address is one cloud, with or without a slash at its end. */
function custom(arm = ''): CloudChoice {
  const address = httpsAddress(arm);
  return { kind: 'custom', arm: address.kind === 'usable' ? withoutSlash(address.url) : arm.trim() };
}

function sovereignOf({ environment, customEnvironment, workspaceDiffers }: CloudValues): SovereignCloud {
  if (environment === 'USGovernment' || environment === 'ChinaCloud') {
    return { environment, workspaceDiffers };
  }
  if (environment !== 'custom') {
    return { workspaceDiffers };
  }
  const fields: Readonly<Record<string, unknown>> =
    typeof customEnvironment === 'object' && customEnvironment !== null ? { ...customEnvironment } : {};
  return {
    environment,
    arm: textOf(fields['resourceManagerEndpointUrl']),
    authority: textOf(fields['activeDirectoryEndpointUrl']),
    workspaceDiffers,
  };
}

function isSetting(value: unknown): value is CloudSetting {
  return value === 'vscode' || value === 'custom' || cloudNames.some((name) => name === value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
