/** *Choose Cloud…*: which cloud the tenants are in. A custom one is asked what it is before it is used. */
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import type { Cloud } from '../../azure/clouds/cloud.ts';
import { cloudAdvice } from '../../shared/text/cloudAdvice.ts';
import { cloudNames, followed, type ChosenCloud, type CloudSetting } from '../../shared/model/cloudChoice.ts';
import type { CloudChange } from '../../shared/ports/cloudSettings.ts';
import { cloudText, workspaceCloudIgnored } from '../../shared/text/cloudText.ts';
import { failureSentence, proxySignIn } from '../../shared/text/failureText.ts';
import { httpsAddress } from '../../shared/model/httpsAddress.ts';
import type { Outcome } from '../../shared/model/outcome.ts';
import type { App } from '../context/app.ts';
import { pathOf } from './credentialFiles.ts';
import type { PickItem } from '../ui/dialogs.ts';

export async function chooseCloud(app: App): Promise<void> {
  const chosen = app.clouds.chosen();
  const inUse = l10n.t('In use: {0}', cloudText(chosen.choice));
  const setting = await app.dialogs.pick(items(chosen), {
    title: l10n.t('Choose Cloud'),
    placeholder: chosen.sovereign.workspaceDiffers ? `${inUse} · ${workspaceCloudIgnored()}` : inUse,
  });
  if (setting === undefined) {
    return;
  }
  const change = setting === 'custom' ? await customCloud(app, chosen) : { cloud: setting };
  if (change) {
    await save(app, change);
  }
}

function items({ setting, sovereign }: ChosenCloud): readonly PickItem<CloudSetting>[] {
  const all: readonly PickItem<CloudSetting>[] = [
    {
      value: 'vscode',
      label: l10n.t('As VS Code is set'),
      detail:
        sovereign.environment === undefined
          ? l10n.t('Now {0}: your settings name no other cloud for VS Code', cloudText(followed(sovereign)))
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
async function customCloud(app: App, { choice }: ChosenCloud): Promise<CloudChange | undefined> {
  const address = await app.dialogs.input({
    title: l10n.t('Custom Cloud'),
    prompt: l10n.t('Address of its Azure Resource Manager; everything else is read from there'),
    placeholder: 'https://management.local.azurestack.external',
    ...(choice.kind === 'custom' && { value: choice.arm }),
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
  const cloud = address === undefined ? undefined : await described(app, withScheme(address));
  if (!cloud || !(await confirmed(app, cloud))) {
    return undefined;
  }
  return { cloud: 'custom', arm: cloud.arm };
}

/** Nothing but https is asked: it need not be typed. */
function withScheme(typed: string): string {
  return typed.includes('://') ? typed : `https://${typed.trim()}`;
}

/** Where its certificate is by an authority that is not trusted here, that authority's file is asked for. */
async function described(app: App, address: string): Promise<Cloud | undefined> {
  let trust = app.clouds.trust();
  for (;;) {
    const asked = trust;
    const outcome = await app.dialogs.progress(l10n.t('Asking the cloud what it is'), true, ({ signal }) =>
      app.describeCloud(address, asked, signal),
    );
    if (outcome.ok) {
      if (trust.caFile !== undefined && trust.caFile !== app.clouds.trust().caFile) {
        await told(app, await app.clouds.trustFile(trust.caFile));
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
    const answer = await app.dialogs.error(
      l10n.t('The cloud is not used. {0}', failureSentence(failure)),
      ...(aboutCertificates ? [trustFile] : []),
    );
    const caFile = answer === trustFile ? await askFile(app, trust.caFile) : undefined;
    if (caFile === undefined) {
      return undefined;
    }
    trust = { ...trust, caFile };
  }
}

async function askFile(app: App, before: string | undefined): Promise<string | undefined> {
  const file = await app.dialogs.input({
    title: l10n.t('Certificate File'),
    prompt: l10n.t(
      'Full path of a PEM file with the certificate of the authority to trust, beside those VS Code trusts',
    ),
    value: before,
    check: (text) =>
      !path.isAbsolute(pathOf(text))
        ? { severity: 'error', message: l10n.t('Give the full path, from the root of the disk.') }
        : undefined,
  });
  return file === undefined ? undefined : pathOf(file);
}

/** Tokens and secrets will go to these addresses: they are shown before. */
async function confirmed(app: App, { arm, authority, kind, scope, portal }: Cloud): Promise<boolean> {
  return app.dialogs.confirm({
    message: l10n.t('Use the cloud at {0}?', new URL(arm).host),
    detail: [
      kind === 'adfs'
        ? l10n.t('Signs in at {0} (AD FS)', plain(authority))
        : l10n.t('Signs in at {0}', plain(authority)),
      l10n.t('Its tokens are for {0}', plain(scope.replace(/\/\.default$/, ''))),
      portal === undefined ? l10n.t('It names no portal.') : l10n.t('Its portal is {0}', plain(portal)),
      l10n.t('Its tenants, links and journal are kept apart from those of other clouds.'),
    ],
    button: l10n.t('Use This Cloud'),
  });
}

/** Dialogs take addresses apart, so that none becomes a link: https goes without saying here. */
function plain(address: string): string {
  return address.replace(/^https:\/\//, '');
}

async function save(app: App, change: CloudChange): Promise<void> {
  const saved = await app.clouds.choose(change);
  if (!(await told(app, saved))) {
    return;
  }
  await app.useChosenCloud();
  const { choice, sovereign } = app.clouds.chosen();
  const inSandbox = app.session.mode === 'sandbox' ? ` ${l10n.t('It is shown when you leave the sample data.')}` : '';
  const ignored = sovereign.workspaceDiffers ? ` (${workspaceCloudIgnored()})` : '';
  app.dialogs.note(`${l10n.t('Cloud in use: {0}', cloudText(choice))}${ignored}${inSandbox}`);
}

async function told(app: App, saved: Outcome<void>): Promise<boolean> {
  if (!saved.ok) {
    await app.dialogs.error(l10n.t('The setting could not be saved. {0}', failureSentence(saved.failure)));
  }
  return saved.ok;
}
