import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { ExclusiveResource } from '../../../src/app/exclusiveResource.ts';

interface Opened {
  readonly name: string;
  dispose(): Promise<void>;
}

describe('The one session that is open', () => {
  let mode: string;
  let happened: string[];
  /** What closing waits for, as a session does for a run under way. */
  let closable: Promise<void>;
  let openable: boolean;
  let one: ExclusiveResource<Opened>;

  beforeEach(() => {
    mode = 'azure';
    happened = [];
    closable = Promise.resolve();
    openable = true;
    one = new ExclusiveResource<Opened>({
      open: async () => {
        const name = mode;
        happened.push(`open ${name}`);
        if (!openable) {
          throw new Error('not openable');
        }
        return {
          name,
          dispose: async () => {
            await closable;
            happened.push(`closed ${name}`);
          },
        };
      },
      closing: () => {
        happened.push('closing');
      },
    });
  });

  function switchTo(next: string): Promise<void> {
    return one.runExclusive(async (close) => {
      if (mode !== next) {
        await close();
        mode = next;
      }
    });
  }

  it('is opened once, however many ask for it', async () => {
    const [first, second] = await Promise.all([one.ready(), one.ready()]);
    assert.equal(first, second);
    assert.deepEqual(happened, ['open azure']);
  });

  it('is the new mode’s for whoever asks while the old one still closes', async () => {
    await one.ready();
    let close = (): void => undefined;
    closable = new Promise((resolve) => (close = resolve));
    const switching = switchTo('sandbox');
    while (!happened.includes('closing')) {
      await Promise.resolve();
    }
    const meanwhile = one.ready();
    close();
    await switching;
    assert.equal((await meanwhile).name, 'sandbox');
    assert.equal(await one.ready(), await meanwhile);
    assert.deepEqual(happened, ['open azure', 'closing', 'closed azure', 'open sandbox']);
  });

  it('is the last mode’s after two switches at once', async () => {
    await one.ready();
    const there = switchTo('sandbox');
    const asked = one.ready();
    const back = switchTo('azure');
    await Promise.all([there, back]);
    assert.equal((await asked).name, 'azure');
    assert.equal(happened.filter((what) => what.startsWith('open')).length, 2, 'the mode in between is not opened');
  });

  it('is tried again after it could not be opened, and can still be exchanged', async () => {
    openable = false;
    await assert.rejects(one.ready(), /not openable/);
    await assert.rejects(one.ready(), /not openable/);
    await switchTo('sandbox');
    openable = true;
    assert.equal((await one.ready()).name, 'sandbox');
  });

  it('is opened anew after a turn that failed', async () => {
    await one.ready();
    await assert.rejects(
      one.runExclusive(async (close) => {
        await close();
        throw new Error('disk full');
      }),
      /disk full/,
    );
    assert.equal((await one.ready()).name, 'azure');
  });
});
