import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { lookForUnfinishedRuns, lookForRunsMs } from '../../../../src/operations/journal/lookForUnfinishedRuns.ts';
import { eventually } from '../../../e2e/support/eventually.ts';
import { manualClock, type ManualClock } from '../../support/manualClock.ts';

const head = '{"v":3,"at":1,"kind":"run","id":"20261123T093000000Z-0a1b2c3d"}\n';
const end = '{"v":3,"at":2,"kind":"end","how":"finished"}\n';

describe('A window looks for runs that others have left', () => {
  let folder: string;
  let clock: ManualClock;
  let controller: AbortController;
  let offers: number;
  let looking: Promise<void>;
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'runs-left-')), 'journal');
    clock = manualClock();
    controller = new AbortController();
    offers = 0;
  });
  afterEach(async () => {
    controller.abort();
    await looking;
    await rm(join(folder, '..'), { recursive: true, force: true });
  });

  function look(): void {
    const offer = (): Promise<void> => {
      offers += 1;
      return Promise.resolve();
    };
    looking = lookForUnfinishedRuns(folder, offer, clock, controller.signal);
  }

  async function begin(name: string, text: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${name}.jsonl`), text);
  }

  /** Until the next look is over, however slow the disk. */
  async function nextLook(wanted: number): Promise<void> {
    await eventually(() => {
      clock.pass(lookForRunsMs);
      assert.equal(offers, wanted);
    });
  }

  it('as it starts', async () => {
    await begin('20261123T093000000Z-0a1b2c3d', head);
    look();
    await eventually(() => assert.equal(offers, 1));
  });

  it('and again when one begins elsewhere after it has started, within one look', async () => {
    look();
    await begin('20261123T093000000Z-0a1b2c3d', head);
    await nextLook(1);
    await begin('20261123T093000001Z-0a1b2c3d', head);
    await nextLook(2);
  });

  it('but offers nothing where every run has ended, and nothing twice', async () => {
    await begin('20261123T093000000Z-0a1b2c3d', head + end);
    look();
    await begin('20261123T093000001Z-0a1b2c3d', head);
    await nextLook(1);
    for (let times = 0; times < 5; times++) {
      clock.pass(lookForRunsMs);
      await new Promise((resolve) => setImmediate(resolve));
    }
    assert.equal(offers, 1);
  });
});
