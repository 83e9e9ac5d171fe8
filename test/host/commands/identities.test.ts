import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import * as vscode from 'vscode';
import { extensionId } from '../../../src/manifest.ts';
import { sampleAppIds, sampleSecret, sampleServicePrincipalId } from '../../../src/sandbox/scenario/applications.ts';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import { sampleIdentityKeys, sampleTenantIds } from '../../../src/sandbox/scenario/scenario.ts';
import { issueToken } from '../../../src/sandbox/identities/token.ts';
import { eventually } from '../../e2e/support/eventually.ts';
import { RememberedSecrets } from '../../unit/azure/support/remembered.ts';
import { allowedProvider } from '../provider-extension/arrangement.ts';
import { arrange, keyOf, mira, tomas } from '../support/accounts.ts';
import { openAccountsWorld, type AccountsWorld } from '../support/accountsWorld.ts';
import { automationSecret } from '../support/authority.ts';
import { describeCommand } from '../support/commandCoverage.ts';
import { execute } from '../support/extension.ts';
import { rowReads, rowsBelow, shownRows } from '../support/rows.ts';
import { identityNode, openSampleWorld, type SampleWorld } from '../support/sampleWorld.ts';
import type { Step, TellStep } from '../support/scriptedDialogs.ts';

const account = mira();
const objectId = sampleServicePrincipalId('automation', sampleTenantIds.contoso);
const principalKey = `servicePrincipal:${sampleTenantIds.contoso}.${objectId}`;

function typed(secret: string): readonly Step[] {
  return [
    { kind: 'input', title: 'Service Principal: Tenant ID', type: ` ${sampleTenantIds.contoso.toUpperCase()} ` },
    { kind: 'input', title: 'Service Principal: Client ID', type: sampleAppIds.automation },
    { kind: 'input', title: 'Service Principal: Client Secret', type: secret },
  ];
}

/** Said once the directory of the service principal was read. */
const added: TellStep = {
  kind: 'info',
  says: `Added service principal ${sampleAppIds.automation} in Contoso Consulting. Azure shows it only this tenant: add the tenants of the customers who gave it access.`,
};

