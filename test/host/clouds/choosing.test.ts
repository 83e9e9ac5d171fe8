import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { serveSandbox, type ServedSandbox } from '../../../scripts/sandboxServer/serveSandbox.ts';
import { modeFolder } from '../../../src/app/modeStore.ts';
import { sampleAppIds, sampleServicePrincipalId } from '../../../src/sandbox/scenario/applications.ts';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import { createSandbox } from '../../../src/sandbox/sandbox.ts';
import { eventually } from '../../e2e/support/eventually.ts';
import { allowedProvider, notAllowedProvider } from '../provider-extension/arrangement.ts';
import { arrange, mira, providerCalls } from '../support/accounts.ts';
import { describeCommand } from '../support/commandCoverage.ts';
import { execute } from '../support/extension.ts';
import { rowReads, shownRows } from '../support/rows.ts';
import type { InputStep } from '../support/scriptedDialogs.ts';
import { UserSettings } from '../support/userSettings.ts';
import { openView, openWorld, type World } from '../support/world.ts';

const settings = new UserSettings();
const never = new AbortController().signal;
const government = 'microsoft-sovereign-cloud.environment';

describe('Clouds', () => {
  let world: World | undefined;

  afterEach(async () => {
    await world?.close();
    world = undefined;
    await settings.reset('partnerLink.cloud', 'partnerLink.customCloud.resourceManager', 'partnerLink.caFile');
  });

  /** Nobody is signed in; the network is the real one. */
  async function opened(): Promise<World> {
    await arrange({ accounts: [] });
    await arrange({ accounts: [] }, notAllowedProvider);
    world = await openWorld({
      mode: 'azure',
      providerId: notAllowedProvider,
      sovereignProviderId: allowedProvider,
    });
    await world.app.ready();
    return world;
  }

  function choiceIn({ app }: World): unknown {
    return app.session.cloud.choice;
  }

  describeCommand('chooseCloud', (run) => {
    it('goes over to the chosen cloud with a session and a folder of its own, and names it', async () => {
      const there = await opened();
      await openView(there);
      const before = there.app.session;
      await before.marks.set(['t-1'], 'pinned', true);
      there.dialogs.expect({ kind: 'pick', title: 'Choose Cloud', choose: 'AzureUSGovernment' });
      await run();
      assert.deepEqual(choiceIn(there), { kind: 'named', name: 'AzureUSGovernment' });
      assert.equal(settings.user('partnerLink.cloud'), 'AzureUSGovernment');
      assert.notEqual(there.app.session, before);
      assert.equal(there.app.session.folder, path.join(there.storage, 'clouds', 'AzureUSGovernment'));
      assert.equal(there.app.session.marks.get('t-1').size, 0, 'marks of another cloud are not here');
      await eventually(() => assert.equal(there.app.view.texts.title, 'Tenants (Azure US Government)'));
      there.dialogs.expect({ kind: 'pick', title: 'Choose Cloud', choose: 'AzureCloud' });
      await run();
      assert.equal(there.app.session.folder, modeFolder(there.storage, 'azure'));
      assert.equal(there.app.session.marks.get('t-1').size, 1, 'and are there again with theirs');
      await eventually(() => assert.equal(there.app.view.texts.title, 'Tenants'));
    });

    it('says what a proxy on the way wants, and where that is entered', async () => {
      const proxy = createServer();
      // Headers alone: what comes after them would not reach a client through VS Code's agent.
      proxy.on('connect', (_request, socket) => {
        socket.write(
          'HTTP/1.1 407 Proxy Authentication Required\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\n',
        );
      });
      await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
      await settings.set('http.proxy', `http://127.0.0.1:${String((proxy.address() as AddressInfo).port)}`);
      try {
        const there = await opened();
        there.dialogs.expect(
          { kind: 'pick', title: 'Choose Cloud', choose: 'Custom cloud…' },
          { kind: 'input', title: 'Custom Cloud', type: 'https://management.cloud.example' },
          { kind: 'error', says: /^This cloud can’t be used\. The proxy asks for a sign-in\. .*http\.proxy/ },
        );
        await run();
        const told = there.dialogs.shown.at(-1);
        assert.deepEqual(
          told?.kind === 'error' && told.buttons,
          ['Learn More'],
          'certificates have nothing to do with it',
        );
      } finally {
        await settings.reset();
        proxy.closeAllConnections();
        proxy.close();
      }
    });

    it('changes nothing when cancelled', async () => {
      const there = await opened();
      there.dialogs.expect({ kind: 'pick', title: 'Choose Cloud', choose: undefined });
      await run();
      assert.deepEqual(choiceIn(there), { kind: 'named', name: 'AzureCloud' });
      assert.equal(settings.user('partnerLink.cloud'), undefined);
    });

    describe('with a custom cloud', () => {
      let served: ServedSandbox;

      before(async () => {
        served = await serveSandbox();
      });

      beforeEach(() => {
        served.sandbox.setSwitches({ faults: [], authority: 'entra' });
      });

      after(() => served.close());

      const address = (): readonly [
        { kind: 'pick'; title: string; choose: string },
        { kind: 'input'; title: string; type: string },
      ] => [
        { kind: 'pick', title: 'Choose Cloud', choose: 'Custom cloud…' },
        { kind: 'input', title: 'Custom Cloud', type: served.armOrigin },
      ];

      it('asks for the file of its authority where that is not trusted, and uses it in the extension host', async () => {
        const there = await opened();
        there.dialogs.expect(
          ...address(),
          {
            kind: 'error',
            says: /^This cloud can’t be used\. Proxy or certificate problem\./,
            press: 'Trust a Certificate File…',
          },
          { kind: 'input', title: 'Certificate File', type: served.caFile },
          { kind: 'confirm', says: `Use the cloud at ${new URL(served.armOrigin).host}?`, press: 'Use This Cloud' },
        );
        await run();
        assert.deepEqual(choiceIn(there), { kind: 'custom', arm: served.armOrigin });
        assert.equal(settings.user('partnerLink.customCloud.resourceManager'), served.armOrigin);
        assert.equal(settings.user('partnerLink.caFile'), served.caFile);
        const { homeTenantId, appId, secret } = served.servicePrincipal(sampleAppIds.northwind);
        const added = await there.app.session.ask((azure) =>
          azure.addIdentity(
            {
              way: {
                kind: 'servicePrincipal',
                tenantId: homeTenantId,
                clientId: appId,
                credential: { kind: 'secret' },
              },
              secret,
            },
            never,
          ),
        );
        assert.ok(added.ok, JSON.stringify(added));
        await execute('refresh');
        assert.equal(there.app.session.store.allTenants()[0]?.pal.kind, 'notLinked');
        await there.app.session.removeIdentity(added.value.key);
      });

      it('saves nothing where the address will not do, nothing answers, or the person thinks better of it', async () => {
        await settings.set('partnerLink.caFile', served.caFile);
        const there = await opened();
        served.sandbox.setSwitches({ faults: [{ match: { pathIncludes: '/metadata' }, answer: { kind: 'html' } }] });
        there.dialogs.expect(...address(), {
          kind: 'error',
          says: /^This cloud can’t be used\. Cloud settings cannot be used\. Nothing at this address describes a cloud/,
        });
        await run();
        served.sandbox.setSwitches({ faults: [] });
        there.dialogs.expect(...address(), { kind: 'confirm', says: /^Use the cloud at/, press: undefined });
        await run();
        assert.equal(settings.user('partnerLink.cloud'), undefined);
        assert.equal(settings.user('partnerLink.customCloud.resourceManager'), undefined);
        assert.deepEqual(choiceIn(there), { kind: 'named', name: 'AzureCloud' });
      });

      it('says above the rows what is wrong with settings that were made by hand, and works once they are right', async () => {
        await settings.set('partnerLink.cloud', 'custom');
        await settings.set('partnerLink.customCloud.resourceManager', served.armOrigin);
        await settings.set('partnerLink.caFile', path.join(path.dirname(served.caFile), 'missing.pem'));
        const there = await opened();
        await openView(there);
        await eventually(() =>
          assert.match(
            there.app.view.texts.message ?? '',
            /^Cloud settings cannot be used\. The file named in partnerLink\.caFile cannot be read/,
          ),
        );
        await settings.set('partnerLink.caFile', served.caFile);
        await eventually(() => assert.equal(there.app.view.contextKeys.get('partnerLink.viewState'), 'noIdentity'));
        await eventually(() => assert.equal(there.app.view.texts.message, undefined));
      });

      async function inUse(): Promise<World> {
        await settings.set('partnerLink.caFile', served.caFile);
        await settings.set('partnerLink.cloud', 'custom');
        await settings.set('partnerLink.customCloud.resourceManager', served.armOrigin);
        return opened();
      }

      it('with AD FS adds a service principal without asking for a tenant ID, and forgets it again', async () => {
        served.sandbox.setSwitches({ authority: 'adfs' });
        const there = await inUse();
        const { appId, secret } = served.servicePrincipal(sampleAppIds.northwind);
        const credentials = (typed: string): readonly [InputStep, InputStep] => [
          { kind: 'input', title: 'Service Principal: Client ID', type: appId },
          { kind: 'input', title: 'Service Principal: Client Secret', type: typed },
        ];
        there.dialogs.expect(
          { kind: 'pick', title: 'Add Identity', choose: 'Service principal with a client secret' },
          {
            kind: 'confirm',
            says: 'Add a service principal',
            detail: [
              /portal can’t link/,
              '',
              /AD FS, which has no tenants, so no tenant ID/,
              '',
              /Support Request Contributor/,
            ],
            press: 'Continue',
          },
          ...credentials('wrong'),
          { kind: 'error', says: /^The identity wasn’t added\. Credential refused/, press: 'Try Again' },
          ...credentials(secret),
        );
        await execute('addIdentity');
        await rowReads(there, 'Northwind Traders', /\| not linked/);
        const key = `servicePrincipal:${appId}`;
        assert.deepEqual(
          there.app.session.store.identities().map(({ identity, state }) => [identity.key, state.kind]),
          [[key, 'ready']],
        );
        await there.restart();
        await there.app.ready();
        const { homeTenantId } = served.servicePrincipal(sampleAppIds.northwind);
        const principal = [homeTenantId, sampleServicePrincipalId('northwind', homeTenantId)] as const;
        served.sandbox.setLink(...principal, samplePartnerIds.contoso);
        await execute('refresh');
        await rowReads(there, 'Northwind Traders', /\| PAL 4810337/);
        served.sandbox.setLink(...principal, undefined);
        there.dialogs.expect(
          { kind: 'pick', title: 'Remove Identity', choose: appId },
          { kind: 'confirm', says: `Remove ${appId}?`, press: 'Remove' },
        );
        await execute('removeIdentity');
        await shownRows(there, 0);
      });

      it('that cannot be read says so before anything is asked of an identity, and asks once it can', async () => {
        const there = await inUse();
        served.sandbox.setSwitches({ faults: [{ match: { pathIncludes: '/metadata' }, answer: { kind: 'html' } }] });
        there.dialogs.expect(
          {
            kind: 'error',
            says: /^Can’t add an identity\. Cloud settings cannot be used\. Nothing at this address describes a cloud/,
            press: 'Try Again',
            meanwhile: () => served.sandbox.setSwitches({ faults: [] }),
          },
          { kind: 'pick', title: 'Add Identity', choose: undefined },
        );
        await execute('addIdentity');
      });

      it('is asked for its portal in the extension host, too', async () => {
        await settings.set('partnerLink.caFile', served.caFile);
        await settings.set('partnerLink.cloud', 'custom');
        await settings.set('partnerLink.customCloud.resourceManager', served.armOrigin);
        const there = await opened();
        const cloud = await there.app.session.cloud.resolve();
        assert.ok(cloud.ok);
        assert.equal(cloud.value.portal, `${served.armOrigin}/portal`);
      });
    });
  });

  it('are those of VS Code where its user setting names one: with its other sign-in', async () => {
    await settings.set(government, 'USGovernment');
    const there = await opened();
    await arrange({ accounts: [mira()] });
    assert.deepEqual(choiceIn(there), { kind: 'named', name: 'AzureUSGovernment' });
    const listed = await there.app.session.ask((azure) => azure.identities(never));
    assert.ok(listed.ok);
    assert.deepEqual(
      listed.value.map(({ identity }) => identity.name),
      ['mira@contoso.example'],
    );
    const asked = await providerCalls(allowedProvider);
    assert.ok(asked.some(({ scopes }) => scopes.includes('https://management.usgovcloudapi.net/.default')));
    const ofPublic = await providerCalls(notAllowedProvider);
    assert.ok(
      ofPublic.every(({ scopes }) => scopes.length === 0),
      'the public cloud’s sign-in is not asked for a token',
    );
    await settings.set(government, undefined);
    await eventually(() => assert.deepEqual(choiceIn(there), { kind: 'named', name: 'AzureCloud' }));
  });

  it('are never what a workspace says, and that is said', async () => {
    await settings.inWorkspace(government, 'ChinaCloud');
    const there = await opened();
    assert.deepEqual(choiceIn(there), { kind: 'named', name: 'AzureCloud' });
    assert.equal(there.log.lines.filter((line) => /microsoft-sovereign-cloud: they are ignored/.test(line)).length, 1);
    there.dialogs.expect({ kind: 'pick', title: 'Choose Cloud', choose: undefined });
    await execute('chooseCloud');
    const shown = there.dialogs.shown.at(-1);
    assert.ok(shown?.kind === 'pick');
    assert.equal(
      shown.options.placeholder,
      'In use: Azure · the workspace’s microsoft-sovereign-cloud settings are ignored',
    );
  });

  it('send nobody to a sign-in that a workspace has turned elsewhere', async () => {
    await settings.set(government, 'USGovernment');
    await settings.inWorkspace(government, 'ChinaCloud');
    const there = await opened();
    await arrange({ accounts: [mira()] });
    assert.deepEqual(choiceIn(there), { kind: 'named', name: 'AzureUSGovernment' });
    there.dialogs.expect({
      kind: 'error',
      says: /^Sign-in failed\. .*The workspace sends VS Code’s sign-in elsewhere/,
    });
    await execute('signIn');
    assert.ok((await providerCalls(allowedProvider)).every(({ scopes }) => scopes.length === 0));
  });

  it('say once that they have no Partner Admin Link, and their rows are quiet', async () => {
    await arrange({ accounts: [mira()] });
    const network = createSandbox({
      switches: { faults: [{ match: { pathIncludes: 'ManagementPartner' }, answer: { kind: 'providerMissing' } }] },
    });
    world = await openWorld({ mode: 'azure', providerId: allowedProvider, standIn: network });
    await openView(world);
    await shownRows(world, 13);
    await eventually(() => {
      assert.match(world?.app.view.texts.message ?? '', /Partner Admin Link is not offered in this cloud/);
    });
    const { view } = world.app;
    for (const node of view.getChildren()) {
      assert.doesNotMatch(String(view.getTreeItem(node).description), /not available/);
    }
    network.dispose();
  });
});
