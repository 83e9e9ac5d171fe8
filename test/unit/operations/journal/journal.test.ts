import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { readLine } from '../../../../src/operations/journal/journalSchema.ts';
import { journalVersion } from '../../../../src/operations/journal/journalLine.ts';
import { isRunId, newRunId } from '../../../../src/operations/journal/runId.ts';
import { readRecord } from '../../../../src/operations/journal/runRecord.ts';

const good = [
  '{"v":1,"at":1,"kind":"run","id":"20261123T093000000Z-0a1b2c3d","window":"w","intent":{"kind":"remove"},"items":[{"tenant":{"identity":"i","tenantId":"t"},"action":{"do":"remove","from":"12345"}}]}',
  '{"v":1,"at":2,"kind":"intent","item":0,"from":{"id":"12345"},"to":null}',
  '{"v":1,"at":3,"kind":"outcome","item":0,"result":{"kind":"done"},"wrote":"yes","verified":true,"from":{"id":"12345"},"to":null}',
  '{"v":3,"at":3,"kind":"outcome","item":0,"result":{"kind":"unclear","failure":{"kind":"timedOut"}},"wrote":"perhaps","verified":false}',
  '{"v":3,"at":3,"kind":"refused","item":0,"failure":{"kind":"throttled"}}',
  '{"v":1,"at":4,"kind":"gate","partnerId":"12345","answer":true}',
  '{"v":1,"at":5,"kind":"resumed","window":"w"}',
  '{"v":1,"at":6,"kind":"end","how":"finished"}',
] as const;

describe('a line of the journal', () => {
  it('is read as it was written', () => {
    for (const line of good) {
      assert.deepEqual(readLine(line), JSON.parse(line));
    }
  });

  it('of version 1 is read as before, and of version 2 with the subscription that an item is about', () => {
    assert.equal(journalVersion, 3);
    const head = JSON.parse(good[0]) as { items: readonly object[] };
    const about = (subscription: unknown): string =>
      JSON.stringify({ ...head, v: 2, items: head.items.map((item) => ({ ...item, subscription })) });
    const line = about({ id: '5b000000-0000-4000-8000-000000000001', name: 'Core' });
    assert.deepEqual(readLine(line), JSON.parse(line));
    for (const id of ['', '../x', '5B000000-0000-4000-8000-000000000001', 7]) {
      assert.equal(readLine(about({ id })), 'corrupt', String(id));
    }
    for (const why of [
      { kind: 'doesNotApply', why: 'csp' },
      { kind: 'agreementNotKnown' },
      { kind: 'notReadInSession' },
      { kind: 'stillWaitedFor' },
      { kind: 'notVisibleYet' },
      { kind: 'clientNotAccepted' },
    ]) {
      const planned = JSON.stringify({ ...head, items: [{ ...head.items[0], action: { do: 'cannot', why } }] });
      assert.deepEqual(readLine(planned), JSON.parse(planned));
    }
    const odd = { do: 'cannot', why: { kind: 'doesNotApply', why: 'toString' } };
    assert.equal(readLine(JSON.stringify({ ...head, items: [{ ...head.items[0], action: odd }] })), 'corrupt');
  });

  it('of a later version is known as such', () => {
    assert.equal(readLine('{"v":4,"kind":"anything"}'), 'newer');
  });

  it('with any field missing or of another type is refused where the field counts, and never throws', () => {
    const optional = new Set(['from', 'to', 'answer', 'partnerName', 'failure']);
    for (const line of good) {
      const whole = JSON.parse(line) as Record<string, unknown>;
      for (const field of Object.keys(whole)) {
        const without = Object.fromEntries(Object.entries(whole).filter(([name]) => name !== field));
        if (!optional.has(field)) {
          assert.equal(readLine(JSON.stringify(without)), 'corrupt', `${line} without ${field}`);
        }
        assert.equal(readLine(JSON.stringify({ ...whole, [field]: [7] })), 'corrupt', `${line} with another ${field}`);
      }
    }
  });

  it('may hold anything without an exception', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const line = readLine(text);
        assert.ok(line === 'corrupt' || line === 'newer' || typeof line === 'object');
      }),
    );
  });

  it('refuses what could not go into a URL or a file name', () => {
    assert.equal(readLine(good[0].replace('20261123T093000000Z-0a1b2c3d', '../../x')), 'corrupt');
    assert.equal(readLine(good[5].replace('12345', '1/../2')), 'corrupt');
  });
});

describe('a journal file', () => {
  it('cut at any byte is a shorter journal or an empty one, never a corrupt one', () => {
    const bytes = Buffer.from(good.join('\n') + '\n');
    for (let cut = 0; cut <= bytes.length; cut++) {
      assert.match(readRecord(bytes.subarray(0, cut)).kind, /^(run|empty)$/);
    }
  });

  it('with a changed byte inside never throws, and a broken line in the middle makes it corrupt', () => {
    const bytes = Buffer.from(good.join('\n') + '\n');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), fc.integer({ min: 0, max: 255 }), (place, value) => {
        const damaged = Buffer.from(bytes);
        damaged[place] = value;
        readRecord(damaged);
      }),
      { numRuns: 500 },
    );
    assert.deepEqual(readRecord(Buffer.from([good[0], '{', good[5], ''].join('\n'))), { kind: 'corrupt', line: 2 });
    assert.deepEqual(readRecord(Buffer.from([good[1], ''].join('\n'))), { kind: 'corrupt', line: 1 });
    assert.deepEqual(readRecord(Buffer.from([good[0], good[0], ''].join('\n'))), { kind: 'corrupt', line: 2 });
  });
});

describe('the id of a run', () => {
  it('sorts after the newest run there is, at the same millisecond and with a clock set back', () => {
    let newest = newRunId(Date.UTC(2026, 10, 23), undefined);
    assert.match(newest, /^20261123T000000000Z-[0-9a-f]{8}$/);
    for (const now of [Date.UTC(2026, 10, 23), Date.UTC(2020, 0, 1), Date.UTC(2026, 10, 24)]) {
      const next = newRunId(now, newest);
      assert.ok(isRunId(next) && next > newest, `${next} after ${newest}`);
      newest = next;
    }
    assert.match(newest, /^20261124/);
  });
});