describe('Identities beside VS Code’s accounts', () => {
  let accounts: AccountsWorld;
  let secrets: RememberedSecrets;

  beforeEach(async () => {
    secrets = new RememberedSecrets();
    accounts = await openAccountsWorld({ accounts: [account] }, allowedProvider, { secrets });
    await execute('refresh');
  });

  afterEach(async () => {
    await accounts.close();
  });

  async function remembered(): Promise<string> {
    return readFile(path.join(accounts.world.folder('azure'), 'identities.json'), 'utf8');
  }

  async function addPrincipal(run: () => Promise<void> = () => execute('addIdentity')): Promise<void> {
    accounts.dialogs.expect(
      { kind: 'pick', title: 'Add Identity', choose: 'Service principal with a client secret' },
      { kind: 'confirm', says: 'Add a service principal', press: 'Continue' },
      ...typed(automationSecret),
      added,
    );
    await run();
  }

  describeCommand('addIdentity', (run) => {
    it('offers an account first, then what else can sign in, each with what it is good for', async () => {
      accounts.dialogs.expect({ kind: 'pick', title: 'Add Identity', choose: undefined });
      await run();
      const shown = accounts.dialogs.shown.find((one) => one.kind === 'pick');
      assert.ok(shown?.kind === 'pick');
      assert.deepEqual(
        shown.items.map(({ label }) => label),
        [
          'Microsoft account',
          'Azure CLI login',
          'Azure PowerShell login',
          'Service principal with a client secret',
          'Service principal with a certificate',
          'Service principal with workload identity federation',
        ],
      );
      assert.ok(shown.items.every(({ detail }) => detail !== undefined && detail.length > 20));
    });

    it('says why a service principal, with Lighthouse and the least privilege that counts; cancelled, nothing is asked', async () => {
      accounts.dialogs.expect(
        { kind: 'pick', title: 'Add Identity', choose: 'Service principal with a certificate' },
        {
          kind: 'confirm',
          says: 'Add a service principal',
          detail: [
            /portal can’t link/,
            '',
            /Azure Lighthouse, one service principal/,
            '',
            /admin consent.*Azure role.*Add Tenants…/,
            '',
            /Support Request Contributor/,
          ],
          press: undefined,
        },
      );
      await run();
    });

    it('adds a service principal, whose own directory is shown and whose secret only VS Code keeps', async () => {
      await addPrincipal(run);
      await shownRows(accounts.world, 2);
      await rowReads(accounts.world, sampleAppIds.automation, /\| service principal · 1 tenant$/);
      assert.deepEqual([...secrets.kept], [[principalKey, automationSecret]]);
      assert.ok(!(await remembered()).includes(automationSecret));
    });

    it('goes on to the tenants of customers, which Azure does not list to a service principal', async () => {
      accounts.dialogs.expect(
        { kind: 'pick', title: 'Add Identity', choose: 'Service principal with a client secret' },
        { kind: 'confirm', says: 'Add a service principal', press: 'Continue' },
        ...typed(automationSecret),
        { ...added, press: 'Add Tenants…' },
        { kind: 'pick', title: `Add Tenants to ${sampleAppIds.automation}`, choose: 'Type…' },
        { kind: 'input', title: /^Add Tenants to/, type: sampleTenantIds.woodgrove },
        { kind: 'info', says: `1 tenant added to ${sampleAppIds.automation}.` },
      );
      await run();
      await rowReads(accounts.world, sampleAppIds.automation, /\| service principal · 2 tenants$/);
    });

    it('keeps what was typed when it fails, and nothing is remembered of it', async () => {
      accounts.dialogs.expect(
        { kind: 'pick', title: 'Add Identity', choose: 'Service principal with a client secret' },
        { kind: 'confirm', says: 'Add a service principal', press: 'Continue' },
        ...typed('wrong'),
        {
          kind: 'error',
          says: /^The identity wasn’t added\. Credential refused \(AADSTS7000215\)\. The client secret is wrong: copy its value, not its ID/,
          press: 'Try Again',
          meanwhile: () => assert.equal(secrets.kept.size, 0),
        },
        ...typed(automationSecret),
        added,
      );
      await run();
      const inputs = accounts.dialogs.shown.flatMap((shown) => (shown.kind === 'input' ? [shown.options] : []));
      assert.deepEqual(
        inputs.slice(3).map(({ value, secret }) => [value, secret ?? false]),
        [
          [sampleTenantIds.contoso, false],
          [sampleAppIds.automation, false],
          ['wrong', true],
        ],
      );
      await shownRows(accounts.world, 2);
    });

    it('checks ids and files while they are typed', async () => {
      accounts.dialogs.expect(
        { kind: 'pick', title: 'Add Identity', choose: 'workload identity federation' },
        { kind: 'confirm', says: 'Add a service principal', press: 'Continue' },
        { kind: 'input', title: 'Service Principal: Tenant ID', type: 'contoso', told: /^An ID has 32 digits/ },
      );
      await run();
      accounts.dialogs.expect(
        { kind: 'pick', title: 'Add Identity', choose: 'workload identity federation' },
        { kind: 'confirm', says: 'Add a service principal', press: 'Continue' },
        { kind: 'input', title: 'Service Principal: Tenant ID', type: sampleTenantIds.contoso },
        { kind: 'input', title: 'Service Principal: Client ID', type: sampleAppIds.automation },
        {
          kind: 'input',
          title: 'Service Principal: Federated Token',
          type: '/nowhere/token',
          told: /^There’s no readable file at this path/,
        },
      );
      await run();
    });

    it('adds the login of the Azure CLI, once there is one', async () => {
      const state = await mkdtemp(path.join(tmpdir(), 'partner-link-tools-'));
      const before = process.env['PATH'];
      const extension = vscode.extensions.getExtension(extensionId)?.extensionPath ?? '';
      process.env['PATH'] = `${path.join(extension, 'test/unit/azure/credentials/tools')}:/usr/bin:/bin`;
      process.env['TOOL_STATE'] = state;
      try {
        await mkdir(path.join(state, 'tokens'));
        await writeFile(path.join(state, 'words'), "ERROR: Please run 'az login' to setup account.\n");
        const token = issueToken({
          tenantId: sampleTenantIds.contoso,
          objectId,
          appId: sampleAppIds.automation,
          audience: 'https://management.azure.com',
          expiresAt: Date.now() + 3_599_000,
        });
        await writeFile(path.join(state, 'tokens/default'), token);
        await writeFile(path.join(state, 'tokens', sampleTenantIds.contoso), token);
        accounts.dialogs.expect(
          { kind: 'pick', title: 'Add Identity', choose: 'Azure CLI login' },
          {
            kind: 'error',
            says: 'The identity wasn’t added. Sign-in needed. Run “az login” in a terminal, then check again.',
            press: 'Try Again',
            meanwhile: () => rm(path.join(state, 'words')),
          },
        );
        await run();
        await rowReads(accounts.world, sampleAppIds.automation, /\| Azure CLI login · 1 tenant$/);
      } finally {
        process.env['PATH'] = before;
        delete process.env['TOOL_STATE'];
        await rm(state, { recursive: true });
      }
    });
  });

  describeCommand('removeIdentity', (run) => {
    it('forgets a service principal at once: its rows, its secret, and what is saved of it', async () => {
      await addPrincipal();
      await shownRows(accounts.world, 2);
      accounts.dialogs.expect({
        kind: 'confirm',
        says: `Remove ${sampleAppIds.automation}?`,
        detail: [/deleted here\. This doesn’t change any links/, /secret is deleted from VS Code’s secret storage/],
        press: 'Remove',
      });
      await run(identityNode(principalKey));
      await shownRows(accounts.world, 13);
      assert.equal(secrets.kept.size, 0);
      assert.ok(!(await remembered()).includes(sampleAppIds.automation));
      const estate = await readFile(path.join(accounts.world.folder('azure'), 'estate.json'), 'utf8');
      assert.ok(!estate.includes(sampleAppIds.automation));
    });

    it('leaves an account of VS Code out, says where it is signed out, and has it back when it is added again', async () => {
      accounts.dialogs.expect(
        { kind: 'pick', title: 'Remove Identity', choose: account.label },
        {
          kind: 'confirm',
          says: `Remove ${account.label}?`,
          detail: [/deleted here/, /stays signed in to VS Code and is left out here.*Accounts menu/],
          press: 'Remove',
        },
      );
      await run();
      await shownRows(accounts.world, 0);
      await accounts.world.restart();
      await accounts.world.app.ready();
      await execute('refresh');
      assert.deepEqual(accounts.world.app.session.store.identities(), []);
      await shownRows(accounts.world, 0);
      accounts.dialogs.expect({ kind: 'pick', title: 'Sign In', choose: account.label });
      await execute('signIn');
      await shownRows(accounts.world, 13);
    });

    it('says that there is nobody to remove', async () => {
      accounts.dialogs.expect(
        { kind: 'pick', title: 'Remove Identity', choose: account.label },
        { kind: 'confirm', says: /^Remove/, press: 'Remove' },
        { kind: 'info', says: 'There is no identity to remove.' },
      );
      await run();
      await run();
    });
  });

  it('go from the tree when they end elsewhere: an account that is signed out of VS Code', async () => {
    await arrange({ accounts: [account, tomas()] });
    await execute('refresh');
    await shownRows(accounts.world, 2);
    await arrange({ accounts: [tomas()] });
    await execute('refresh');
    await shownRows(accounts.world, 2);
    await eventually(() =>
      assert.deepEqual(
        accounts.world.app.session.store.identities().map(({ identity }) => identity.key),
        [keyOf(tomas())],
      ),
    );
    assert.ok(rowsBelow(accounts.world).length > 0);
  });

  it('are the same after a restart, with the secret that VS Code kept', async () => {
    await addPrincipal();
    await accounts.world.restart();
    await accounts.world.app.ready();
    await rowReads(accounts.world, sampleAppIds.automation, /\| service principal · 1 tenant$/);
    // What another tool has done meanwhile only a reading with its own token can tell.
    accounts.network.setLink(sampleTenantIds.contoso, objectId, samplePartnerIds.fabrikam);
    await execute('refresh');
    const pal = accounts.world.app.session.store.tenant({
      identity: principalKey,
      tenantId: sampleTenantIds.contoso,
    })?.pal;
    assert.equal(pal?.kind === 'linked' && pal.link.partnerId, samplePartnerIds.fabrikam);
    await rowReads(accounts.world, sampleAppIds.automation, /\| service principal · 1 tenant$/);
  });
});

