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
    one.store.setActivity(tenant, undefined, { kind: 'writing', do: 'link' });
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

  it('goes on there while another window’s estate is taken in', () => {
    const one = estate();
    one.store.setActivity(tenant, undefined, { kind: 'writing', do: 'remove' });
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
