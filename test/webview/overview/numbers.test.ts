/** What the overview shows, and what it asks for when a number or a button is pressed. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { eventually } from '../../e2e/support/eventually.ts';
import { openState, thirteen } from './states.ts';

describe('The overview', () => {
  it('says where one stands, in words and in tables whose numbers add up', async () => {
    const overview = await openState('thirteen tenants');
    assert.equal(await overview.headline.textContent(), '6 of 13 tenants are linked.');
    const table = overview.page.getByRole('table', { name: 'Tenants (PAL)' });
    const cells = await table.getByRole('row').allTextContents();
    assert.deepEqual(cells.slice(1), [
      '✓linked538%',
      '↗covered through another tenant18%',
      '≠another partner215%',
      '○not linked323%',
      '!sign-in needed18%',
      '?unknown18%',
      'All13',
    ]);
  });

  it('asks for just those that a pressed number counts', async () => {
    const overview = await openState('thirteen tenants');
    await overview.card('Tenants (PAL)').getByRole('button', { name: '3 not linked' }).click();
    await overview.card('Subscriptions (DPOR)').getByRole('button', { name: '12 not checked' }).click();
    await overview.card('By identity').getByRole('button', { name: '1 unknown, Partner automation' }).click();
    await overview.card('By partner ID').getByRole('button', { name: '2 tenants with PAL 7654321' }).click();
    await overview.button('5 tenants need attention').click();
    await eventually(() =>
      assert.deepEqual(overview.asked.slice(1), [
        { ask: 'show', of: 'tenants', group: 'notLinked' },
        { ask: 'show', of: 'subscriptions', group: 'notChecked' },
        { ask: 'show', of: 'tenants', group: 'unknown', identity: 'b' },
        { ask: 'showPartnerId', of: 'tenants', partnerId: '7654321' },
        { ask: 'showAttention' },
      ]),
    );
  });

  it('takes the next step by keyboard alone', async () => {
    const overview = await openState('thirteen tenants');
    await overview.button('Link 2 Tenants').focus();
    await overview.page.keyboard.press('Enter');
    await eventually(() => assert.deepEqual(overview.asked.at(-1), { ask: 'takeStep', step: 'link' }));
  });

  it('keeps the focus where it is while a scan changes the numbers', async () => {
    const overview = await openState('thirteen tenants');
    const tenantsCard = overview.card('Tenants (PAL)');
    await tenantsCard.getByRole('button', { name: '3 not linked' }).focus();
    const tenants = thirteen.tenants.map((one) => (one.group === 'notLinked' ? { ...one, count: 4 } : one));
    await overview.show({ ...thirteen, tenants, scan: { done: 3, total: 13 } });
    await tenantsCard.getByRole('button', { name: '4 not linked' }).waitFor();
    assert.equal(
      await overview.page.evaluate('document.activeElement.getAttribute("aria-label")'),
      '4 not linked: show in the Tenants view',
    );
    assert.equal(await overview.page.getByRole('progressbar').getAttribute('aria-valuenow'), '3');
  });

  it('shows and announces what went wrong', async () => {
    const overview = await openState('thirteen tenants');
    overview.refuseWith = 'There is nothing left to do there.';
    await overview.button('Link 2 Tenants').click();
    await overview.page.getByRole('alert').filter({ hasText: 'There is nothing left to do there.' }).waitFor();
    assert.equal(
      await overview.page.locator("[data-part='error']").textContent(),
      'There is nothing left to do there.',
    );
  });

  it('says so where there is nothing to do', async () => {
    const overview = await openState('nothing to do');
    assert.equal(await overview.headline.textContent(), 'All 13 tenants are linked.');
    await overview.card('Next steps').getByText('Nothing to do.').waitFor();
  });

  it('shows names as text, whatever they hold', async () => {
    const name = '<img src=x onerror=alert(1)>\u202e\nevil';
    const overview = await openState('thirteen tenants');
    await overview.show({ ...thirteen, identities: thirteen.identities.map((one) => ({ ...one, name })) });
    await overview.card('By identity').getByText('<img src=x onerror=alert(1)>').first().waitFor();
    assert.equal(await overview.page.locator('img').count(), 0);
  });

  it('drops what is no message of its host', async () => {
    const overview = await openState('thirteen tenants');
    await overview.page.evaluate(`window.postMessage({ kind: 'view', view: { headline: 'evil' } }, '*')`);
    await overview.show({ ...thirteen, headline: '7 of 13 tenants are linked.' });
    await overview.headline.filter({ hasText: '7 of 13' }).waitFor();
  });
});
