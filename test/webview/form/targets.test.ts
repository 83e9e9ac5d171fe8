/** The table: what is in the document, what is selected, what is shown, and moving in it. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { eventually } from '../../e2e/support/eventually.ts';
import { quietPage } from './fakeHost.ts';
import { openForm, type FormPage } from './formPage.ts';
import { sampleTarget, sampleTargets } from './sampleTargets.ts';
import { linkDraft } from './states.ts';

async function opened(count: number, more: Parameters<typeof openForm>[0] = {}): Promise<FormPage> {
  return (await openForm({ targets: sampleTargets(count), draft: linkDraft, ...more })).ready();
}

function activeRow(form: FormPage): Promise<string> {
  return form.page.evaluate<string>(
    `document.activeElement.closest('.row')?.querySelector('.cell.name .text')?.textContent ?? document.activeElement.tagName`,
  );
}

describe('The form’s table', () => {
  it('holds only the rows in sight of ten thousand, and says how many there are', async () => {
    const form = await opened(10_000);
    assert.ok((await form.names()).length < 60);
    assert.equal(await form.grid.getAttribute('aria-rowcount'), '10001');
    await form.page.locator('.body .row').first().click();
    await form.page.keyboard.press('End');
    await form.row(/Woodgrove Bank 10000/).waitFor();
    assert.equal(await form.row(/Woodgrove Bank 10000/).getAttribute('aria-rowindex'), '10001');
    await eventually(async () => assert.equal(await activeRow(form), 'Woodgrove Bank 10000'));
    assert.ok((await form.names()).length < 60);
  });

  it('keeps the focus on its row while it is scrolled away, sorted and told of changes', async () => {
    const form = await opened(1_000);
    await form.page.locator('.body .row').nth(2).click();
    await eventually(async () => assert.equal(await activeRow(form), 'Contoso Retail 3'));
    await form.page.mouse.wheel(0, 12_000);
    await form.row(/ 461\b/).waitFor();
    await eventually(async () => assert.equal(await activeRow(form), 'Contoso Retail 3'));
    await form.host.post({
      kind: 'changed',
      generation: 1,
      targets: [[2, sampleTarget(2, { current: 'checking…', status: 'notChecked' })]],
    });
    await form.page.locator('.body .row', { hasText: 'checking…' }).waitFor();
    await eventually(async () => assert.equal(await activeRow(form), 'Contoso Retail 3'));
    await form.page.keyboard.press('ArrowDown');
    await eventually(async () => assert.equal(await activeRow(form), 'Fabrikam 4'));
  });

  it('gives the focus to the row in its place when the one that had it is filtered out', async () => {
    const form = await opened(20);
    await form.page.locator('.body .row').nth(4).click();
    await form.host.setTargets(sampleTargets(20).filter(({ key }) => key !== 't4'));
    await form.page.locator('.grid[aria-rowcount="20"]').waitFor();
    await eventually(async () => assert.equal(await activeRow(form), 'Litware 6'));
  });

  it('sorts by a column, up, down and back to the order of the host', async () => {
    const form = await opened(30);
    const head = form.page.getByRole('columnheader', { name: 'Tenant' });
    await eventually(async () => assert.equal(await head.getAttribute('aria-sort'), 'none'));
    const first = form.page.locator('.body .row .cell.name .text').first();
    await head.getByRole('button').click();
    await eventually(async () => assert.equal(await head.getAttribute('aria-sort'), 'ascending'));
    await form.page.locator('.body .row').nth(1).filter({ hasText: 'Adventure Works 11' }).waitFor();
    await head.getByRole('button').click();
    await first.filter({ hasText: 'Woodgrove Bank 30' }).waitFor();
    await eventually(async () => assert.equal(await head.getAttribute('aria-sort'), 'descending'));
    await head.getByRole('button').click();
    await form.page.locator('.body .row').nth(1).filter({ hasText: 'Alpine Ski House 2' }).waitFor();
    await eventually(async () => assert.equal(await head.getAttribute('aria-sort'), 'none'));
  });

  it('selects by keys: one, a range, all that is shown', async () => {
    const form = await opened(300);
    await form.page.locator('.body .row').first().click();
    await form.page.keyboard.press('Space');
    await form.part('counts').filter({ hasText: '1 selected of 300 tenants' }).waitFor();
    await form.page.keyboard.press('Shift+ArrowDown');
    await form.page.keyboard.press('Shift+ArrowDown');
    await form.part('counts').filter({ hasText: '3 selected of 300' }).waitFor();
    await form.page.keyboard.press('Home');
    await form.page.keyboard.press('Space');
    await form.part('counts').filter({ hasText: '2 selected of 300' }).waitFor();
    await form.search.fill('fabrikam4');
    await form.part('counts').filter({ hasText: 'shown' }).waitFor();
    await form.row(/Fabrikam 4\b/).click();
    await form.page.keyboard.press('ControlOrMeta+A');
    const shown = Number(/(\d+) shown/.exec((await form.part('counts').textContent()) ?? '')?.[1]);
    assert.ok(shown > 0 && shown < 30);
    await form
      .part('counts')
      .filter({ hasText: `${String(2 + shown)} selected of 300` })
      .waitFor();
  });

  it('selects by clicks: a checkbox, and a range with Shift', async () => {
    const form = await opened(50);
    await form.checkbox('Adventure Works 1').click();
    await form.checkbox('Fabrikam 4').click({ modifiers: ['Shift'] });
    await form.part('counts').filter({ hasText: '4 selected of 50' }).waitFor();
    await eventually(async () => assert.equal(await form.checkbox('Contoso Retail 3').isChecked(), true));
    await eventually(async () => assert.equal(await form.checkbox('Humongous Insurance 5').isChecked(), false));
    await form.checkbox('Contoso Retail 3').click();
    await form.part('counts').filter({ hasText: '3 selected of 50' }).waitFor();
    await eventually(async () => assert.equal(await form.checkbox('Contoso Retail 3').isChecked(), false));
  });

  it('selects all that is shown and nothing that is filtered out', async () => {
    const form = await opened(300);
    await form.filter('Not linked');
    await form.part('counts').filter({ hasText: '0 selected of 300 tenants · 43 shown' }).waitFor();
    await form.button('Select All Shown').click();
    await form.part('counts').filter({ hasText: '43 selected' }).waitFor();
    await form
      .part('summary')
      .filter({ hasText: /^Link 43$/ })
      .waitFor();
    await form.button('Link 43 Tenants').click();
    const [shown, ...others] = (await eventually(() => form.host.lastAsked('apply'))).shown;
    assert.deepEqual([shown?.do, shown?.text, others], ['link', 'link to 1234567', []]);
    assert.equal(shown?.keys.length, 43);
    assert.ok(shown?.keys.every((key) => Number(key.slice(1)) % 7 === 2));
  });

  it('says beside Apply what of the selection is not shown, and shows it', async () => {
    const form = await opened(300, { selected: ['t1', 't2', 't9'] });
    assert.equal(await form.part('hidden').first().isVisible(), false);
    await form.search.fill('alpine');
    const besideApply = form.page.locator('.apply [data-part="hidden"]');
    await besideApply.filter({ hasText: '2 of the selected are not shown' }).waitFor();
    await form.page.locator('.toolbar').getByRole('button', { name: 'Show Them' }).click();
    await form.grid.locator('xpath=self::*[@aria-rowcount="4"]').waitFor();
    assert.deepEqual(await form.names(), ['Alpine Ski House 2', 'Contoso Retail 3', 'Woodgrove Bank 10']);
    assert.equal(await besideApply.isVisible(), false);
    // What is taken out of the selection stays in sight, so that it can be put back.
    await form.checkbox('Contoso Retail 3').click();
    await form.part('counts').filter({ hasText: '2 selected of 300 tenants · 3 shown' }).waitFor();
  });

  it('drops from the selection what has gone from the estate', async () => {
    const form = await opened(10, { selected: ['t1', 't2'] });
    await form.host.setTargets(sampleTargets(10).filter(({ key }) => key !== 't2'));
    await form.part('counts').filter({ hasText: '1 selected of 9' }).waitFor();
    await form.host.setTargets(sampleTargets(10));
    await form.part('counts').filter({ hasText: '1 selected of 10' }).waitFor();
  });

  it('keeps a selection while the estate is still coming', async () => {
    const form = await openForm({
      targets: sampleTargets(5),
      selected: ['t1', 't7'],
      draft: linkDraft,
      page: { ...quietPage, scan: { done: 1, total: 10 } },
    });
    await form.part('counts').filter({ hasText: '1 selected of 5' }).waitFor();
    await form.host.setTargets(sampleTargets(10));
    await form.part('counts').filter({ hasText: '2 selected of 10' }).waitFor();
  });

  it('shows all of a row that is cut, and asks for a check, a sign-in or its place in the view', async () => {
    const form = await opened(20);
    await form.page.locator('.body .row').nth(4).click();
    await form.page.getByRole('button', { name: 'Check', exact: true }).click();
    await eventually(() => assert.deepEqual(form.host.lastAsked('check').keys, ['t4']));
    await form.page.locator('.body .row').nth(3).click();
    await form.page.getByRole('button', { name: 'Sign In…', exact: true }).click();
    await eventually(() => assert.deepEqual(form.host.lastAsked('signIn').keys, ['t3']));
    await form.button('Show in Tenants View').click();
    await eventually(() => assert.equal(form.host.lastAsked('reveal').key, 't3'));
    const details = form.page.getByRole('region', { name: 'Details of the current row' });
    assert.match(await details.innerText(), /Fabrikam 4 \(fabrikam4\.onmicrosoft\.com\)/);
  });

  it('offers to check, or to sign in to, all of the selection that needs it', async () => {
    const form = await opened(30, { selected: ['t3', 't4', 't10', 't11', 't12'] });
    await form.button('Check 2 Tenants').click();
    await eventually(() => assert.deepEqual(form.host.lastAsked('check').keys, ['t4', 't11']));
    await form.button('Sign In to 2 Tenants…').click();
    await eventually(() => assert.deepEqual(form.host.lastAsked('signIn').keys, ['t3', 't10']));
  });
});
