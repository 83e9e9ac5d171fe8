/** A run in the form: followed, cancelled, and what can be done when it has ended. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { eventually } from '../../e2e/support/eventually.ts';
import type { RunInfo } from '../../../src/shared/form/messages.ts';
import { quietPage, runInfo } from './fakeHost.ts';
import { openForm, type FormPage } from './formPage.ts';
import { sampleTargets } from './sampleTargets.ts';
import { linkDraft } from './states.ts';

async function opened(run?: Partial<RunInfo>): Promise<FormPage> {
  const form = await openForm({
    targets: sampleTargets(50),
    selected: ['t2', 't9', 't16'],
    draft: linkDraft,
    page: { ...quietPage, ...(run === undefined ? {} : { run: runInfo(run) }) },
  });
  return form;
}

const ended: Partial<RunInfo> = {
  phase: 'finished',
  done: 3,
  total: 3,
  failed: 1,
  result: '2 linked, 1 failed.',
  canRetry: true,
  canUndo: true,
  canResume: false,
};

describe('A run in the form', () => {
  it('shows its targets with the state of each, whatever was searched for before, and then what was shown before', async () => {
    const form = await opened();
    await form.search.fill('contoso');
    await form.button('Link 3 Tenants').click();
    await form.host.runItems([
      { key: 't2', state: 'running', text: 'running' },
      { key: 't9', state: 'queued', text: 'queued' },
      { key: 't16', state: 'queued', text: 'queued' },
    ]);
    await form.host.setPage({ run: runInfo({ done: 0, total: 3 }) });
    await form.part('run-text').filter({ hasText: '0 of 3 done' }).waitFor();
    assert.deepEqual(await form.names(), ['Contoso Retail 3', 'Woodgrove Bank 10', 'Northwind Traders 17']);
    await form.host.runItems([{ key: 't2', state: 'done', text: 'done' }]);
    await form.row(/Contoso Retail 3.*done/).waitFor();
    const bar = form.page.getByRole('progressbar');
    await form.host.setPage({ run: runInfo({ done: 1, total: 3 }) });
    await form.part('run-text').filter({ hasText: '1 of 3 done' }).waitFor();
    await eventually(async () => assert.equal(await bar.getAttribute('aria-valuenow'), '1'));
    await eventually(async () => assert.equal(await bar.getAttribute('aria-valuemax'), '3'));
    await eventually(async () => assert.equal(await form.checkbox('Contoso Retail 3').isDisabled(), true));
    await form.host.setPage({ run: undefined });
    await form.button('Link 3 Tenants').waitFor();
    assert.equal(await form.search.inputValue(), 'contoso');
  });

  it('can be cancelled once', async () => {
    const form = await opened({ phase: 'running' });
    await form.button('Cancel').click();
    await eventually(() => assert.equal(form.host.lastAsked('cancelRun').run, 'run-1'));
    await form.host.setPage({ run: runInfo({ cancelling: true }) });
    await form
      .part('run-text')
      .filter({ hasText: 'Cancelling: what has been sent is finished and recorded.' })
      .waitFor();
    await form.disabled('Cancel');
  });

  it('says that it waits for an answer', async () => {
    const form = await opened({ phase: 'asking' });
    await form.part('run-text').filter({ hasText: 'Waiting for your answer in the dialog' }).waitFor();
  });

  it('offers what can be done when it has ended', async () => {
    const form = await opened(ended);
    await form.part('run-text').filter({ hasText: '2 linked, 1 failed.' }).waitFor();
    const buttons = {
      'Retry Failed': 'retryFailed',
      'Undo This Run': 'undoRun',
      'Export…': 'exportRun',
      'Show Report': 'showReport',
      Done: 'leaveRun',
    } as const;
    for (const [name, ask] of Object.entries(buttons)) {
      await form.page.locator('.run').getByRole('button', { name, exact: true }).click();
      await eventually(() => assert.equal(form.host.lastAsked(ask).run, 'run-1'));
    }
    assert.equal(await form.page.locator('.run').getByRole('button', { name: 'Resume' }).isVisible(), false);
    await form.host.setPage({ run: runInfo({ ...ended, canRetry: false, canUndo: false, canResume: true }) });
    await form.page.locator('.run').getByRole('button', { name: 'Resume' }).click();
    await eventually(() => assert.equal(form.host.lastAsked('resumeRun').run, 'run-1'));
    assert.equal(await form.button('Retry Failed').isVisible(), false);
  });

  it('filters its failed ones, with why and what to do', async () => {
    const form = await opened(ended);
    await form.host.runItems([
      { key: 't2', state: 'failed', text: 'failed (the partner ID is not known: check it in Partner Center)' },
      { key: 't9', state: 'done', text: 'done' },
      { key: 't16', state: 'skipped', text: 'skipped (changed since)' },
    ]);
    await form.filter('Failed');
    await form.row(/failed \(the partner ID is not known: check it in Partner Center\)/).waitFor();
    await form.part('counts').filter({ hasText: '1 shown of 50' }).waitFor();
    assert.deepEqual(await form.names(), ['Contoso Retail 3']);
  });

  it('takes the focus from Apply to what it says, and gives it back to the draft', async () => {
    const form = await opened();
    await form.button('Link 3 Tenants').click();
    await form.host.setPage({ run: runInfo({ total: 3, done: 0 }) });
    await form.page.locator('[data-part=run-text]:focus').waitFor();
    await form.host.setPage({ run: runInfo(ended) });
    await form.page.locator('[data-part=run-text]:focus', { hasText: '2 linked' }).waitFor();
    await form.button('Done').click();
    await form.host.setPage({ run: undefined });
    await form.page.locator('[data-part=summary]:focus').waitFor();
  });

  it('leaves the focus where the person has gone meanwhile', async () => {
    const form = await opened({ phase: 'running' });
    await form.search.focus();
    await form.host.setPage({ run: runInfo(ended) });
    await form.part('run-text').filter({ hasText: '2 linked' }).waitFor();
    assert.equal(await form.page.evaluate('document.activeElement.placeholder'), 'Search tenants');
  });

  it('gives the focus back to Apply when the dialog was answered with no', async () => {
    const form = await opened();
    form.host.answers.apply = () => ({ ok: false, text: 'Not applied.' });
    await form.button('Link 3 Tenants').click();
    await form.part('error-apply').filter({ hasText: 'Not applied.' }).waitFor();
    await form.page.locator('vscode-button:focus', { hasText: 'Link 3 Tenants' }).waitFor();
  });

  it('is offered for resuming when it was interrupted', async () => {
    const form = await openForm({
      targets: sampleTargets(5),
      page: {
        ...quietPage,
        unfinished: [
          { id: 'r1', text: 'Link 40 tenants: 22 of 40 done', where: 'nobody' },
          { id: 'r2', text: 'Remove 3 links', where: 'anotherWindow' },
        ],
      },
    });
    await form.button('Resume').click();
    await eventually(() => assert.equal(form.host.lastAsked('resumeRun').run, 'r1'));
    await form.button('Discard').click();
    await eventually(() => assert.equal(form.host.lastAsked('discardRun').run, 'r1'));
    await form.button('Show Report').nth(1).click();
    await eventually(() => assert.equal(form.host.lastAsked('showReport').run, 'r2'));
    assert.equal(await form.button('Resume').count(), 1);
  });

  it('announces what the host says: politely, and errors at once', async () => {
    const form = await opened();
    await form.host.post({ kind: 'announce', severity: 'info', text: '2 linked.' });
    await form.page.locator('[role=status][aria-live=polite]', { hasText: '2 linked.' }).waitFor({ state: 'attached' });
    await form.host.post({ kind: 'announce', severity: 'error', text: 'The journal cannot be written.' });
    await form.page
      .locator('[role=alert]', { hasText: 'The journal cannot be written.' })
      .waitFor({ state: 'attached' });
  });
});
