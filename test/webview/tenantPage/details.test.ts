/** What the tenant page shows, and what it asks for when a button is pressed. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { eventually } from '../../e2e/support/eventually.ts';
import { linked, openState } from './states.ts';

describe('The tenant page', () => {
  it('says what is known of link and tenant, as text that can be selected', async () => {
    const { page } = await openState('linked');
    await page.getByRole('heading', { level: 1, name: 'Adventure Works' }).waitFor();
    const facts = await page.getByRole('region', { name: 'Partner Admin Link' }).locator('dl > div').allInnerTexts();
    assert.deepEqual(
      facts.map((one) => one.replace(/Copy$/, '').split('\n')),
      linked.link.map(({ what, value }) => [what, value]),
    );
    const selected = await page.evaluate<string>(
      'getSelection().selectAllChildren(document.body), getSelection().toString()',
    );
    for (const text of [linked.status.text, ...linked.facts.map(({ value }) => value), 'Landing Zone']) {
      assert.ok(selected.includes(text), text);
    }
  });

  it('asks for what its buttons say', async () => {
    const opened = await openState('linked');
    await opened.button('Change Partner ID…').click();
    await opened.button('Pin Tenant').click();
    await opened.button('Copy Tenant ID').click();
    await opened.button('Show details through Partner automation').click();
    await opened.button('Designate Partner of Record… Landing Zone').click();
    await opened.button('Learn more: Too many requests').click();
    await opened.button('Show Journal').click();
    await opened.button('Show in Tenants View').click();
    await eventually(() =>
      assert.deepEqual(opened.asked.slice(1), [
        { ask: 'act', command: 'change' },
        { ask: 'act', command: 'pin' },
        { ask: 'copy', text: '11111111-1111-4111-8111-111111111111' },
        { ask: 'showTenant', tenant: 'sample:ops|11111111-1111-4111-8111-111111111111' },
        { ask: 'actOn', subscription: linked.subscriptions.list[0]?.id, command: 'designate' },
        { ask: 'learnMore', section: 'too-many-requests' },
        { ask: 'showJournal' },
        { ask: 'showInTree' },
      ]),
    );
  });

  it('reaches every one of them with the Tab key, the first action first', async () => {
    const opened = await openState('not linked');
    const { page } = opened;
    const wanted = await page.getByRole('button').count();
    const reached: string[] = [];
    for (let at = 0; at < wanted; at += 1) {
      await page.keyboard.press('Tab');
      reached.push(
        await page.evaluate<string>(
          "document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent",
        ),
      );
    }
    assert.equal(new Set(reached).size, wanted, reached.join('\n'));
    assert.equal(reached[1], 'Link Partner ID…');
    await opened.button('Link Partner ID…').focus();
    await page.keyboard.press('Enter');
    await eventually(() => assert.deepEqual(opened.asked.at(-1), { ask: 'act', command: 'link' }));
  });

  it('keeps the focus where it is while what is known changes', async () => {
    const opened = await openState('linked');
    await opened.button('Check DPOR… Landing Zone').focus();
    const list = linked.subscriptions.list.map((one) => ({ ...one, notes: ['Read just now.'] }));
    await opened.show({ loading: false, tenant: { ...linked, subscriptions: { ...linked.subscriptions, list } } });
    await opened.card('Subscriptions').getByText('Read just now.').first().waitFor();
    assert.equal(
      await opened.page.evaluate("document.activeElement.getAttribute('aria-label')"),
      'Check DPOR… Landing Zone',
    );
  });

  it('asks for all subscriptions where only the first are listed', async () => {
    const opened = await openState('many subscriptions');
    await opened.button('Show All 2000').click();
    await eventually(() => assert.deepEqual(opened.asked.at(-1), { ask: 'showAllSubscriptions' }));
  });

  it('says what went wrong with what was asked', async () => {
    const opened = await openState('linked');
    opened.refuseWith = 'That tenant is no longer in the list.';
    await opened.button('Refresh Tenant').click();
    await opened.page.locator("[data-part='error']").getByText(opened.refuseWith).waitFor();
    assert.deepEqual(await opened.page.getByRole('alert').allInnerTexts(), [opened.refuseWith]);
  });

  it('has VS Code keep which tenant it shows, and asks for that one when it is back', async () => {
    const { page } = await openState('linked');
    assert.deepEqual(JSON.parse(await page.evaluate<string>("sessionStorage.getItem('state')")), {
      tenant: linked.key,
    });
    const kept = JSON.stringify(JSON.stringify({ tenant: linked.key }));
    const again = await openState('linked', { initScript: `sessionStorage.setItem('state', ${kept});` });
    assert.deepEqual(again.asked, [{ ask: 'ready', tenant: linked.key }]);
  });

  it('shows hostile names as text and as nothing else', async () => {
    const hostile = '<img src=x onerror="globalThis.hurt=1"><script>globalThis.hurt=1</script>\u202Etxet';
    const opened = await openState('linked');
    const evil = JSON.parse(
      JSON.stringify({ ...linked, key: 'x|y' }, (key, value: unknown) =>
        typeof value === 'string' && !['key', 'tone', 'command', 'state'].includes(key) ? hostile : value,
      ),
    ) as typeof linked;
    await opened.show({ loading: false, tenant: evil });
    await opened.page.getByRole('heading', { level: 1, name: '<img src=x' }).waitFor();
    assert.equal(await opened.page.evaluate('globalThis.hurt'), undefined);
    assert.equal(await opened.page.locator('main img, main script').count(), 0);
    assert.ok(!(await opened.page.locator('main').innerText()).includes('\u202E'));
  });
});
