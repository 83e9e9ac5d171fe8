import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { azureCloud, clouds, type Cloud } from '../../../../src/azure/clouds/cloud.ts';
import type { CommandWindow } from '../../../../src/commands/context/commandContext.ts';
import { openInPortal } from '../../../../src/commands/tenants/openInPortal.ts';
import { Session } from '../../../../src/session/session.ts';
import { failed, success, type Outcome } from '../../../../src/shared/model/outcome.ts';
import type { SubscriptionNode } from '../../../../src/tree/nodes.ts';
import { openCommandWorld, type CommandWorld } from '../support/world.ts';

const tenantId = '11111111-1111-1111-1111-111111111111';
const node: SubscriptionNode = {
  kind: 'subscription',
  id: 'any',
  ref: { identity: 'vscode:anna', tenantId },
  subscriptionId: 'sub-1',
};

describe('Open in Azure Portal', () => {
  let world: CommandWorld;
  let folder: string;

  beforeEach(async () => {
    world = await openCommandWorld();
    folder = await mkdtemp(join(tmpdir(), 'partner-link-portal-'));
  });

  afterEach(async () => {
    await world.close();
    await rm(folder, { recursive: true });
  });

  /** What was opened, from a subscription's row. */
  async function openedIn(cloud: Outcome<Cloud>): Promise<readonly string[]> {
    const opened: string[] = [];
    const session = new Session({
      mode: 'azure',
      folder,
      cloud: {
        choice: { kind: 'custom', arm: 'https://arm.stack.example' },
        workspaceIgnored: false,
        resolve: async () => cloud,
      },
      windowId: 'one',
      ownPartnerIds: world.session.ownPartnerIds,
      connect: () => Promise.reject(new Error('Nothing is asked')),
      log: world.context.window.log,
      refreshAfterHours: () => 0,
      runConcurrency: () => 1,
      dporMode: { get: () => 'ask', set: () => Promise.resolve({ ok: true, value: undefined }) },
    });
    const window: CommandWindow = {
      ...world.context.window,
      openExternal: async (address: string) => {
        opened.push(address);
        return Promise.resolve();
      },
    };
    await openInPortal({ window, session }, { clicked: node, picked: [] });
    world.dialogs.holds();
    return opened;
  }

  it('opens the portal of the cloud that the tenant is in', async () => {
    const page = `/#@${tenantId}/resource/subscriptions/sub-1/overview`;
    for (const cloud of Object.values(clouds)) {
      assert.deepEqual(await openedIn(success(cloud)), [`${cloud.portal ?? ''}${page}`]);
    }
    const portal = 'https://portal.stack.example';
    assert.deepEqual(await openedIn(success({ ...azureCloud, portal })), [`${portal}${page}`]);
  });

  it('says that a cloud names none, or why it is not known', async () => {
    const without = { ...azureCloud, portal: undefined };
    world.dialogs.expect({ kind: 'info', says: 'This cloud has no portal.' });
    assert.deepEqual(await openedIn(success(without)), []);
    world.dialogs.expect({ kind: 'error', says: /^Azure cannot be reached\./ });
    assert.deepEqual(await openedIn(failed({ kind: 'offline' })), []);
  });
});
