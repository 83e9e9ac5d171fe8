import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Emitter } from '../../../../src/shared/async/emitter.ts';
import { errorsTo } from '../../../../src/shared/ports/log.ts';
import { silent } from '../../support/logs.ts';

describe('An event', () => {
  const fail = (message: string) => () => {
    throw new Error(message);
  };

  it('reaches every listener, and throws what one of them threw afterwards', () => {
    const emitter = new Emitter<number>();
    const seen: number[] = [];
    emitter.event(fail('first'));
    emitter.event((event) => seen.push(event));
    assert.throws(() => emitter.fire(1), /first/);
    emitter.event(fail('second'));
    assert.throws(() => emitter.fire(2), AggregateError);
    assert.deepEqual(seen, [1, 2]);
  });

  it('tells its owner what listeners throw, and whoever fires it nothing', () => {
    const errors: unknown[] = [];
    const emitter = new Emitter<number>({ onError: (error) => errors.push(error) });
    const seen: number[] = [];
    emitter.event(fail('first'));
    emitter.event((event) => seen.push(event));
    emitter.event(fail('second'));
    emitter.fire(1);
    assert.deepEqual(seen, [1]);
    assert.deepEqual(errors.map(String), ['Error: first', 'Error: second']);
  });

  it('can have what listeners throw noted down', () => {
    const lines: string[] = [];
    const emitter = new Emitter<void>(errorsTo({ ...silent, error: (line) => lines.push(line) }, 'A view of marks'));
    emitter.event(fail('broken'));
    emitter.fire();
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /^A view of marks: Error: broken/);
  });
});
