import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import { describeCommand } from '../support/commandCoverage.ts';
import { rowReads } from '../support/rows.ts';
import { openSampleWorld, type SampleWorld } from '../support/sampleWorld.ts';

const { fabrikam } = samplePartnerIds;

describe('Partner IDs', () => {
  let sample: SampleWorld;

  beforeEach(async () => {
    sample = await openSampleWorld();
  });

  afterEach(async () => {
    await sample.close();
  });

  function saved(): readonly string[] {
    return sample
      .session()
      .ownPartnerIds.list()
      .map(({ id, label }) => `${id} ${label ?? ''}`);
  }

  describeCommand('validatePartnerId', (run) => {
    it('knows a partner by name whom any link shows, and saves the ID on request', async () => {
      sample.dialogs.expect(
        { kind: 'input', title: 'Validate Partner ID', type: fabrikam, told: /^Fabrikam Cloud Services, as seen/ },
        {
          kind: 'info',
          says: /^6203519: Fabrikam Cloud Services, as seen on the link of Tailspin Toys/,
          press: 'Save as Ours',
        },
      );
      await run();
      assert.deepEqual(saved(), ['4810337 Contoso Consulting', '6203519 Fabrikam Cloud Services']);
      await rowReads(sample.world, 'Tailspin Toys', /\| PAL 6203519/);
    });

    it('says plainly that a name cannot be known before the first link', async () => {
      sample.dialogs.expect(
        { kind: 'input', title: 'Validate Partner ID', type: '5557121' },
        {
          kind: 'info',
          says: /^5557121: Its partner’s name cannot be known before the first link\..* often 5557122\.$/,
        },
      );
      await run();
    });

    it('refuses what is no ID, and sends nothing', async () => {
      sample.sandbox.clearRequests();
      sample.dialogs.expect({
        kind: 'input',
        title: 'Validate Partner ID',
        type: 'contoso',
        told: 'A partner ID has digits only.',
      });
      await run();
      sample.dialogs.expect(
        { kind: 'input', title: 'Validate Partner ID', type: '123', told: /^Unusual length/ },
        { kind: 'info', says: /^123: Unusual length/ },
      );
      await run();
      sample.dialogs.expect({ kind: 'input', title: 'Validate Partner ID', type: undefined });
      await run();
      assert.equal(sample.dialogs.shown.filter(({ kind }) => kind === 'progress').length, 0);
    });
  });

  describeCommand('savedPartnerIds', (run) => {
    it('adds an ID with a label, which is offered from then on', async () => {
      sample.dialogs.expect(
        { kind: 'pick', title: 'Saved partner IDs', choose: 'Save a partner ID…' },
        { kind: 'input', title: 'Save a partner ID', type: '4810352' },
        { kind: 'input', title: 'Label for 4810352', type: 'Nordics' },
      );
      await run();
      assert.deepEqual(saved(), ['4810337 Contoso Consulting', '4810352 Nordics']);
      sample.dialogs.expect({ kind: 'pick', title: 'Saved partner IDs', choose: undefined });
      await run();
      const shown = sample.dialogs.shown.at(-1);
      assert.ok(shown?.kind === 'pick');
      assert.deepEqual(
        shown.items.map(({ label }) => label),
        ['4810337', '4810352', 'Save a partner ID…'],
      );
    });

    it('changes a label', async () => {
      sample.dialogs.expect(
        { kind: 'pick', title: 'Saved partner IDs', choose: '4810337' },
        { kind: 'pick', title: '4810337', choose: 'Change Label…' },
        { kind: 'input', title: 'Label for 4810337', type: 'Head office' },
      );
      await run();
      assert.deepEqual(saved(), ['4810337 Head office']);
    });

    it('forgets an ID; without any, no link is called another partner’s, and no link changes', async () => {
      sample.dialogs.expect(
        { kind: 'pick', title: 'Saved partner IDs', choose: '4810337' },
        { kind: 'pick', title: '4810337', choose: 'Remove from Saved Partner IDs' },
      );
      await run();
      assert.deepEqual(saved(), []);
      assert.equal(sample.linkOf('alpine'), samplePartnerIds.contoso);
      await rowReads(sample.world, 'Tailspin Toys', /\| PAL 6203519 · Fabrikam Cloud Services/);
    });
  });
});
