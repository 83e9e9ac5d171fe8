import assert from 'node:assert/strict';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { readRecord } from '../../../../src/operations/journal/runRecord.ts';
import type { Run } from '../../../../src/operations/run/run.ts';
import {
  identity,
  journalFiles,
  other,
  quickClock,
  ref,
  runToEnd,
  valueOf,
  wanted,
  wantedName,
  World,
  replaceJournal,
} from '../support/world.ts';

const link = { kind: 'link', partnerId: wanted } as const;
const yes = { continueAfterFirst: () => Promise.resolve(true) };

describe('A PAL run whose window was killed', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open(4);
  });
  afterEach(async () => {
    await world.close();
  });

  /** A whole journal, with the states that Azure was in before. */
  async function recorded(name?: string): Promise<{ bytes: Buffer; file: string; id: string }> {
    world.put(1, other);
    const window = world.window({ concurrency: 2 });
    const run = await runToEnd(window, await world.plan(window, link, name), yes);
    const file = (await journalFiles(world.folder)).at(-1) ?? '';
    return { bytes: await readFile(join(world.folder, 'journal', file)), file, id: run.id };
  }

  for (const name of [wantedName, undefined]) {
    for (const sent of [true, false]) {
      it(`at any byte of its journal${name ? '' : ' (with the question)'}, the announced writes ${sent ? 'sent' : 'not sent'}: resuming ends as wanted and writes nothing twice`, async function () {
        this.timeout(120_000);
        const { bytes, file, id } = await recorded(name);
        const scratch = await mkdtemp(join(tmpdir(), 'cut-'));
        try {
          for (let cut = 0; cut <= bytes.length; cut++) {
            const head = bytes.subarray(0, cut);
            const reading = readRecord(head);
            assert.ok(reading.kind === 'run' || reading.kind === 'empty', `cut at ${String(cut)}: ${reading.kind}`);
            // Read at every byte; resumed at the ends of all lines and at some bytes within, which are all alike there.
            if (bytes[cut - 1] !== 0x0a && bytes[cut] !== 0x0a && cut % 61 !== 0) {
              continue;
            }
            const announced = new Set<number>();
            const known = new Set<number>();
            if (reading.kind === 'run') {
              for (const [index, item] of reading.record.items.entries()) {
                if (item.intent) {
                  announced.add(index);
                }
                if (item.outcome) {
                  known.add(index);
                }
              }
            }
            const written = new Set([...announced].filter((index) => sent || known.has(index)));
            for (let tenant = 0; tenant < 4; tenant++) {
              world.put(tenant, written.has(tenant) ? wanted : tenant === 1 ? other : undefined);
            }
            world.sandbox.clearRequests();
            const folder = join(scratch, String(cut));
            await mkdir(join(folder, 'journal'), { recursive: true });
            await replaceJournal(join(folder, 'journal', file), head);
            const window = world.window({ folder });
            const [left] = await window.operations.unfinished();
            if (reading.kind !== 'run' || reading.record.ended) {
              assert.equal(left, undefined, `cut at ${String(cut)}`);
              continue;
            }
            assert.equal(left?.id, id, `cut at ${String(cut)}`);
            assert.equal(left.where, 'nobody');
            const run = valueOf(await window.operations.resume(id, yes));
            assert.equal((await run.finished).how, 'finished', `cut at ${String(cut)}`);
            assert.deepEqual(world.held(), Array(4).fill(wanted), `cut at ${String(cut)}`);
            for (let tenant = 0; tenant < 4; tenant++) {
              const count = world.writes().get(ref(tenant).tenantId) ?? 0;
              assert.equal(count, written.has(tenant) ? 0 : 1, `cut at ${String(cut)}, tenant ${String(tenant)}`);
            }
            const after = readRecord(await readFile(join(folder, 'journal', file)));
            assert.ok(after.kind === 'run' && after.record.ended?.how === 'finished', `cut at ${String(cut)}`);
            assert.deepEqual(await window.operations.unfinished(), []);
          }
        } finally {
          await rm(scratch, { recursive: true, force: true });
        }
      });
    }
  }

  /** Leaves a journal cut after so many lines, and Azure as it was. */
  async function cutAfter(lines: number): Promise<string> {
    for (let tenant = 0; tenant < 4; tenant++) {
      world.put(tenant, undefined);
    }
    const { bytes, file, id } = await recorded(wantedName);
    const text = bytes.toString('utf8').split('\n').slice(0, lines).join('\n') + '\n';
    await replaceJournal(join(world.folder, 'journal', file), text);
    world.put(0, undefined);
    world.put(1, other);
    world.put(2, undefined);
    world.put(3, undefined);
    world.sandbox.clearRequests();
    return id;
  }

  it('tells the next window what it noted down, and what it left open is unclear', async () => {
    world.put(1, other);
    const window = world.window({ concurrency: 1 });
    await runToEnd(window, await world.plan(window, link, wantedName));
    const file = join(world.folder, 'journal', (await journalFiles(world.folder)).at(-1) ?? '');
    // Two items with both of their lines, and the third announced only.
    const lines = (await readFile(file, 'utf8')).split('\n').slice(0, 6);
    await replaceJournal(file, lines.join('\n') + '\n');
    const next = world.window();
    next.store.setPal(ref(3), { kind: 'notLinked' }, 'scan');
    await next.operations.unfinished();
    assert.deepEqual(
      next.store.tenants(identity).map(({ pal }) => (pal.kind === 'linked' ? pal.link.partnerId : pal.kind)),
      [wanted, wanted, 'unclear', 'notLinked'],
    );
  });

  it('is resumed by exactly one of two windows that try at once', async () => {
    for (let round = 0; round < 5; round++) {
      const id = await cutAfter(3);
      const [one, two] = [world.window(), world.window()];
      const outcomes = await Promise.all([one.operations.resume(id), two.operations.resume(id)]);
      const runs = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
      assert.ok(runs.length <= 1, 'never both');
      // Two that come at the very same moment may both give way; one that asks again gets it.
      const run: Run = runs[0] ?? valueOf(await one.operations.resume(id));
      await run.finished;
      assert.ok([...world.writes().values()].every((count) => count === 1));
      assert.deepEqual(world.held(), Array(4).fill(wanted));
      for (const outcome of outcomes) {
        assert.ok(outcome.ok || ['runningElsewhere', 'runEnded'].includes(outcome.failure.kind));
      }
      const late = await two.operations.resume(id);
      assert.ok(!late.ok && late.failure.kind === 'runEnded');
    }
  });

  it('of a version before DPOR is gone on with, and new journals are of the new version', async () => {
    const id = await cutAfter(2);
    const path = join(world.folder, 'journal', `${id}.jsonl`);
    const old = (await readFile(path, 'utf8')).replaceAll('"v":3', '"v":1');
    await replaceJournal(path, old);
    const window = world.window();
    const run = valueOf(await window.operations.resume(id));
    assert.equal((await run.finished).how, 'finished');
    assert.deepEqual(world.held(), Array(4).fill(wanted));
    const versions = (await readFile(path, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { v: number }).v);
    assert.deepEqual(new Set(versions), new Set([1, 3]));
  });

  it('can be discarded: nothing more is written and it is not offered again', async () => {
    const id = await cutAfter(3);
    const window = world.window();
    valueOf(await window.operations.discard(id));
    assert.deepEqual(await window.operations.unfinished(), []);
    assert.equal(world.writeCount(), 0);
    assert.equal((await window.operations.history())[0]?.ended?.how, 'discarded');
  });

  it('is not offered twice by ids that are none', async () => {
    const window = world.window();
    for (const id of ['', '../x', '20261123T050251123Z-1f2e3d4c']) {
      const outcome = await window.operations.resume(id);
      assert.ok(!outcome.ok && outcome.failure.kind === 'runEnded');
    }
  });

  it('closing the window in the middle of writes leaves them announced, gives leases back, and another window goes on', async () => {
    const window = world.window({ concurrency: 2 });
    const plan = await world.plan(window, link, wantedName);
    world.fault({ kind: 'hang' }, { method: 'PUT' });
    const run = valueOf(await window.operations.start(plan));
    while (world.writeCount() < 2) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await window.operations.dispose();
    assert.equal((await run.finished).how, 'interrupted');
    assert.deepEqual((await window.operations.start(plan)).ok, false);
    world.noFaults();
    const later = world.window();
    const [left] = await later.operations.unfinished();
    assert.deepEqual([left?.where, left?.open, left?.left, left?.done], ['nobody', 2, 2, 0]);
    const running: number[] = [];
    later.operations.onDidChangeRuns(() => running.push(later.operations.running().length));
    const resumed = valueOf(await later.operations.resume(run.id));
    await resumed.finished;
    assert.deepEqual(running, [1, 0], 'announced like one that is started');
    assert.deepEqual(world.held(), Array(4).fill(wanted));
  });

  it('is shown as running in another window while that one lives, and can be taken over once it does not', async () => {
    const clock = quickClock();
    const first = world.window({ concurrency: 1, clock });
    const plan = await world.plan(first, link, wantedName);
    world.fault({ kind: 'hang' }, { method: 'PUT' }, 1);
    const run = valueOf(await first.operations.start(plan));
    while (world.writeCount() < 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const second = world.window({ clock });
    assert.deepEqual(
      (await second.operations.unfinished()).map(({ where }) => where),
      ['anotherWindow'],
    );
    assert.deepEqual(await first.operations.unfinished(), [], 'its own window does not offer it');
    const tooEarly = await second.operations.resume(run.id);
    assert.ok(!tooEarly.ok && tooEarly.failure.kind === 'runningElsewhere');
    clock.stopTicks();
    clock.pass(11_000);
    assert.deepEqual(
      (await second.operations.unfinished()).map(({ where }) => where),
      ['nobody'],
    );
    const resumed = valueOf(await second.operations.resume(run.id));
    await resumed.finished;
    assert.deepEqual(world.held(), Array(4).fill(wanted));
    // The first window wakes up: its request ends, and it neither writes on nor spoils the journal.
    run.cancel();
    await first.operations.dispose();
    await run.finished;
    const ended = (await second.operations.history())[0];
    assert.equal(ended?.ended?.how, 'finished');
    assert.ok(
      [...world.writes()].every(([tenant, count]) => count === 1 || (tenant === ref(0).tenantId && count === 2)),
    );
  });
});

