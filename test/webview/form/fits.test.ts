/** Narrow pages, zoomed pages, languages, and the keyboard alone. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { eventually } from '../../e2e/support/eventually.ts';
import { tooWide } from '../kit/violations.ts';
import { openForm, type FormPage } from './formPage.ts';
import { sampleTarget, sampleTargets } from './sampleTargets.ts';
import { linkDraft, openState, states } from './states.ts';

describe('The form fits', () => {
  for (const state of Object.keys(states)) {
    it(`a page of 400 px: ${state}`, async () => {
      assert.deepEqual(await tooWide((await openState(state, { size: { width: 400, height: 700 } })).page), []);
    });
  }

  for (const state of ['rows', 'a list with problems', 'finished with failures']) {
    it(`at 200 %: ${state}`, async () => {
      assert.deepEqual(
        await tooWide((await openState(state, { zoom: 2, size: { width: 1280, height: 800 } })).page),
        [],
      );
    });

    it(`at 200 % in half a window: ${state}`, async () => {
      assert.deepEqual(
        await tooWide((await openState(state, { zoom: 2, size: { width: 800, height: 800 } })).page),
        [],
      );
    });
  }

  it('rows of many lines where it is narrow, and every cell of them is in sight', async () => {
    const form = await openForm({
      targets: sampleTargets(1000),
      selected: ['t1'],
      draft: linkDraft,
      size: { width: 400, height: 900 },
    });
    await form.ready();
    const rows = await form.page.evaluate<
      readonly { readonly top: number; readonly bottom: number; readonly low: number }[]
    >(`
      Array.from(document.querySelectorAll('.body .row'), (row) => {
        const { top, bottom } = row.getBoundingClientRect();
        const low = Math.max(...Array.from(row.querySelectorAll('.cell'), (cell) => cell.getBoundingClientRect().bottom));
        return { top, bottom, low };
      })`);
    assert.ok(rows.every(({ low, bottom }) => low <= bottom + 0.5));
    assert.ok(rows.every(({ top }, index) => index === 0 || top >= (rows[index - 1]?.bottom ?? 0) - 0.5));
    // Widened, it is a table of single lines again.
    await form.page.setViewportSize({ width: 1200, height: 900 });
    await form.page.waitForFunction(`document.querySelector('.body .row').getBoundingClientRect().height < 30`);
    assert.ok((await form.names()).length > 15);
  });

  it('forced colours: rows, buttons and the focus are there', async () => {
    const form = await openState('rows', { forcedColors: true });
    await form.page.locator('.body .row').first().click();
    const outline = await form.page.evaluate(`getComputedStyle(document.activeElement).outlineStyle`);
    assert.equal(outline, 'solid');
  });

  it('another language: its words are the translator’s', async () => {
    const form = await openForm({
      targets: [sampleTarget(0)],
      translations: { 'Manage Links': 'Verknüpfungen verwalten', 'Select All Shown': 'Alle gezeigten auswählen' },
    });
    await form.ready();
    await form.page.getByRole('heading', { name: 'Verknüpfungen verwalten' }).waitFor();
    await form.button('Alle gezeigten auswählen').waitFor();
  });
});

describe('The keyboard alone', () => {
  /** Tab until this has the focus. */
  async function tabTo(form: FormPage, what: string): Promise<void> {
    for (let presses = 0; presses < 60; presses += 1) {
      await form.page.keyboard.press('Tab');
      const name = await form.page.evaluate<string>(`(() => {
        const one = document.activeElement;
        return one.getAttribute('aria-label') || one.placeholder || (one.closest('.body') ? 'row' : one.textContent.trim());
      })()`);
      if (name === what) {
        return;
      }
    }
    throw new Error(`Tab never comes to ${what}`);
  }

  it('goes through the whole form: partner ID, validation, search, selection, Apply', async () => {
    const form = await (await openForm({ targets: sampleTargets(300) })).ready();
    const keys = form.page.keyboard;
    form.host.answers.validate = () => ({
      ok: true,
      knowledge: {
        severity: 'info',
        sentences: ['Its partner’s name cannot be known before the first link.'],
        canSave: false,
      },
    });
    await tabTo(form, 'Partner ID');
    await keys.type('5557123');
    await keys.press('Enter');
    await form.part('hints').filter({ hasText: 'cannot be known' }).waitFor();
    await tabTo(form, 'Search tenants');
    await keys.type('contoso retail');
    await form.part('counts').filter({ hasText: '30 shown' }).waitFor();
    await tabTo(form, 'Filter by status');
    await keys.press('Enter');
    await keys.press('ArrowDown');
    await keys.press('ArrowDown');
    await keys.press('ArrowDown');
    await keys.press('ArrowDown');
    await keys.press('ArrowDown');
    await keys.press('Enter');
    await form.part('counts').filter({ hasText: '· 5 shown' }).waitFor();
    await tabTo(form, 'row');
    await keys.press('Space');
    await keys.press('ArrowDown');
    await keys.press('Space');
    await form.part('summary').filter({ hasText: 'Link 2' }).waitFor();
    await tabTo(form, 'Link 2 Tenants');
    await keys.press('Enter');
    await eventually(() => assert.equal(form.host.lastAsked('apply').shown[0]?.keys.length, 2));
  });

  it('meets the table once: one row takes the focus, and arrows do the rest', async () => {
    const form = await (await openForm({ targets: sampleTargets(300) })).ready();
    assert.equal(await form.page.locator('.body .row[tabindex="0"]').count(), 1);
    await form.page.locator('.body .row[tabindex="0"]').focus();
    await form.page.keyboard.press('PageDown');
    await form.page.keyboard.press('PageDown');
    await eventually(async () => {
      assert.ok(Number(await form.page.locator('.body .row:focus').getAttribute('aria-rowindex')) > 10);
    });
    assert.equal(await form.page.locator('.body .row[tabindex="0"]').count(), 1);
    await form.page.keyboard.press('PageUp');
    await form.page.keyboard.press('Home');
    await form.page.locator('.body .row[aria-rowindex="2"]:focus').waitFor();
  });
});
