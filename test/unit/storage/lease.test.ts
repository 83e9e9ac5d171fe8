import assert from 'node:assert/strict';
import { existsSync, statSync } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { acquireLease, leaseHolder, tryLease } from '../../../src/storage/lease.ts';
import { manualTimers } from './manualTimers.ts';

describe('lease', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lease-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('is held by one window until it is given back', async () => {
    const timers = manualTimers();
    const first = await acquireLease(folder, 'scan', 'one', { timers });
    assert.ok(first);
    assert.equal(await acquireLease(folder, 'scan', 'two', { timers }), undefined);
    assert.deepEqual(await tryLease(folder, 'scan', 'two', { timers }), { kind: 'busy', owner: 'one' });
    assert.deepEqual(await leaseHolder(folder, 'scan', { timers }), { owner: 'one', live: true });
    assert.equal(await first.stillOurs(), true);
    await first.release();
    assert.equal(await first.stillOurs(), false);
    assert.deepEqual(await readdir(folder), []);
    const second = await acquireLease(folder, 'scan', 'two', { timers });
    assert.ok(second);
    await second.release();
  });

  it('of many windows that come at once, never lets two in, and lets one in when they come again', async () => {
    const timers = manualTimers();
    for (let round = 0; round < 20; round++) {
      const got = await Promise.all(
        Array.from({ length: 12 }, (_, i) => acquireLease(folder, 'scan', `w${String(i)}`, { timers })),
      );
      const held = got.filter((lease) => lease !== undefined);
      assert.ok(held.length <= 1, `${String(held.length)} holders`);
      const late = await acquireLease(folder, 'scan', 'late', { timers });
      assert.equal(late === undefined, held.length === 1);
      await Promise.all([...held, ...(late ? [late] : [])].map((lease) => lease.release()));
    }
  });

  it('stays held while its window beats, however long', async () => {
    const timers = manualTimers();
    const first = await acquireLease(folder, 'scan', 'one', { timers });
    assert.ok(first);
    for (let i = 0; i < 15; i++) {
      timers.pass(2_000);
      // A beat is a file operation: wait until it is to be seen.
      while (!(await first.stillOurs())) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      assert.equal(await acquireLease(folder, 'scan', 'two', { timers }), undefined);
    }
    await first.release();
  });

  it('is taken over when its window no longer beats, and the former holder is told', async () => {
    const dead = manualTimers();
    const first = await acquireLease(folder, 'scan', 'one', { timers: dead });
    assert.ok(first);
    dead.stopTicks();
    dead.pass(11_000);
    const timers = manualTimers(dead.now());
    assert.deepEqual(await leaseHolder(folder, 'scan', { timers }), { owner: 'one', live: false });
    assert.equal(await first.stillOurs(), false, 'a holder that did not beat in time has lost it');
    const got = await Promise.all([
      acquireLease(folder, 'scan', 'two', { timers }),
      acquireLease(folder, 'scan', 'three', { timers }),
    ]);
    assert.ok(got.filter((lease) => lease !== undefined).length <= 1);
    const holder = got.find((lease) => lease !== undefined) ?? (await acquireLease(folder, 'scan', 'two', { timers }));
    assert.ok(holder);
    await first.release();
    assert.equal(await holder.stillOurs(), true, 'the former holder gives back its own generation only');
    await holder.release();
    assert.deepEqual(await readdir(folder), []);
  });

  it('is held for as long as its file says, however long taking it took', async () => {
    const timers = manualTimers();
    const start = timers.now();
    const file = join(folder, 'scan.1');
    // The disk is slow after the time has been put on the file: the clock goes on meanwhile.
    const slow = {
      ...timers,
      now: () => (existsSync(file) && statSync(file).mtimeMs === start ? start + 11_000 : start),
    };
    const attempt = await tryLease(folder, 'scan', 'one', { timers: slow });
    assert.equal(attempt.kind, 'held');
    const lease = attempt.kind === 'held' ? attempt.lease : undefined;
    assert.deepEqual(await leaseHolder(folder, 'scan', { timers: slow }), { owner: 'one', live: false });
    assert.equal(await lease?.stillOurs(), false, 'another window may be taking it over');
    await lease?.release();
  });

  it('gives way when a higher generation appears', async () => {
    const timers = manualTimers();
    const first = await acquireLease(folder, 'scan', 'one', { timers });
    assert.ok(first);
    await writeFile(join(folder, 'scan.2'), 'two');
    assert.equal(await first.stillOurs(), false);
    await first.release();
    assert.deepEqual(await readdir(folder), ['scan.2']);
  });

  it('of another name is another lease', async () => {
    const timers = manualTimers();
    const both = await Promise.all(['scan', 'scan-2'].map((name) => acquireLease(folder, name, 'one', { timers })));
    assert.ok(both.every((lease) => lease !== undefined));
    await Promise.all(both.map((lease) => lease.release()));
  });

  it('tells broken storage from a busy lease', async () => {
    await writeFile(join(folder, 'file'), '');
    const attempt = await tryLease(join(folder, 'file'), 'scan', 'one', { timers: manualTimers() });
    assert.equal(attempt.kind, 'failed');
  });
});
