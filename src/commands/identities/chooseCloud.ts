/** *Choose Cloud…*: which cloud the tenants are in. A custom one is asked what it is before it is used. */
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Cloud } from '../../azure/clouds/cloud.ts';
import { cloudAdvice } from '../../shared/text/cloudAdvice.ts';
import { cloudNames, followed, type ChosenCloud, type CloudSetting } from '../../shared/model/cloudChoice.ts';
import type { CloudChange } from '../../shared/ports/cloudSettings.ts';
import { cloudText, workspaceCloudIgnored } from '../../shared/text/cloudText.ts';
import { proxySignIn } from '../../shared/text/failureText.ts';
import { httpsAddress } from '../../shared/model/httpsAddress.ts';
import type { Outcome } from '../../shared/model/outcome.ts';
import type { CommandContext } from '../context/commandContext.ts';
import { tellFailure } from '../context/tellFailure.ts';
import { pathOf } from './credentialFiles.ts';
import type { PickItem } from '../ui/dialogs.ts';

export async function chooseCloud(context: CommandContext): Promise<void> {
  const chosen = context.window.clouds.chosen();
  const inUse = l10n.t('In use: {0}', cloudText(chosen.choice));
  const setting = await context.window.dialogs.pick(items(chosen), {
    title: l10n.t('Choose Cloud'),
    placeholder: chosen.sovereign.workspaceDiffers ? `${inUse} · ${workspaceCloudIgnored()}` : inUse,
  });
  if (setting === undefined) {
    return;
  }
  const change = setting === 'custom' ? await customCloud(context, chosen) : { cloud: setting };
  if (change) {
    await save(context, change);
  }
}

function items({ setting, sovereign }: ChosenCloud): readonly PickItem<CloudSetting>[] {
  const all: readonly PickItem<CloudSetting>[] = [
    {
      value: 'vscode',
      label: l10n.t('Same as VS Code'),
      detail:
        sovereign.environment === undefined
          ? l10n.t('Now {0}: your settings don’t name another cloud for VS Code', cloudText(followed(sovereign)))
          : l10n.t(
              'Now {0}, by your user setting microsoft-sovereign-cloud.environment',
              cloudText(followed(sovereign)),
            ),
      icon: 'settings-gear',
    },
    ...cloudNames.map((name) => ({
      value: name,
      label: cloudText({ kind: 'named', name }),
      detail: name,
      icon: 'cloud',
    })),
    {
      value: 'custom',
      label: l10n.t('Custom cloud…'),
      detail: l10n.t('Azure Stack Hub and others, by the address of their Azure Resource Manager'),
      icon: 'server-environment',
    },
  ];
  return all.map((item) => (item.value === setting ? { ...item, description: l10n.t('chosen') } : item));
}

/** `undefined`: the user cancels, or the cloud will not do and they know why. */
async function customCloud(context: CommandContext, { choice }: ChosenCloud): Promise<CloudChange | undefined> {
  const address = await context.window.dialogs.input({
    title: l10n.t('Custom Cloud'),
    prompt: l10n.t('Address of its Azure Resource Manager; everything else is read from there'),
    placeholder: 'https://management.local.azurestack.external',
    value: choice.kind === 'custom' ? choice.arm : undefined,
    check: (text) => {
      const given = httpsAddress(withScheme(text));
      if (given.kind === 'usable') {
        return undefined;
      }
      const message =
        given.problem === 'NotAnAddress'
          ? l10n.t('Type an address like https://management.local.azurestack.external')
          : cloudAdvice({ code: given.problem });
      return { severity: 'error', message };
    },
  });
  const cloud = address === undefined ? undefined : await described(context, withScheme(address));
  if (!cloud || !(await confirmed(context, cloud))) {
    return undefined;
  }
  return { cloud: 'custom', arm: cloud.arm };
}

/** Nothing but https is asked: it need not be typed. */
function withScheme(typed: string): string {
  return typed.includes('://') ? typed : `https://${typed.trim()}`;
}