describe('Identities of sample data', () => {
  let sample: SampleWorld;

  beforeEach(async () => {
    sample = await openSampleWorld();
  });

  afterEach(async () => {
    await sample.close();
  });

  function keys(): readonly string[] {
    return sample
      .session()
      .store.identities()
      .map(({ identity }) => identity.key);
  }

  it('are added by the real questions, in which the sample’s answers stand already, and removed again', async () => {
    const { dialogs, world } = sample;
    dialogs.expect(
      { kind: 'pick', title: 'Add Identity', choose: 'Service principal with a client secret' },
      { kind: 'confirm', says: 'Add a service principal', press: 'Continue' },
      { kind: 'input', title: 'Service Principal: Tenant ID', type: sampleTenantIds.contoso },
      { kind: 'input', title: 'Service Principal: Client ID', type: sampleAppIds.automation },
      { kind: 'input', title: 'Service Principal: Client Secret', type: sampleSecret('automation') },
      added,
    );
    await execute('addIdentity');
    const inputs = dialogs.shown.flatMap((shown) => (shown.kind === 'input' ? [shown.options.value] : []));
    assert.deepEqual(inputs, [sampleTenantIds.contoso, sampleAppIds.automation, sampleSecret('automation')]);
    await rowReads(world, sampleAppIds.automation, /\| service principal · 1 tenant$/);

    dialogs.expect(
      { kind: 'pick', title: 'Remove Identity', choose: sampleAppIds.automation },
      { kind: 'confirm', says: `Remove ${sampleAppIds.automation}?`, press: 'Remove' },
    );
    await execute('removeIdentity');
    assert.deepEqual(keys(), [sampleIdentityKeys.consultant]);
  });

  it('say what is wrong with an answer, as real ones do', async () => {
    const { dialogs } = sample;
    dialogs.expect(
      { kind: 'pick', title: 'Add Identity', choose: 'Service principal with a client secret' },
      { kind: 'confirm', says: 'Add a service principal', press: 'Continue' },
      { kind: 'input', title: 'Service Principal: Tenant ID', type: sampleTenantIds.contoso },
      { kind: 'input', title: 'Service Principal: Client ID', type: sampleAppIds.automation },
      { kind: 'input', title: 'Service Principal: Client Secret', type: 'wrong' },
      { kind: 'error', says: /Credential refused \(AADSTS7000215\)/ },
    );
    await execute('addIdentity');
    assert.deepEqual(keys(), [sampleIdentityKeys.consultant]);
  });

  it('are offered without what only a file of the user’s own could prove', async () => {
    sample.dialogs.expect({ kind: 'pick', title: 'Add Identity', choose: 'Azure CLI login' });
    await execute('addIdentity');
    const shown = sample.dialogs.shown.find((one) => one.kind === 'pick');
    assert.ok(shown?.kind === 'pick');
    assert.deepEqual(
      shown.items.map(({ label }) => label),
      ['Microsoft account', 'Azure CLI login', 'Azure PowerShell login', 'Service principal with a client secret'],
    );
    assert.equal(keys().length, 2);
  });

  it('come back by a sign-in after they were removed', async () => {
    const { dialogs, world } = sample;
    const [mira] = sample.session().store.identities();
    assert.ok(mira);
    dialogs.expect(
      { kind: 'pick', title: 'Remove Identity', choose: mira.identity.name },
      { kind: 'confirm', says: `Remove ${mira.identity.name}?`, press: 'Remove' },
    );
    await execute('removeIdentity');
    await eventually(() => assert.equal(world.app.view.contextKeys.get('partnerLink.viewState'), 'noIdentity'));
    dialogs.expect({ kind: 'pick', title: 'Sign In', choose: mira.identity.name });
    await execute('signIn');
    await shownRows(world, 13);
  });
});
