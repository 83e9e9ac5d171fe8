import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { sampleIdentityKeys } from '../../../src/sandbox/scenario/scenario.ts';
import { describeCommand } from '../support/commandCoverage.ts';
import { rowReads, shownRows } from '../support/rows.ts';
import { identityNode, openSampleWorld, type SampleWorld } from '../support/sampleWorld.ts';

describe('Signing in to sample data', () => {
  let sample: SampleWorld;

  beforeEach(async () => {
    sample = await openSampleWorld();
  });

  afterEach(async () => {
    await sample.close();
  });

  describeCommand('signIn', (run) => {
    it('adds an account and scans its tenants; identities become a level of the tree', async () => {
      await shownRows(sample.world, 13);
      await run();
      await shownRows(sample.world, 2);
      assert.equal(sample.row('northwind', sampleIdentityKeys.colleague).pal.kind, 'linked');
      assert.equal(sample.row('northwind', sampleIdentityKeys.consultant).pal.kind, 'notLinked');
      await rowReads(sample.world, 'tomas.brandt@contoso-consulting.example', /2 tenants$/);
    });

    it('adds an account although the row of one that needs no sign-in has the focus', async () => {
      // From the view's title VS Code passes whichever row has the focus.
      await run(identityNode(sampleIdentityKeys.consultant));
      await shownRows(sample.world, 2);
    });

    it('signs in again from the row of an identity that needs it', async () => {
      const state = (): string | undefined =>
        sample.session().store.identity(sampleIdentityKeys.consultant)?.state.kind;
      sample.session().store.setIdentityState(sampleIdentityKeys.consultant, { kind: 'signInNeeded' });
      await run(identityNode(sampleIdentityKeys.consultant));
      assert.equal(state(), 'ready');
      await shownRows(sample.world, 13);
    });
  });

  describeCommand('allowAccount', (run) => {
    it('says so where every account may be used', async () => {
      sample.dialogs.expect({ kind: 'info', says: 'Partner Link can already use every account.' });
      await run();
    });

    it('signs in to the account of the row', async () => {
      await run(identityNode(sampleIdentityKeys.colleague));
      assert.equal(sample.session().store.identities().length, 2);
    });
  });

  describeCommand('signInToTenant', (run) => {
    it('offers from the palette tenants that need a sign-in, and checks those signed in to', async () => {
      sample.dialogs.expect({ kind: 'pickMany', title: 'Sign In to Tenant', choose: ['Lamna Healthcare'] });
      await run();
      assert.equal(sample.row('lamna').pal.kind, 'linked');
      const [shown] = sample.dialogs.shown;
      assert.ok(shown?.kind === 'pickMany');
      assert.equal(shown.items.length, 1);
      sample.dialogs.expect({ kind: 'info', says: 'No tenant needs a sign-in.' });
      await run();
    });

    it('signs in to the tenant of the clicked row', async () => {
      await run(sample.node('lamna'));
      assert.equal(sample.row('lamna').pal.kind, 'linked');
    });

    it('names the picked rows that need none before anything happens', async () => {
      const rows = [sample.node('lamna'), sample.node('alpine'), sample.node('humongous')];
      sample.dialogs.expect({
        kind: 'confirm',
        says: 'Sign in to Lamna Healthcare?',
        detail: ['No sign-in needed:', 'Alpine Ski House', 'Humongous Insurance'],
        press: 'Sign In',
        meanwhile: () => assert.equal(sample.row('lamna').pal.kind, 'signInNeeded'),
      });
      await run(rows[0], rows);
      assert.equal(sample.row('lamna').pal.kind, 'linked');
    });

    it('says so where none of the picked rows needs one', async () => {
      sample.dialogs.expect({ kind: 'info', says: 'No sign-in needed in Alpine Ski House.' });
      await run(sample.node('alpine'));
    });
  });
});