/** Where its certificate is by an authority that is not trusted here, that authority's file is asked for. */
async function described(context: CommandContext, address: string): Promise<Cloud | undefined> {
  let trust = context.window.clouds.trust();
  for (;;) {
    const asked = trust;
    const outcome = await context.window.dialogs.progress(
      l10n.t('Getting information about the cloud'),
      true,
      ({ signal }) => context.window.describeCloud(address, asked, signal),
    );
    if (outcome.ok) {
      if (trust.caFile !== undefined && trust.caFile !== context.window.clouds.trust().caFile) {
        await told(context, await context.window.clouds.trustFile(trust.caFile));
      }
      return outcome.value;
    }
    const { failure } = outcome;
    if (failure.kind === 'cancelled') {
      return undefined;
    }
    const trustFile = l10n.t('Trust a Certificate File…');
    const aboutCertificates =
      (failure.kind === 'proxyOrCertificate' && failure.code !== proxySignIn) || /^CaFile/.test(failure.code ?? '');
    const answer = await tellFailure(
      context.window,
      failure,
      (sentence) => l10n.t('This cloud can’t be used. {0}', sentence),
      ...(aboutCertificates ? [trustFile] : []),
    );
    const caFile = answer === trustFile ? await askFile(context, trust.caFile) : undefined;
    if (caFile === undefined) {
      return undefined;
    }
    trust = { ...trust, caFile };
  }
}

async function askFile(context: CommandContext, before: string | undefined): Promise<string | undefined> {
  const file = await context.window.dialogs.input({
    title: l10n.t('Certificate File'),
    prompt: l10n.t(
      'Full path of a PEM file with the certificate of the authority to trust, besides those that VS Code trusts',
    ),
    value: before,
    check: (text) =>
      !path.isAbsolute(pathOf(text))
        ? { severity: 'error', message: l10n.t('Enter the full path, starting at the root of the disk.') }
        : undefined,
  });
  return file === undefined ? undefined : pathOf(file);
}

/** Tokens and secrets will go to these addresses: they are shown before. */
async function confirmed(context: CommandContext, { arm, authority, kind, scope, portal }: Cloud): Promise<boolean> {
  return context.window.dialogs.confirm({
    message: l10n.t('Use the cloud at {0}?', new URL(arm).host),
    detail: [
      kind === 'adfs'
        ? l10n.t('Signs in at {0} (AD FS)', plain(authority))
        : l10n.t('Signs in at {0}', plain(authority)),
      l10n.t('Its tokens are for {0}', plain(scope.replace(/\/\.default$/, ''))),
      portal === undefined ? l10n.t('It has no portal.') : l10n.t('Its portal is {0}', plain(portal)),
      l10n.t('Its tenants, links, and journal are kept separate from those of other clouds.'),
    ],
    button: l10n.t('Use This Cloud'),
  });
}

/** Dialogs take addresses apart, so that none becomes a link: https goes without saying here. */
function plain(address: string): string {
  return address.replace(/^https:\/\//, '');
}

async function save(context: CommandContext, change: CloudChange): Promise<void> {
  const saved = await context.window.clouds.choose(change);
  if (!(await told(context, saved))) {
    return;
  }
  await context.window.useChosenCloud();
  const { choice, sovereign } = context.window.clouds.chosen();
  const inSandbox =
    context.session.mode === 'sandbox' ? ` ${l10n.t('You’ll see it when you leave the sample data.')}` : '';
  const ignored = sovereign.workspaceDiffers ? ` (${workspaceCloudIgnored()})` : '';
  context.window.dialogs.note(`${l10n.t('Cloud in use: {0}', cloudText(choice))}${ignored}${inSandbox}`);
}

async function told(context: CommandContext, saved: Outcome<void>): Promise<boolean> {
  if (!saved.ok) {
    await tellFailure(context.window, saved.failure, (sentence) =>
      l10n.t('The setting could not be saved. {0}', sentence),
    );
  }
  return saved.ok;
}
