import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { unusableEntries, usablePartnerIds } from '../../../../src/shared/ports/ownPartnerIds.ts';

const written = [
  { id: '1234567', label: ' Nordics ' },
  { id: 7654321 },
  '5555555',
  { id: '12ab' },
  { id: '1234567', label: 'again' },
  null,
  { label: 'no id' },
];

describe('Saved partner IDs as a person wrote them', () => {
  it('are taken where they can be used, also as numbers, the first of equal ones', () => {
    assert.deepEqual(usablePartnerIds(written), [{ id: '1234567', label: 'Nordics' }, { id: '7654321' }]);
  });

  it('are kept where they cannot, when the list is saved', () => {
    assert.deepEqual(unusableEntries(written), ['5555555', { id: '12ab' }, null, { label: 'no id' }]);
  });

  it('may be no list at all', () => {
    assert.deepEqual([usablePartnerIds('x'), unusableEntries(undefined)], [[], []]);
  });
});
