import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { checkPartnerId, likelyLocationId } from '../../../../src/shared/model/partnerId.ts';

describe('A partner ID', () => {
  it('is digits, with white space around it dropped', () => {
    assert.deepEqual(checkPartnerId(' 1234567\n'), { kind: 'usable', id: '1234567', unusualLength: false });
  });

  it('is refused when it is empty, not digits, or nonsense in length', () => {
    assert.deepEqual(checkPartnerId('  '), { kind: 'refused', why: 'empty' });
    for (const text of ['12 34567', '12345a7', '-1234567', '１２３４５６７', '../12345', '1e6']) {
      assert.deepEqual(checkPartnerId(text), { kind: 'refused', why: 'notDigits' }, text);
    }
    assert.deepEqual(checkPartnerId('1'.repeat(13)), { kind: 'refused', why: 'tooLong' });
  });

  it('of an unusual length is usable, since only the service decides', () => {
    for (const [id, unusualLength] of [
      ['1234', true],
      ['12345', false],
      ['1234567890', false],
      ['12345678901', true],
    ] as const) {
      assert.deepEqual(checkPartnerId(id), { kind: 'usable', id, unusualLength });
    }
  });

  it('that gets through holds nothing but digits', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const check = checkPartnerId(text);
        if (check.kind === 'usable') assert.match(check.id, /^[0-9]{1,12}$/);
      }),
    );
  });

  it('of a global account hints at the location account, which is one more', () => {
    assert.equal(likelyLocationId('1234567'), '1234568');
    assert.equal(likelyLocationId('9999999'), '10000000');
  });
});
