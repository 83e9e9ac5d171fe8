import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { IdentitiesFile } from '../../../../src/estate/files/identitiesFile.ts';
import type { AddedIdentity } from '../../../../src/shared/model/knownIdentity.ts';
import { inFolder } from '../support/folder.ts';
import { clockAt } from '../../support/manualClock.ts';
import { rememberingLog, silent } from '../../support/logs.ts';

const principal: AddedIdentity = {
  way: {
    kind: 'servicePrincipal',
    tenantId: 't-1',
    clientId: 'c-1',
    credential: { kind: 'certificate', path: '/c.pem' },
  },
  identity: { key: 'servicePrincipal:t-1.o-1', kind: 'servicePrincipal', name: 'c-1', principal: 'servicePrincipal' },
};

/** As it is added where AD FS issues the tokens. */
const withoutTenant: AddedIdentity = {
  way: { kind: 'servicePrincipal', clientId: 'c-2', credential: { kind: 'secret' } },
  identity: { key: 'servicePrincipal:c-2', kind: 'servicePrincipal', name: 'c-2', principal: 'servicePrincipal' },
};

function login(who: string): AddedIdentity {
  return { way: { kind: 'azureCli' }, identity: { key: `azureCli:${who}`, kind: 'azureCli', name: who } };
}

async function inWindow(folder: string, now = Date.now): Promise<IdentitiesFile> {
  const file = new IdentitiesFile({
    folder,
    log: silent,
    watch: async () => ({ dispose: () => {} }),
    clock: clockAt(now),
  });
  await file.open();
  return file;
}

describe('What is remembered of identities', () => {
  it('is there again after a restart, until it is removed', async () => {
    await inFolder(async (folder) => {
      const file = await inWindow(folder);
      assert.ok((await file.keep(principal)).ok);
      await file.keep(login('anna'));
      await file.keep(withoutTenant);
      await file.dispose();
      const again = await inWindow(folder);
      assert.deepEqual(again.added(), [principal, login('anna'), withoutTenant]);
      await again.remove(withoutTenant.identity.key);
      await again.remove(principal.identity.key);
      await again.dispose();
      const last = await inWindow(folder);
      assert.deepEqual(last.added(), [login('anna')]);
      await last.dispose();
    });
  });

  it('is one login of each tool, whoever is logged in', async () => {
    await inFolder(async (folder) => {
      const file = await inWindow(folder);
      await file.keep(login('anna'));
      await file.keep(login('ben'));
      assert.deepEqual(file.added(), [login('ben')]);
      await file.remove('azureCli:anna');
      assert.deepEqual(file.added(), []);
      await file.dispose();
    });
  });

  it('leaves an account of VS Code out until it is taken back', async () => {
    await inFolder(async (folder) => {
      const file = await inWindow(folder);
      assert.equal(file.isLeftOut('vscode:anna'), false);
      await file.remove('vscode:anna');
      assert.equal(file.isLeftOut('vscode:anna'), true);
      await file.takeBack('vscode:anna');
      assert.equal(file.isLeftOut('vscode:anna'), false);
      assert.deepEqual(file.added(), [], 'it is listed by VS Code and not added here');
      await file.dispose();
    });
  });

  it('of two windows is kept both, and of one identity the later word counts', async () => {
    await inFolder(async (folder) => {
      let now = 1_000;
      const [one, two] = [await inWindow(folder, () => now), await inWindow(folder, () => now)];
      let heard = 0;
      one.onDidChange(() => (heard += 1));
      await two.keep(principal);
      await one.refresh();
      assert.deepEqual(one.added(), [principal]);
      assert.equal(heard, 1);
      now += 1_000;
      await one.remove(principal.identity.key);
      await two.keep(login('anna'));
      assert.deepEqual(two.added(), [login('anna')], 'what was removed elsewhere does not come back');
      await one.dispose();
      await two.dispose();
    });
  });

  it('has a list of further tenants for each identity, which lasts while its login changes', async () => {
    await inFolder(async (folder) => {
      const word = { at: 1, kind: 'added', ...login('anna'), tenants: ['t-8', 't-9'] };
      const account = { at: 1, kind: 'account', tenants: ['t-7'] };
      const identities = { azureCli: word, 'vscode:anna': account };
      await writeFile(join(folder, 'identities.json'), JSON.stringify({ version: 1, identities }));
      const file = await inWindow(folder);
      assert.deepEqual(file.tenants('azureCli:anna'), ['t-8', 't-9']);
      assert.deepEqual(file.tenants('vscode:anna'), ['t-7']);
      assert.deepEqual(file.tenants('vscode:ben'), []);
      await file.keep(login('ben'));
      assert.deepEqual(file.tenants('azureCli:ben'), ['t-8', 't-9']);
      await file.remove('azureCli:ben');
      assert.deepEqual(file.tenants('azureCli:ben'), []);
      await file.dispose();
    });
  });

  it('that cannot be understood is set aside, as is a way in that is none', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'identities.json');
      const wrong = { ...principal, way: { ...principal.way, credential: { kind: 'password' } }, at: 1, kind: 'added' };
      for (const text of ['{', JSON.stringify({ version: 1, identities: { x: wrong } })]) {
        await writeFile(path, text);
        const log = rememberingLog();
        const file = new IdentitiesFile({ folder, log, watch: async () => ({ dispose: () => {} }) });
        await file.open();
        assert.deepEqual(file.added(), []);
        await file.dispose();
        await assert.rejects(readFile(path));
      }
    });
  });

  it('says so where it cannot be saved, and holds in this window', async () => {
    await inFolder(async (folder) => {
      const place = join(folder, 'taken');
      await writeFile(place, 'a file in the place of the folder');
      const file = await inWindow(place);
      const kept = await file.keep(principal);
      assert.equal(!kept.ok && kept.failure.kind, 'storageNotWritable');
      assert.deepEqual(file.added(), [principal]);
      await file.dispose();
    });
  });
});
