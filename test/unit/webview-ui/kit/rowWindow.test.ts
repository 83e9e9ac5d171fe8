import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { rowWindow, scrollTo } from '../../../../webview-ui/kit/rowWindow.ts';

const length = fc.integer({ min: 0, max: 2_000 });
const count = fc.integer({ min: 0, max: 10_000 });

describe('The window of rows', () => {
  it('holds every row in sight, and few others', () => {
    fc.assert(
      fc.property(length, length, fc.integer({ min: 10, max: 120 }), count, (top, height, row, rows) => {
        const { first, end } = rowWindow(top, height, row, rows);
        assert.ok(first >= 0 && first <= end && end <= rows);
        assert.ok(end - first <= Math.ceil(height / row) + 18);
        for (let index = Math.ceil(top / row); index < Math.min(rows, Math.floor((top + height) / row)); index += 1) {
          assert.ok(index >= first && index < end);
        }
      }),
    );
  });

  it('is scrolled just as far as a row needs to be in sight', () => {
    fc.assert(
      fc.property(count, length, fc.integer({ min: 120, max: 2_000 }), (index, top, height) => {
        const to = scrollTo(index, top, height, 26);
        assert.ok(index * 26 >= to && (index + 1) * 26 <= to + height);
        assert.equal(scrollTo(index, to, height, 26), to);
      }),
    );
  });
});