describe('The journal folder', () => {
  let world: World;
  beforeEach(async () => {
    world = await World.open(2);
  });
  afterEach(async () => {
    await world.close();
  });

  it('sets a corrupt journal aside with a log line, and it hides no other', async () => {
    const window = world.window();
    const run = await runToEnd(window, await world.plan(window, link, wantedName));
    const journal = join(world.folder, 'journal');
    await writeFile(join(journal, '20200101T000000000Z-00000000.jsonl'), 'no json\n{}\n');
    await cp(join(journal, `${run.id}.jsonl`), join(journal, '20200101T000000001Z-00000000.jsonl'));
    const whole = await readFile(join(journal, `${run.id}.jsonl`), 'utf8');
    const lines = whole.split('\n');
    await replaceJournal(
      join(journal, '20200101T000000002Z-00000000.jsonl'),
      [lines[0], lines[1]?.slice(9), lines[2], ''].join('\n'),
    );
    await writeFile(join(journal, '20200101T000000003Z-00000000.jsonl'), '{"v":4,"kind":"run"}\n');
    await writeFile(join(journal, '20200101T000000004Z-00000000.jsonl'), '');
    await replaceJournal(
      join(journal, '20200101T000000005Z-00000000.jsonl'),
      [lines[0], '{"v":1,"at":1,"kind":"intent","item":99,"from":null,"to":null}', ''].join('\n'),
    );
    assert.equal((await window.operations.history()).length, 2);
    assert.deepEqual(await window.operations.unfinished(), []);
    const names = await journalFiles(world.folder);
    assert.deepEqual(
      names.filter((name) => name.includes('.corrupt-')).map((name) => name.slice(0, 27)),
      ['20200101T000000000Z-0000000', '20200101T000000002Z-0000000', '20200101T000000005Z-0000000'],
    );
    assert.ok(names.includes('20200101T000000003Z-00000000.jsonl'), 'one of a newer version is left alone');
    assert.equal(window.lines.filter((line) => line.includes('cannot be understood and was set aside')).length, 3);
  });

  it('keeps the last 200 and the last year, and whatever is unfinished', async () => {
    const journal = join(world.folder, 'journal');
    await mkdir(journal, { recursive: true });
    const window = world.window();
    const { utimes } = await import('node:fs/promises');
    const old = Date.now() / 1000 - 366 * 24 * 3600;
    const end = '{"v":1,"at":1,"kind":"end","how":"finished"}\n';
    const begun =
      '{"v":1,"at":1,"kind":"run","id":"20200101T000000003Z-00000000","window":"a","intent":{"kind":"remove"},"items":[]}\n';
    for (let i = 0; i < 210; i++) {
      const name = join(journal, `20200101T000000${String(i).padStart(3, '0')}Z-00000000.jsonl`);
      await writeFile(name, i === 3 ? begun : end);
      if (i !== 4) {
        await utimes(name, old, old);
      }
    }
    await runToEnd(window, await world.plan(window, link, wantedName));
    await window.operations.dispose();
    const names = await journalFiles(world.folder);
    assert.equal(names.length, 202);
    assert.ok(
      names.some((name) => name.includes('T000000003Z')),
      'unfinished',
    );
    assert.ok(
      names.some((name) => name.includes('T000000004Z')),
      'younger than a year',
    );
  });
});
