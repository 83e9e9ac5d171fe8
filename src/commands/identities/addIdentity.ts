/** *Add Identity…*: a VS Code account, the login of a tool, or a service principal. Tried before it is remembered. */
import * as l10n from '@vscode/l10n';
import type { Cloud } from '../../azure/clouds/cloud.ts';
import { shownName } from '../../estate/store/rowOrder.ts';
import { raceAbort } from '../../shared/async/raceAbort.ts';
import type { NewIdentity, PrincipalCredential } from '../../shared/model/knownIdentity.ts';
import type { Identity } from '../../shared/model/model.ts';
import type { Outcome } from '../../shared/model/outcome.ts';
import { identityId } from '../../tree/nodes.ts';
import { addTenants } from './addTenants.ts';
import type { CommandContext } from '../context/commandContext.ts';
import { tellFailure } from '../context/tellFailure.ts';
import type { PickItem } from '../ui/dialogs.ts';
import { fromPalette } from '../context/rowArguments.ts';
import { askServicePrincipal, explainServicePrincipals, type PrincipalDraft } from './askServicePrincipal.ts';
import { signIn } from './signIn.ts';

type Choice = 'vscodeAccount' | 'azureCli' | 'azurePowerShell' | PrincipalCredential['kind'];

function choices(): readonly PickItem<Choice>[] {
  return [
    {
      value: 'vscodeAccount',
      label: l10n.t('Microsoft account'),
      icon: 'account',
      detail: l10n.t('Through VS Code, in your own tenants and where you are a guest'),
    },
    {
      value: 'azureCli',
      label: l10n.t('Azure CLI login'),
      icon: 'terminal',
      detail: l10n.t('Uses the account from “az login”, with no further sign-in'),
    },
    {
      value: 'azurePowerShell',
      label: l10n.t('Azure PowerShell login'),
      icon: 'terminal-powershell',
      detail: l10n.t('Uses the account from “Connect-AzAccount”'),
    },
    {
      value: 'secret',
      label: l10n.t('Service principal with a client secret'),
      icon: 'server-process',
      detail: l10n.t('For links that outlast a person’s access; the portal can’t make them'),
    },
    {
      value: 'certificate',
      label: l10n.t('Service principal with a certificate'),
      icon: 'server-process',
      detail: l10n.t('The same, with a PEM file that stays where it is'),
    },
    {
      value: 'federated',
      label: l10n.t('Service principal with workload identity federation'),
      icon: 'server-process',
      detail: l10n.t('The same, with the token file of a pipeline or cluster and no secret at all'),
    },
  ];
}

/** In sample data the answers stand in the questions already; there is no file to prove anything by. */
export async function addIdentity(context: CommandContext): Promise<void> {
  const cloud = await knownCloud(context);
  if (!cloud) {
    return;
  }
  const isSample = context.session.mode === 'sandbox';
  const offered = choices().filter(({ value }) => !isSample || (value !== 'certificate' && value !== 'federated'));
  const choice = await context.window.dialogs.pick(offered, {
    title: l10n.t('Add Identity'),
    placeholder: l10n.t('Who should sign in?'),
  });
  switch (choice) {
    case undefined:
      return;
    case 'vscodeAccount':
      await signIn(context, fromPalette);
      return;
    case 'azureCli':
    case 'azurePowerShell':
      await addLogin(context, choice);
      return;
    default:
      if (await explainServicePrincipals(context.window.dialogs, cloud.kind)) {
        await addServicePrincipal(context, cloud, { kind: choice, ...(await exampleAnswers(context)) });
      }
  }
}

/** What must be asked depends on who issues the cloud's tokens. `undefined`: that cannot be known, and the user knows why. */
async function knownCloud(context: CommandContext): Promise<Cloud | undefined> {
  const {
    session,
    window: { dialogs },
  } = context;
  const again = l10n.t('Try Again');
  for (;;) {
    const outcome = await dialogs.progress(l10n.t('Getting information about the cloud'), true, ({ signal }) =>
      raceAbort(session.cloud.resolve(), signal),
    );
    if (outcome === 'aborted') {
      return undefined;
    }
    if (outcome.ok) {
      return outcome.value;
    }
    const { failure } = outcome;
    if (
      failure.kind === 'cancelled' ||
      (await tellFailure(
        context.window,
        failure,
        (sentence) => l10n.t('Can’t add an identity. {0}', sentence),
        again,
      )) !== again
    ) {
      return undefined;
    }
  }
}

/** Of sample data; for real tenants there are none. */
async function exampleAnswers({ session }: CommandContext): Promise<Omit<PrincipalDraft, 'kind'>> {
  const example = session.mode === 'sandbox' ? (await session.azure()).exampleIdentity() : undefined;
  return example?.way.kind === 'servicePrincipal'
    ? { tenantId: example.way.tenantId, clientId: example.way.clientId, secret: example.secret }
    : {};
}

async function addLogin(context: CommandContext, kind: 'azureCli' | 'azurePowerShell'): Promise<void> {
  while (!(await tried(context, { way: { kind } }))) {
    // Meanwhile the user may have logged in.
  }
}

/** What was typed is there again after a failure. */
async function addServicePrincipal(context: CommandContext, cloud: Cloud, draft: PrincipalDraft): Promise<void> {
  for (let typed = await askServicePrincipal(context.window.dialogs, cloud.kind, draft); typed;) {
    if (await tried(context, typed.what)) {
      return;
    }
    typed = await askServicePrincipal(context.window.dialogs, cloud.kind, typed.draft);
  }
}

/** True when there is no more to try: it was added, or the user gave up. */
async function tried(context: CommandContext, what: NewIdentity): Promise<boolean> {
  const {
    session,
    window: { dialogs },
  } = context;
  const outcome = await dialogs.progress<Outcome<Identity>>(l10n.t('Signing in'), true, ({ signal }) =>
    session.ask((azure) => azure.addIdentity(what, signal)),
  );
  if (outcome.ok) {
    dialogs.note(l10n.t('Added {0}', outcome.value.name));
    await session.scanner.scanIdentity(outcome.value.key);
    if (what.way.kind === 'servicePrincipal' && what.way.tenantId !== undefined) {
      await offerTenants(context, outcome.value);
    }
    return true;
  }
  if (outcome.failure.kind === 'cancelled') {
    return true;
  }
  const again = l10n.t('Try Again');
  return (
    (await tellFailure(
      context.window,
      outcome.failure,
      (sentence) => l10n.t('The identity wasn’t added. {0}', sentence),
      again,
    )) !== again
  );
}

/** Azure lists a service principal its own tenant only: those of customers are the user's to name. */
async function offerTenants(context: CommandContext, { key, name }: Identity): Promise<void> {
  const [own, another] = context.session.store.tenants(key);
  if (!own || another) {
    return;
  }
  const add = l10n.t('Add Tenants…');
  const answer = await context.window.dialogs.info(
    l10n.t(
      'Added service principal {0} in {1}. Azure shows it only this tenant: add the tenants of the customers who gave it access.',
      name,
      shownName(own.info),
    ),
    add,
  );
  if (answer === add) {
    await addTenants(context, { clicked: { kind: 'identity', id: identityId(key), key }, picked: [] });
  }
}
