import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import manifest from '../../../package.json' with { type: 'json' };
import { commandName, type CommandId } from '../../../src/manifest.ts';
import { eventually } from '../../e2e/support/eventually.ts';
import { coveredCommands } from '../support/commandCoverage.ts';
import { execute } from '../support/extension.ts';
import { openSampleWorld, type SampleWorld } from '../support/sampleWorld.ts';
import { openView } from '../support/world.ts';

/** Those about tenants, with a tenant in sight to which they apply. */
const aboutTenants: readonly CommandId[] = [
  'signInToTenant',
  'refreshTenant',
  'link',
  'change',
  'remove',
  'check',
  'openInPortal',
  'copyId',
  'copyPartnerId',
  'copyAsScript',
  'pin',
  'hide',
  'markNotOurs',
];

describe('Every command', () => {
  it('of the manifest has in-host tests', () => {
    const covered = new Set<string>([...coveredCommands()].map(commandName));
    const missing = manifest.contributes.commands.map(({ command }) => command).filter((id) => !covered.has(id));
    assert.deepEqual(missing, []);
  });

  describe('about tenants, from the palette', () => {
    let sample: SampleWorld;

    beforeEach(async () => {
      sample = await openSampleWorld();
    });

    afterEach(async () => {
      await sample.close();
    });

    it('asks for its target and never takes the selection of the tree', async () => {
      await openView(sample.world);
      const node = sample.node('alpine');
      await sample.world.app.reveal(node.ref);
      await eventually(() => assert.equal(sample.world.app.view.selection[0]?.id, node.id));
      const before = JSON.stringify(sample.session().store.allTenants());
      for (const id of aboutTenants) {
        const kind = id === 'openInPortal' ? 'pick' : 'pickMany';
        sample.dialogs.expect({ kind, title: /./, choose: undefined });
        await execute(id);
        assert.equal(sample.dialogs.left, 0, `${id} asks`);
      }
      assert.equal(JSON.stringify(sample.session().store.allTenants()), before);
    });

    it('opens its question with a person’s words and nothing but known tenants', async () => {
      for (const id of aboutTenants) {
        const kind = id === 'openInPortal' ? 'pick' : 'pickMany';
        sample.dialogs.expect({ kind, title: /^[A-Z]/, choose: undefined });
        await execute(id);
        const shown = sample.dialogs.shown.at(-1);
        assert.ok(shown && 'items' in shown);
        assert.ok(shown.items.length > 0, id);
        const ids = new Set(
          sample
            .session()
            .store.allTenants()
            .map(({ ref }) => ref.tenantId),
        );
        for (const { detail = '' } of shown.items) {
          assert.ok(
            [...ids].some((tenantId) => detail.includes(tenantId)),
            `${id} offers ${detail}`,
          );
        }
      }
    });
  });
});
