import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { alice, known, linked, noon, notLinked, subscription, TestEstate } from './support/estate.ts';
import { renderTree } from './support/render.ts';

const tenant = { identity: alice.identity.key, tenantId: 't-1' };

function estate(): TestEstate {
  return new TestEstate().identities(alice).tenants(alice.identity.key, {
    tenantId: 't-1',
    displayName: 'Contoso',
    pal: notLinked,
    subscriptions: known(subscription('s-1', { displayName: 'Core' })),
  });
}

/** The row of a name, with its icon. */
function rowOf(one: TestEstate, name: string): string {
  const line = renderTree(one.model())
    .split('\n')
    .find((text) => text.includes(`${name} |`));
  assert.ok(line);
  return line.trim();
}

describe('A run on the rows', () => {
  it('is seen as it links a tenant, waits for Azure, and has ended', () => {
    const one = estate();
    one.store.setActivity(tenant, undefined, { kind: 'writing', of: 'pal', do: 'link' });
    assert.match(rowOf(one, 'Contoso'), /Contoso \| linking….* \[loading~spin\]$/);
    one.store.setActivity(tenant, undefined, { kind: 'throttled', waitMs: 39_200 });
    assert.match(rowOf(one, 'Contoso'), /Contoso \| throttled, next try in 40 s.* \[loading~spin\]$/);
    one.store.setActivity(tenant, undefined, { kind: 'throttled', waitMs: 150_000 });
    assert.match(rowOf(one, 'Contoso'), /throttled, next try in 3 min/);
    one.store.setPal(tenant, linked(), 'run');
    one.store.setActivity(tenant, undefined, undefined);
    assert.match(rowOf(one, 'Contoso'), /Contoso \| PAL 1234567/);
  });

  it('is seen as it designates a subscription', () => {
    const one = estate();
    one.store.setActivity(tenant, 's-1', { kind: 'throttled', waitMs: 5_000 });
    assert.match(rowOf(one, 'Core'), /DPOR: throttled, next try in 5 s.* \[loading~spin\]$/);
    assert.match(rowOf(one, 'Contoso'), /Contoso \| not linked/);
  });

  describe('stays seen where it failed', () => {
    const failed = { of: 'pal', do: 'link', failure: { kind: 'forbidden' } } as const;

    it('on the tenant, with what to do where there is room, beside what the tenant is', () => {
      const one = estate();
      one.store.setFailedWrite(tenant, undefined, failed);
      assert.match(
        rowOf(one, 'Contoso'),
        /Contoso \| last link failed: no access · not linked \| ○.* \[error charts\.red\]/,
      );
      assert.match(
        renderTree(one.model()),
        /says: Contoso, not linked, last link failed: access denied\. Ask the customer/,
      );
    });

    it('on the subscription that was to be designated, and nowhere else', () => {
      const one = estate();
      one.store.setFailedWrite(tenant, 's-1', { ...failed, of: 'dpor' });
      assert.match(rowOf(one, 'Core'), /Core \| last designation failed: no access · .* \[error charts\.red\]/);
      assert.doesNotMatch(rowOf(one, 'Contoso'), /failed/);
    });

    it('until Azure tells what is there, and not only until it is asked', () => {
      const one = estate();
      one.store.setFailedWrite(tenant, undefined, failed);
      one.store.setPal(tenant, { kind: 'checking' }, 'scan');
      one.store.setPal(tenant, { kind: 'unknown', failure: { kind: 'offline' } }, 'scan');
      assert.match(rowOf(one, 'Contoso'), /last link failed/);
      one.store.setPal(tenant, notLinked, 'scan');
      assert.doesNotMatch(rowOf(one, 'Contoso'), /failed/);
    });

    it('until the portal’s service tells what is there', () => {
      const one = estate();
      one.store.setFailedWrite(tenant, 's-1', { ...failed, of: 'dpor', do: 'remove' });
      one.store.setDpor(tenant, 's-1', { kind: 'unknown', failure: { kind: 'offline' }, source: 'portalService' });
      assert.match(rowOf(one, 'Core'), /last removal failed/);
      one.store.setDpor(tenant, 's-1', { kind: 'noneReported', at: noon, source: 'portalService' });
      assert.doesNotMatch(rowOf(one, 'Core'), /failed/);
    });

    it('until it is tried again', () => {
      const one = estate();
      one.store.setFailedWrite(tenant, undefined, failed);
      one.store.setActivity(tenant, undefined, { kind: 'writing', of: 'pal', do: 'change' });
      one.store.setActivity(tenant, undefined, undefined);
      assert.doesNotMatch(rowOf(one, 'Contoso'), /failed/);
    });

    it('until it is marked as seen, which its row offers', () => {
      const one = estate();
      assert.doesNotMatch(renderTree(one.model()), /unseen/);
      one.store.setFailedWrite(tenant, undefined, { ...failed, do: 'change' });
      one.store.setFailedWrite(tenant, 's-1', { ...failed, of: 'dpor' });
      assert.match(rowOf(one, 'Contoso'), /last change failed/);
      const tree = renderTree(one.model());
      assert.match(tree, /facets: tenant notLinked unseen/);
      assert.match(tree, /facets: subscription unseen/);
      one.store.markSeen(tenant);
      assert.doesNotMatch(renderTree(one.model()), /failed|unseen/);
    });

    it('while another window’s estate is taken in, unless that window has read the tenant since', () => {
      const one = estate();
      one.store.setFailedWrite(tenant, undefined, failed);
      one.store.load(one.store.snapshot());
      assert.match(rowOf(one, 'Contoso'), /last link failed/);
      const later = estate();
      later.now += 60_000;
      later.store.setPal(tenant, notLinked, 'scan');
      one.store.load(later.store.snapshot());
      assert.doesNotMatch(rowOf(one, 'Contoso'), /failed/);
    });
  });

  it('goes on there while another window’s estate is taken in', () => {
    const one = estate();
    one.store.setActivity(tenant, undefined, { kind: 'writing', of: 'pal', do: 'remove' });
    one.store.load(estate().store.snapshot());
    assert.match(rowOf(one, 'Contoso'), /removing…/);
  });

  it('leaves a row unclear whose write nothing proves, which needs attention', () => {
    const one = estate();
    const write = { to: { partnerId: '1234567' }, at: noon, failure: { kind: 'timedOut' } } as const;
    one.store.setPal(tenant, { kind: 'unclear', write }, 'run');
    assert.match(rowOf(one, 'Contoso'), /Contoso \| unclear \| \?/);
    assert.match(renderTree(one.model()), /says: Contoso, unclear: may have been written \(no answer in time\)/);
    assert.match(renderTree(one.model()), /badge: 1 /);
  });
});
