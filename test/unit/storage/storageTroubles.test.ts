import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { StorageTroubles } from '../../../src/storage/storageTroubles.ts';
import { rememberingLog } from '../support/logs.ts';

describe('Troubles with files', () => {
  const newer = { kind: 'storageNewer' } as const;
  const unreadable = { kind: 'storageNotReadable', code: 'EACCES' } as const;

  it('are there until the file can be used again, and each change is told', () => {
    const troubles = new StorageTroubles();
    let changes = 0;
    troubles.onDidChange(() => (changes += 1));
    assert.equal(troubles.any, false);
    troubles.of('marks')(newer);
    assert.equal(troubles.any, true);
    troubles.of('marks')(undefined);
    assert.equal(troubles.any, false);
    assert.deepEqual(troubles.takeUntold(), []);
    assert.equal(changes, 2);
    troubles.dispose();
    troubles.of('marks')(newer);
    assert.equal(changes, 2, 'nobody is told any more');
  });

  it('are taken once for each file and kind', () => {
    const troubles = new StorageTroubles();
    troubles.of('marks')(newer);
    troubles.of('expected')(newer);
    assert.deepEqual(troubles.takeUntold(), [
      { file: 'marks', failure: newer },
      { file: 'expected', failure: newer },
    ]);
    troubles.of('marks')(unreadable);
    assert.deepEqual(troubles.takeUntold(), [{ file: 'marks', failure: unreadable }]);
    assert.deepEqual(troubles.takeUntold(), []);
  });

  it('stay known where a view of them fails, which is in the log', () => {
    const log = rememberingLog();
    const troubles = new StorageTroubles(log);
    troubles.onDidChange(() => {
      throw new Error('broken');
    });
    troubles.of('marks')(newer);
    assert.equal(troubles.any, true);
    assert.match(log.lines.join(), /^A view of storage troubles: Error: broken/);
  });
});
