import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { tellModeNotKept, tellStorageTroubles } from '../../../../src/commands/context/storageTrouble.ts';
import { openCommandWorld, type CommandWorld } from '../support/world.ts';

describe('Files that cannot be used', () => {
  let world: CommandWorld;

  beforeEach(async () => {
    world = await openCommandWorld();
  });

  afterEach(() => world.close());

  it('are told of once, those of a newer version in one message and those that cannot be read in another', async () => {
    const { context, dialogs, session } = world;
    session.troubles.of('marks')({ kind: 'storageNewer' });
    session.troubles.of('identities')({ kind: 'storageNewer' });
    session.troubles.of('expected')({ kind: 'storageNotReadable', code: 'EACCES' });
    dialogs.expect({
      kind: 'warn',
      says: /^A newer version of Partner Link saved these, so this window can’t show or change them: tenant marks, added identities\. It was left unchanged\. Reload this window/,
    });
    dialogs.expect({
      kind: 'warn',
      says: /^Saved data can’t be read \(EACCES\): expected partner IDs\. It’s left as it is/,
    });
    await tellStorageTroubles(context);
    session.troubles.of('marks')({ kind: 'storageNewer' });
    await tellStorageTroubles(context);
    dialogs.holds();
  });

  it('are not told of where they can be used again by then', async () => {
    const { context, dialogs, session } = world;
    session.troubles.of('marks')({ kind: 'storageNotReadable', code: 'EMFILE' });
    session.troubles.of('marks')(undefined);
    assert.equal(session.troubles.any, false);
    await tellStorageTroubles(context);
    dialogs.holds();
  });

  it('say so of the mode, too', async () => {
    const { context, dialogs } = world;
    dialogs.expect({
      kind: 'warn',
      says: /^Your choice couldn’t be saved, so the next window won’t use it\. It was left unchanged/,
    });
    await tellModeNotKept(context, { kind: 'storageNewer' });
    dialogs.holds();
  });
});
