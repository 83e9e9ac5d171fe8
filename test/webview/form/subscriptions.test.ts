/** Subscriptions among the tenants: found, told apart, counted, validated through, seen to in the portal. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { eventually } from '../../e2e/support/eventually.ts';
import { fabrikamSeen, linkDraft } from './states.ts';
import { openForm } from './formPage.ts';
import { mixedTargets, sampleSubscription, sampleTarget, sampleTargets } from './sampleTargets.ts';

const mixed = mixedTargets(30);

describe('The form’s subscriptions', () => {
  it('are looked for in the selected tenants', async () => {
    const form = await (await openForm({ targets: mixed, draft: linkDraft })).ready();
    const find = form.button('Find EA Subscriptions');
    await form.disabled('Find EA Subscriptions');
    await form.checkbox('Adventure Works 1').click();
    await form.checkbox('EA Production 1').click();
    await find.click();
    await eventually(() => assert.deepEqual(form.host.lastAsked('findSubscriptions').keys, ['t0']));
    form.host.answers.findSubscriptions = () => ({ ok: false, text: 'No EA subscription is known there.' });
    await find.click();
    await form.part('error-targets').filter({ hasText: 'No EA subscription' }).waitFor();
  });

  it('are told from tenants by a filter that is there only with them', async () => {
    const form = await (await openForm({ targets: sampleTargets(10), draft: linkDraft })).ready();
    const kinds = form.page.getByRole('combobox', { name: 'Filter by kind' });
    assert.equal(await kinds.count(), 0);
    await form.host.setTargets(mixed);
    await form.part('counts').filter({ hasText: '0 selected of 30 tenants and 8 subscriptions' }).waitFor();
    await form.kind('Subscriptions (DPOR)');
    await form.part('counts').filter({ hasText: '8 shown' }).waitFor();
    assert.ok((await form.names()).every((name) => name.startsWith('EA Production')));
    await form.filter('None reported');
    await form.part('counts').filter({ hasText: '1 shown' }).waitFor();
    await form.filter('All');
    await form.kind('Tenants (PAL)');
    await form.part('counts').filter({ hasText: '30 shown' }).waitFor();
    // With the last subscription the filter goes, and what it hid is there.
    await form.kind('Subscriptions (DPOR)');
    await form.host.setTargets(sampleTargets(10));
    await form.part('counts').filter({ hasText: '0 selected of 10 tenants' }).waitFor();
    assert.equal((await form.names()).length, 10);
    assert.equal(await kinds.isVisible(), false);
  });

  it('are found by their own names and IDs and by their tenant’s', async () => {
    const form = await (await openForm({ targets: mixed, draft: linkDraft })).ready();
    await form.search.fill('contoso retail');
    await form.part('counts').filter({ hasText: '4 shown' }).waitFor();
    const names = ['Contoso Retail 3', 'EA Production 1', 'Contoso Retail 13', 'Contoso Retail 23'];
    assert.deepEqual(await form.names(), names);
    await form.search.fill('00000000-0000-4000-9000-000000000002');
    await form.part('counts').filter({ hasText: '1 shown' }).waitFor();
    assert.deepEqual(await form.names(), ['EA Production 3']);
  });

  it('are counted apart from links, and what Apply does with both is on its button', async () => {
    const form = await (await openForm({ targets: mixed, draft: linkDraft, selected: ['t2|s0'] })).ready();
    await form.button('Designate for 1 Subscription…').waitFor();
    await form.checkbox('EA Production 2').click();
    await form.button('Designate for 1 and Change 1…').waitFor();
    await form.checkbox('Contoso Retail 3').click();
    await form.button('Make 3 Changes…').click();
    await form
      .part('summary')
      .filter({ hasText: 'Link 1, designate 1, change 1 DPOR (1 from other partners)' })
      .waitFor();
    const { shown } = await eventually(() => form.host.lastAsked('apply'));
    assert.deepEqual(new Set(shown.flatMap(({ keys }) => keys)), new Set(['t2', 't2|s0', 't5|s1']));
  });

  it('that are seen in two ways are counted once', async () => {
    const again = sampleSubscription(1, 0, { key: 't1|again' });
    const targets = [sampleTarget(0), sampleSubscription(0, 0), sampleTarget(1), again];
    const form = await openForm({ targets, draft: linkDraft, selected: ['t0|s0', 't1|again'] });
    await form.button('Designate for 1 Subscription…').waitFor();
    await form.part('counts').filter({ hasText: '2 selected of 2 tenants and 2 subscriptions' }).waitFor();
  });

  it('are asked whose a partner ID is, where just one is selected, or from its row', async () => {
    const form = await openForm({ targets: mixed, draft: linkDraft, selected: ['t0', 't2|s0'] });
    await form.ready();
    form.host.answers.validate = () => fabrikamSeen;
    const validate = form.page.getByRole('button', { name: 'Validate', exact: true });
    await validate.click();
    await eventually(() => assert.equal(form.host.lastAsked('validate').through, 't2|s0'));
    await form.checkbox('EA Production 2').click();
    await form.part('counts').filter({ hasText: '3 selected' }).waitFor();
    await validate.click();
    await eventually(() => assert.equal(form.host.lastAsked('validate').through, undefined));
    await form.row(/EA Production 3\b/).click();
    await form.button('Validate the Partner ID Through It').click();
    await eventually(() => assert.equal(form.host.lastAsked('validate').through, 't8|s2'));
    await form.part('hints').filter({ hasText: 'Fabrikam, as seen on' }).waitFor();
    // A tenant is no way to ask.
    await form
      .row(/Contoso Retail 3\b/)
      .first()
      .click();
    await form.button('Validate the Partner ID Through It').waitFor({ state: 'hidden' });
  });

  it('that nothing can be asked for are seen to in the portal, from the row and for all that are selected', async () => {
    const form = await openForm({ targets: mixed, draft: linkDraft, selected: ['t11|s3', 't20|s6', 't4'] });
    await form.ready();
    await form.button('Check 2 Targets').waitFor();
    await form.button('Handle 1 Subscription in the Portal…').click();
    await eventually(() => assert.deepEqual(form.host.lastAsked('guide').keys, ['t20|s6']));
    await form.kind('Subscriptions (DPOR)');
    await form.row(/EA Production 7\b/).click();
    await form.button('Handle It in the Portal…').click();
    await eventually(() => assert.equal(form.host.asked.filter(({ ask }) => ask === 'guide').length, 2));
    assert.deepEqual(form.host.lastAsked('guide').keys, ['t20|s6']);
    assert.equal(form.host.lastAsked('guide').draft.partnerId, '1234567');
    await form.row(/EA Production 4\b/).click();
    await form.page.getByRole('button', { name: 'Check', exact: true }).click();
    await eventually(() => assert.deepEqual(form.host.lastAsked('check').keys, ['t11|s3']));
  });
});
