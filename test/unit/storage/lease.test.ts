import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { acquireLease, leaseHolder, tryLease } from '../../../src/storage/lease.ts';
import { faultyFiles } from './support/faultyFiles.ts';
import { impatientClock, manualClock } from '../support/manualClock.ts';

describe('lease', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lease-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('is held by one window until it is given back', async () => {
    const clock = manualClock();
    const first = await acquireLease(folder, 'scan', 'one', { clock });
    assert.ok(first);
    assert.equal(await acquireLease(folder, 'scan', 'two', { clock }), undefined);
    assert.deepEqual(await tryLease(folder, 'scan', 'two', { clock }), { kind: 'busy', owner: 'one' });
    assert.deepEqual(await leaseHolder(folder, 'scan', { clock }), { owner: 'one', live: true });
    assert.equal(await first.stillOurs(), true);
    await first.release();
    assert.equal(first.isAlive(), false);
    assert.equal(await first.stillOurs(), false);
    assert.deepEqual(await readdir(folder), []);
    const second = await acquireLease(folder, 'scan', 'two', { clock });
    assert.ok(second);
    await first.release();
    assert.equal(await second.stillOurs(), true, 'what was given back once is not given back again');
    await second.release();
  });

  it('has the time of its last beat, and no beats once it is given back', async () => {
    const [clock, files] = [manualClock(), faultyFiles()];
    let disposed = 0;
    const every: typeof clock.every = (ms, tick) => {
      const heartbeat = clock.every(ms, tick);
      return {
        dispose: () => {
          disposed += 1;
          heartbeat.dispose();
        },
      };
    };
    const lease = await acquireLease(folder, 'scan', 'one', { clock: { ...clock, every }, files });
    clock.pass(2_000);
    await lease?.release();
    assert.deepEqual(files.done.slice(-3), ['touch scan.1', `list ${basename(folder)}`, 'remove scan.1']);
    assert.equal(disposed, 1);
  });

  it('counts as lost after ten seconds without a beat, and a late beat does not revive it', async () => {
    const [clock, files] = [manualClock(Math.floor(Date.now() / 1000) * 1000), faultyFiles()];
    const lease = await acquireLease(folder, 'scan', 'one', { clock, files });
    clock.pass(10_000);
    await clock.settle();
    assert.equal(lease?.isAlive(), false);
    assert.equal(await lease.stillOurs(), false);
    assert.deepEqual(await leaseHolder(folder, 'scan', { clock }), { owner: 'one', live: false });
    assert.ok(!files.done.includes('touch scan.1'));
    await lease.release();
  });

  it('counts as lost while nobody can look', async () => {
    const [clock, files] = [impatientClock(), faultyFiles()];
    const lease = await acquireLease(folder, 'scan', 'one', { clock, files });
    files.fail('list', 'EIO');
    assert.equal(await lease?.stillOurs(), false);
    assert.equal(await leaseHolder(folder, 'scan', { clock, files }), undefined);
    files.heal();
    assert.equal(await lease?.stillOurs(), true);
    await lease?.release();
  });

  it('of many windows that come at once, never lets two in, and lets one in when they come again', async () => {
    const clock = manualClock();
    for (let round = 0; round < 20; round++) {
      const got = await Promise.all(
        Array.from({ length: 12 }, (_, i) => acquireLease(folder, 'scan', `w${String(i)}`, { clock })),
      );
      const held = got.filter((lease) => lease !== undefined);
      assert.ok(held.length <= 1, `${String(held.length)} holders`);
      const late = await acquireLease(folder, 'scan', 'late', { clock });
      assert.equal(late === undefined, held.length === 1);
      await Promise.all([...held, ...(late ? [late] : [])].map((lease) => lease.release()));
    }
  });

  it('stays held while its window beats, however long', async () => {
    const clock = manualClock();
    const first = await acquireLease(folder, 'scan', 'one', { clock });
    assert.ok(first);
    for (let i = 0; i < 15; i++) {
      clock.pass(2_000);
      // A beat is a file operation: wait until it is to be seen.
      while (!(await first.stillOurs())) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      assert.equal(await acquireLease(folder, 'scan', 'two', { clock }), undefined);
    }
    await first.release();
  });

  it('is taken over when its window no longer beats, and the former holder is told', async () => {
    const dead = manualClock();
    const first = await acquireLease(folder, 'scan', 'one', { clock: dead });
    assert.ok(first);
    dead.stopTicks();
    dead.pass(11_000);
    const clock = manualClock(dead.now());
    assert.deepEqual(await leaseHolder(folder, 'scan', { clock }), { owner: 'one', live: false });
    assert.equal(await first.stillOurs(), false, 'a holder that did not beat in time has lost it');
    const got = await Promise.all([
      acquireLease(folder, 'scan', 'two', { clock }),
      acquireLease(folder, 'scan', 'three', { clock }),
    ]);
    assert.ok(got.filter((lease) => lease !== undefined).length <= 1);
    const holder = got.find((lease) => lease !== undefined) ?? (await acquireLease(folder, 'scan', 'two', { clock }));
    assert.ok(holder);
    await first.release();
    assert.equal(await holder.stillOurs(), true, 'the former holder gives back its own generation only');
    await holder.release();
    assert.deepEqual(await readdir(folder), []);
  });

  it('is held for as long as its file says, however long taking it took', async () => {
    const clock = manualClock();
    const start = clock.now();
    const file = join(folder, 'scan.1');
    // The disk is slow after the time has been put on the file: the clock goes on meanwhile.
    const slow = {
      ...clock,
      now: () => (existsSync(file) && statSync(file).mtimeMs === start ? start + 11_000 : start),
    };
    const attempt = await tryLease(folder, 'scan', 'one', { clock: slow });
    assert.equal(attempt.kind, 'held');
    const lease = attempt.kind === 'held' ? attempt.lease : undefined;
    assert.deepEqual(await leaseHolder(folder, 'scan', { clock: slow }), { owner: 'one', live: false });
    assert.equal(await lease?.stillOurs(), false, 'another window may be taking it over');
    await lease?.release();
  });

  it('is not held any more where it went stale while somebody looked', async () => {
    const clock = manualClock();
    let later = 0;
    const lease = await acquireLease(folder, 'scan', 'one', { clock: { ...clock, now: () => clock.now() + later } });
    const held = lease?.stillOurs();
    later = 11_000;
    assert.equal(await held, false);
    await lease?.release();
  });

  it('gives way when a higher generation appears', async () => {
    const clock = manualClock();
    const first = await acquireLease(folder, 'scan', 'one', { clock });
    assert.ok(first);
    await writeFile(join(folder, 'scan.2'), 'two');
    assert.equal(await first.stillOurs(), false);
    await first.release();
    assert.deepEqual(await readdir(folder), ['scan.2']);
  });

  it('of another name is another lease', async () => {
    const clock = manualClock();
    const both = await Promise.all(['scan', 'scan-2'].map((name) => acquireLease(folder, name, 'one', { clock })));
    assert.ok(both.every((lease) => lease !== undefined));
    await Promise.all(both.map((lease) => lease.release()));
    for (const name of ['scan-2.5', 'scan.7.bak', 'scan.x']) {
      await writeFile(join(folder, name), 'other');
    }
    const lease = await acquireLease(folder, 'scan', 'one', { clock });
    assert.equal(await lease?.stillOurs(), true, 'whatever lies beside it');
    await lease?.release();
  });

  it('was held last by who made its highest generation', async () => {
    const clock = manualClock();
    for (const [name, owner] of [
      ['scan.9', 'nine'],
      ['scan.10', 'ten'],
      ['scan.11', 'eleven'],
    ] as const) {
      await writeFile(join(folder, name), owner);
      await utimes(join(folder, name), 1, 1);
    }
    assert.deepEqual(await leaseHolder(folder, 'scan', { clock }), { owner: 'eleven', live: false });
  });

  it('tells broken storage from a busy lease', async () => {
    await writeFile(join(folder, 'file'), '');
    const attempt = await tryLease(join(folder, 'file'), 'scan', 'one', { clock: manualClock() });
    assert.equal(attempt.kind, 'failed');
  });

  it('gives way to the holder before, whose late beat came between its look and its file', async () => {
    const clock = manualClock();
    const [older, mine] = [join(folder, 'scan.1'), join(folder, 'scan.2')];
    await writeFile(older, 'one');
    await utimes(older, 1, 1);
    const files = faultyFiles();
    files.before = async (operation, name) => {
      if (operation === 'writeFile' && name === 'scan.2') {
        await utimes(older, clock.now() / 1000, clock.now() / 1000);
      }
    };
    assert.deepEqual(await tryLease(folder, 'scan', 'two', { clock, files }), { kind: 'busy' });
    assert.equal(existsSync(mine), false);
    assert.deepEqual(await leaseHolder(folder, 'scan', { clock }), { owner: 'one', live: true });
  });

  for (const [what, operation, name, meddle] of [
    ['makes the same file first', 'create', 'scan.1', (file: string) => writeFile(file, 'other')],
    ['takes its file away', 'stat', 'scan.1', (file: string) => rm(file, { force: true })],
    [
      'makes a higher generation, and be it stale',
      'writeFile',
      'scan.1',
      async (file: string) => {
        await writeFile(file.replace('.1', '.2'), 'other');
        await utimes(file.replace('.1', '.2'), 1, 1);
      },
    ],
  ] as const) {
    it(`gives way to another window that ${what}`, async () => {
      const [clock, files] = [manualClock(), faultyFiles()];
      files.before = async (done, of) => {
        if (done === operation && of === name) {
          await meddle(join(folder, name));
        }
      };
      assert.deepEqual(await tryLease(folder, 'scan', 'one', { clock, files }), { kind: 'busy' });
    });
  }

  it('is busy without a name where the name of its owner cannot be read', async () => {
    const [clock, files] = [manualClock(), faultyFiles()];
    const first = await acquireLease(folder, 'scan', 'one', { clock });
    files.fail('read', 'EACCES');
    assert.deepEqual(await tryLease(folder, 'scan', 'two', { clock, files }), { kind: 'busy', owner: '' });
    await first?.release();
  });

  it('is not taken while nobody can tell whether somebody holds it', async () => {
    for (const [operation, code] of [
      ['stat', 'EIO'],
      ['list', 'EACCES'],
    ] as const) {
      const clock = impatientClock();
      const first = await acquireLease(folder, 'scan', 'one', { clock });
      assert.ok(first);
      const files = faultyFiles();
      files.fail(operation, code);
      const attempt = await tryLease(folder, 'scan', 'two', { clock, files });
      assert.deepEqual(attempt, { kind: 'failed', failure: { kind: 'storageNotWritable', code } });
      assert.equal(await first.stillOurs(), true);
      await first.release();
    }
  });

  it('is taken and kept through moments with too many open files', async () => {
    const [clock, files] = [impatientClock(), faultyFiles()];
    for (const operation of ['list', 'create', 'stat'] as const) {
      files.fail(operation, 'EMFILE', 2);
    }
    const lease = await acquireLease(folder, 'scan', 'one', { clock, files });
    assert.ok(lease);
    files.fail('list', 'EMFILE', 2);
    assert.equal(await lease.stillOurs(), true);
    files.fail('remove', 'EBUSY', 2);
    await lease.release();
    assert.deepEqual(await readdir(folder), []);
  });

  for (const [operation, code] of [
    ['create', 'ENOSPC'],
    ['writeFile', 'ENOSPC'],
    ['close', 'EIO'],
    ['stat', 'EIO'],
  ] as const) {
    it(`that cannot be taken, as ${operation} ends in ${code}, leaves no file`, async () => {
      const [clock, files] = [impatientClock(), faultyFiles()];
      files.fail(operation, code);
      assert.equal((await tryLease(folder, 'scan', 'one', { clock, files })).kind, 'failed');
      assert.deepEqual(await readdir(folder), []);
    });
  }
});
