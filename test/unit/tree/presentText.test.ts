import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { alice, bob, linked, notLinked, TestEstate, withState } from './support/estate.ts';

function presentIn(estate: TestEstate): string {
  return estate.model().texts().present;
}

describe('What there is among all rows, for the palette', () => {
  it('is nothing in an empty estate', () => {
    assert.equal(presentIn(new TestEstate()), '');
  });

  it('names what at least one row is, in a fixed order', () => {
    const estate = new TestEstate()
      .identities(alice)
      .tenants(alice.identity.key, { tenantId: 't-1', pal: notLinked }, { tenantId: 't-2', pal: linked() })
      .mark('t-1', 'notOurs');
    assert.equal(presentIn(estate), 'identity tenant linked notOurs');
  });

  it('counts rows that are hidden or filtered out as well', () => {
    const estate = new TestEstate()
      .identities(alice)
      .tenants(alice.identity.key, { tenantId: 't-1', pal: linked() })
      .mark('t-1', 'hidden');
    estate.choice.filter = 'notLinked';
    assert.equal(presentIn(estate), 'identity tenant linked hidden');
  });

  it('knows who waits for a sign-in, and which account may not be used yet', () => {
    const estate = new TestEstate()
      .identities(alice, withState(bob, { kind: 'notAllowed' }))
      .tenants(alice.identity.key, { tenantId: 't-1', pal: { kind: 'signInNeeded' } });
    assert.equal(presentIn(estate), 'identity tenant signInNeeded accountNotAllowed');
  });
});
