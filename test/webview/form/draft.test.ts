/** What the user is about to do: action, partner ID, list; and what the page does with answers that are late or wrong. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { eventually } from '../../e2e/support/eventually.ts';
import { quietPage } from './fakeHost.ts';
import { openForm } from './formPage.ts';
import { sampleTarget, sampleTargets } from './sampleTargets.ts';
import { fabrikamSeen, linkDraft } from './states.ts';

const list = { source: 'targets.csv', matched: 2, problems: [], givesPartnerIds: true, keptAsExpected: false };

describe('The form’s partner ID', () => {
  it('is checked while it is typed', async () => {
    const form = await (await openForm({ targets: sampleTargets(10) })).ready();
    const hints = form.part('hints');
    await form.partnerId.fill('12a');
    await hints.filter({ hasText: 'A partner ID has digits only.' }).waitFor();
    await eventually(async () => assert.equal(await form.partnerId.getAttribute('aria-invalid'), 'true'));
    await form.partnerId.fill('1234567890123');
    await hints.filter({ hasText: 'That is longer than any partner ID.' }).waitFor();
    await form.partnerId.fill('123');
    await hints.filter({ hasText: 'Unusual length' }).waitFor();
    await form.partnerId.fill('5557123');
    await hints.filter({ hasText: 'if 5557123 is your global account, the location is often 5557124.' }).waitFor();
    await eventually(async () => assert.equal(await form.partnerId.getAttribute('aria-invalid'), 'false'));
  });

  it('is offered from the saved ones', async () => {
    const form = await (await openForm({ targets: sampleTargets(10), selected: ['t2'] })).ready();
    await form.page.getByRole('combobox', { name: 'Saved partner IDs' }).click();
    await form.page.getByRole('option', { name: '1234567 · Europe · Contoso Consulting' }).click();
    await form.button('Link 1 Tenant').waitFor();
    await eventually(async () => assert.equal(await form.partnerId.inputValue(), '1234567'));
    await eventually(() => assert.equal(form.host.lastAsked('draft').draft.partnerId, '1234567'));
  });

  it('is validated on request, shows what is known, and can be saved', async () => {
    const form = await openForm({ targets: sampleTargets(10), draft: { ...linkDraft, partnerId: ' 5557123 ' } });
    await form.ready();
    form.host.answers.validate = () => fabrikamSeen;
    await form.button('Validate').click();
    await form.part('hints').filter({ hasText: 'Fabrikam, as seen on the link of Woodgrove Bank.' }).waitFor();
    await eventually(() => assert.equal(form.host.lastAsked('validate').partnerId, '5557123'));
    await form.page.locator('[data-part=live] [role=status]', { hasText: 'Fabrikam' }).waitFor({ state: 'attached' });
    await form.button('Save as Ours').click();
    await eventually(() => assert.equal(form.host.lastAsked('savePartnerId').partnerId, '5557123'));
    // What was known of one ID is not said of another.
    await form.partnerId.fill('5557124');
    await form.part('hints').filter({ hasText: 'Woodgrove' }).waitFor({ state: 'hidden' });
  });

  it('is not asked for when links are removed', async () => {
    const form = await (await openForm({ targets: sampleTargets(10), selected: ['t0', 't1', 't2'] })).ready();
    await form.page.getByRole('radio', { name: 'Remove' }).click();
    await form.button('Remove 2 Links…').waitFor();
    assert.equal(await form.partnerId.isVisible(), false);
    await form.part('summary').filter({ hasText: 'Remove 2, leave 1 (not linked)' }).waitFor();
  });

  it('shows an error of Validate where it belongs and announces it', async () => {
    const form = await (await openForm({ targets: sampleTargets(3), draft: linkDraft })).ready();
    form.host.answers.validate = () => ({ ok: false, text: 'The estate could not be read.' });
    await form.button('Validate').click();
    await form.part('error-partnerId').filter({ hasText: 'The estate could not be read.' }).waitFor();
    await form.page
      .locator('[role=alert]', { hasText: 'The estate could not be read.' })
      .waitFor({ state: 'attached' });
  });
});

describe('The form’s draft', () => {
  it('disables Apply and says why', async () => {
    const form = await (await openForm({ targets: sampleTargets(10) })).ready();
    const why = form.part('why');
    assert.equal(await why.textContent(), 'Nothing is selected.');
    await form.checkbox('Adventure Works 1').click();
    await why.filter({ hasText: 'No partner ID is given.' }).waitFor();
    await form.partnerId.fill('abc');
    await why.filter({ hasText: 'The partner ID cannot be used.' }).waitFor();
    await form.partnerId.fill('1234567');
    await why.filter({ hasText: 'Nothing would change.' }).waitFor();
    await form.disabled('Link Tenants');
    assert.equal(
      form.host.asked.some(({ ask }) => ask === 'apply'),
      false,
    );
  });

  it('ignores actions that were worked out for an older one', async () => {
    const form = await openForm({ targets: sampleTargets(10), selected: ['t2'], draft: linkDraft });
    await form.button('Link 1 Tenant').waitFor();
    const answers: number[] = [];
    form.host.answers.draft = (request, id) => {
      form.host.draft = request.draft;
      answers.push(id);
      return undefined;
    };
    await form.partnerId.fill('5557123');
    await form.part('why').filter({ hasText: 'Working out what will happen…' }).waitFor();
    const number = await eventually(() => {
      assert.ok(answers[0] !== undefined);
      return answers[0];
    });
    // Messages are heard in their order: what the first one does is done when the second is announced.
    await form.host.post(form.host.actions(0), { kind: 'announce', severity: 'info', text: 'Heard.' });
    await form.page.locator('[role=status]', { hasText: 'Heard.' }).waitFor({ state: 'attached' });
    assert.equal(await form.part('why').textContent(), 'Working out what will happen…');
    await form.disabled('Link Tenants');
    await form.host.post(form.host.actions(number));
    await form.button('Link 1 Tenant').waitFor();
    await form.page.locator('.body .row', { hasText: 'link to 5557123' }).first().waitFor();
  });

  it('ignores parts and changes of an older generation, and what is no message', async () => {
    const form = await (await openForm({ targets: sampleTargets(10), selected: ['t2'], draft: linkDraft })).ready();
    await form.host.setTargets(sampleTargets(12));
    await form.grid.locator('xpath=self::*[@aria-rowcount="13"]').waitFor();
    await form.host.post({ kind: 'targets', generation: 1, from: 0, of: 1, targets: [...sampleTargets(1)] });
    await form.host.post({
      kind: 'changed',
      generation: 1,
      targets: [[0, sampleTarget(0, { name: 'Stale' })]],
    });
    await form.host.postRaw(
      undefined,
      null,
      'page',
      { kind: 'nothing' },
      { kind: 'page', page: { run: 3 } },
      { kind: 'targets', generation: 9, from: 0, of: 'x', targets: [{}] },
      { kind: 'answer', to: 999, ok: false, text: 'to nobody' },
      { kind: 'select', keys: 'all' },
    );
    await form.host.post({ kind: 'select', keys: ['t2', 't9'] });
    await form.button('Link 2 Tenants').waitFor();
    assert.equal(await form.grid.getAttribute('aria-rowcount'), '13');
    assert.equal(await form.page.getByText('Stale').count(), 0);
    assert.equal(await form.page.getByText('to nobody').count(), 0);
  });

  it('is restored with the selection when VS Code shows the page again', async () => {
    const form = await (await openForm({ targets: sampleTargets(10) })).ready();
    await form.partnerId.fill('5557123');
    await form.checkbox('Contoso Retail 3').click();
    await form.button('Link 1 Tenant').waitFor();
    await form.page.reload();
    await form.ready();
    await form.button('Link 1 Tenant').waitFor();
    await eventually(async () => assert.equal(await form.partnerId.inputValue(), '5557123'));
    await eventually(async () => assert.equal(await form.checkbox('Contoso Retail 3').isChecked(), true));
    const ready = await eventually(() => {
      const last = form.host.lastAsked('ready');
      assert.ok(last.kept);
      return last;
    });
    assert.deepEqual(ready.kept?.selected, ['t2']);
    assert.equal(ready.kept?.draft.partnerId, '5557123');
  });

  it('is kept no further than it can be read: state of another kind is left alone', async () => {
    const form = await openForm({
      targets: sampleTargets(3),
      initScript: `sessionStorage.setItem('state', '{"v":7,"draft":{"evil":true}}');`,
    });
    await form.ready();
    await eventually(() => assert.equal(form.host.lastAsked('ready').kept, undefined));
  });

  it('copies a script for what is selected', async () => {
    const form = await openForm({ targets: sampleTargets(10), selected: ['t2', 't1'], draft: linkDraft });
    await form.button('Link 1 and Change 1…').waitFor();
    await form.button('Copy as Script…').click();
    await eventually(() => assert.deepEqual(form.host.lastAsked('copyScript').keys, ['t1', 't2']));
  });

  it('sends Apply once, however often it is pressed', async () => {
    const form = await openForm({ targets: sampleTargets(10), selected: ['t2'], draft: linkDraft });
    form.host.answers.apply = () => undefined;
    const apply = form.button('Link 1 Tenant');
    await apply.click();
    await apply.click();
    await apply.press('Enter');
    // Requests come in their order.
    await form.button('Copy as Script…').click();
    await eventually(() => form.host.lastAsked('copyScript'));
    assert.equal(form.host.asked.filter(({ ask }) => ask === 'apply').length, 1);
  });
});

describe('The form that goes over to the other mode', () => {
  it('waits for no answer of the session that is left, and does not hear it when it comes', async () => {
    const form = await openForm({ targets: sampleTargets(10), selected: ['t2'], draft: linkDraft });
    const asked: number[] = [];
    form.host.answers.apply = (_, id) => {
      asked.push(id);
      return undefined;
    };
    await form.button('Link 1 Tenant').click();
    form.host.generation += 1;
    await form.host.post(
      { kind: 'opened', mode: 'sandbox', draft: linkDraft, selected: ['t2', 't9'] },
      ...form.host.parts(),
      form.host.actions(),
      { kind: 'page', page: quietPage },
    );
    await form.button('Link 2 Tenants').click();
    await eventually(() => assert.equal(asked.length, 2));
    await form.host.post({ kind: 'answer', to: asked[0] ?? 0, ok: false, text: 'Of the one before.' });
    await form.host.post({ kind: 'answer', to: asked[1] ?? 0, ok: false, text: 'Of this one.' });
    await form.part('error-apply').filter({ hasText: 'Of this one.' }).waitFor();
    assert.equal(await form.page.getByText('Of the one before.').count(), 0);
  });
});

describe('The form that VS Code shows again', () => {
  it('does not take an answer for the page before it for its own', async () => {
    const form = await openForm({ targets: sampleTargets(10), selected: ['t2'], draft: linkDraft });
    const asked: number[] = [];
    form.host.answers.apply = (_, id) => {
      asked.push(id);
      return undefined;
    };
    await form.button('Link 1 Tenant').click();
    await eventually(() => assert.equal(asked.length, 1));
    await form.page.reload();
    await form.button('Link 1 Tenant').click();
    await eventually(() => assert.equal(asked.length, 2));
    assert.equal(new Set(asked).size, 2);
  });
});

describe('The form’s list', () => {
  it('gives partner IDs of its own, is kept as expected, and forgotten', async () => {
    const targets = sampleTargets(10, (index) => (index < 4 ? { listed: { partnerId: '5557123' } } : {}));
    const form = await openForm({ targets, selected: ['t2'], page: { ...quietPage, list } });
    await form.ready();
    await form.page.getByText('targets.csv: 2 tenants').waitFor();
    await form.page.getByRole('checkbox', { name: 'Use the partner IDs of targets.csv' }).click();
    await form.button('Link 1 Tenant').waitFor();
    await eventually(() => assert.equal(form.host.lastAsked('draft').draft.fromList, true));
    await form.filter('In the list');
    await form.part('counts').filter({ hasText: '4 shown' }).waitFor();
    await form.button('Keep as Expected Partner IDs').click();
    await eventually(() => form.host.lastAsked('keepExpected'));
    await form.button('Forget List').click();
    await eventually(() => form.host.lastAsked('forgetList'));
    await form.host.setPage({ list: undefined, expected: { count: 4 } });
    // The filter went with it.
    await form.part('counts').filter({ hasText: '1 selected of 10 tenants' }).waitFor();
    await form.button('Forget Expected Partner IDs').click();
    await eventually(() => form.host.lastAsked('forgetExpected'));
  });

  it('names each line that could not be used', async () => {
    const problems = Array.from({ length: 20 }, (_, index) => ({
      line: index + 2,
      text: `tenant-${String(index)}`,
      why: 'No tenant has this ID.',
    }));
    const form = await openForm({ targets: sampleTargets(3), page: { ...quietPage, list: { ...list, problems } } });
    await form.ready();
    await form.page.getByText('20 lines could not be used').click();
    assert.equal(await form.page.locator('.list li').count(), 20);
    assert.equal(await form.page.locator('.list li').nth(3).innerText(), 'Line 5: tenant-3 No tenant has this ID.');
  });
});
