/** Quick picks and input boxes. */
import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually.ts';
import type { PageElement } from './pageElement.ts';

export interface QuickItem {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  /** Undefined where only one can be chosen. */
  readonly checked: boolean | undefined;
}

export class QuickInput {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get widget(): Locator {
    return this.#page.locator('.quick-input-widget').filter({ visible: true });
  }

  async shown(withinMs?: number): Promise<void> {
    await this.widget.waitFor({ timeout: withinMs });
  }

  async gone(): Promise<void> {
    await this.#page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  }

  async title(): Promise<string> {
    await this.shown();
    return this.widget.locator('.quick-input-title').innerText();
  }

  /** Ends when a quick input with this title is shown. */
  async titled(title: string | RegExp): Promise<void> {
    await this.widget.locator('.quick-input-title').getByText(title, { exact: true }).waitFor();
  }

  async placeholder(): Promise<string> {
    return (await this.#field().getAttribute('placeholder')) ?? '';
  }

  async value(): Promise<string> {
    return this.#field().inputValue();
  }

  /** The prompt of an input box, or what its validation says. */
  async message(): Promise<string> {
    return this.widget.locator('.quick-input-message').innerText();
  }

  /** Ends when the message is this, as validation takes its time. */
  async says(message: string | RegExp): Promise<void> {
    await this.widget.locator('.quick-input-message').getByText(message).waitFor();
  }

  /** Replaces what was typed. */
  async type(text: string, withinMs?: number): Promise<void> {
    await this.shown(withinMs);
    await this.#field().fill(text, { timeout: withinMs });
  }

  /** The entries in sight, separators not among them. */
  async items(): Promise<readonly QuickItem[]> {
    await this.widget.getByRole('option').or(this.widget.getByRole('checkbox')).first().waitFor();
    return this.#rows().evaluateAll(readItems);
  }

  /** All entries, also those that must be scrolled to. */
  async allItems(): Promise<readonly QuickItem[]> {
    const found: QuickItem[] = [];
    const known = new Set<string>();
    for (let before = -1; before !== known.size;) {
      before = known.size;
      for (const item of await this.items()) {
        const key = JSON.stringify([item.label, item.description, item.detail]);
        if (!known.has(key)) {
          known.add(key);
          found.push(item);
        }
      }
      // The first press goes to the end of what is in sight, the next one beyond; it is there with the next frame.
      await this.#field().press('PageDown');
      await this.#field().press('PageDown');
      await this.#page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    }
    return found;
  }

  /** Clicks the entry with exactly this label. */
  async choose(label: string, withinMs?: number): Promise<void> {
    const entry = await this.#find(label, withinMs);
    await entry.locator('.label-name').first().click({ timeout: withinMs });
  }

  /** Ticks or unticks entries of a pick of several; `accept` ends it. */
  async check(...labels: readonly string[]): Promise<void> {
    for (const label of labels) {
      const entry = await this.#find(label);
      await entry.locator('.monaco-checkbox').click();
    }
  }

  /** Ticks all entries of a pick of several. */
  async checkAll(): Promise<void> {
    await this.shown();
    await this.widget.locator('.quick-input-header').getByRole('checkbox').first().click();
  }

  /** Enter. */
  async accept(): Promise<void> {
    await this.#field().press('Enter');
  }

  /** Types and presses Enter. */
  async answer(text: string): Promise<void> {
    await this.type(text);
    await this.accept();
  }

  /** Chooses a file in VS Code's own file dialog, once that shows the folder it begins in. */
  async chooseFile(title: string, file: string): Promise<void> {
    await this.titled(title);
    await eventually(async () => {
      const folder = await this.value();
      if (!folder.startsWith('/')) {
        throw new Error(`The dialog shows “${folder}”`);
      }
    });
    const name = file.slice(file.lastIndexOf('/') + 1);
    await eventually(async () => {
      if (!(await this.widget.isVisible())) {
        return;
      }
      // The list of the folder it begins in may come late, and put that folder back; the first Enter may only complete the entry.
      if ((await this.value()) !== file) {
        await this.type(file);
        await this.widget.locator('.monaco-list-row').getByText(name, { exact: true }).waitFor({ timeout: 2_000 });
      }
      await this.accept();
      await this.#page.locator('.quick-input-widget').waitFor({ state: 'hidden', timeout: 2_000 });
    });
  }

  /** Escape. */
  async cancel(): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.gone();
  }

  /** Clicks one of the buttons of the title bar, or of an entry. */
  async clickButton(name: string, label?: string): Promise<void> {
    const place = label === undefined ? this.widget : await this.#find(label);
    if (label !== undefined) {
      await place.hover();
    }
    await place.getByRole('button', { name }).first().click();
  }

  /** Long lists hold only what is in sight: typing the label brings it there. */
  async #find(label: string, withinMs?: number): Promise<Locator> {
    await this.shown(withinMs);
    const entry = this.#rows()
      .filter({ has: this.#page.locator('.label-name').getByText(label, { exact: true }) })
      .first();
    return eventually(async () => {
      if ((await entry.count()) === 0) {
        throw new Error(`No ${label} among: ${(await this.#rows().allInnerTexts()).join(' | ')}`);
      }
      return entry;
    }, withinMs);
  }

  #rows(): Locator {
    return this.widget.locator('.quick-input-list .monaco-list-row');
  }

  #field(): Locator {
    return this.widget.locator('.quick-input-box input').first();
  }
}

/** Runs in the page. */
function readItems(rows: readonly PageElement[]): readonly QuickItem[] {
  return rows.map((row) => {
    const box = row.querySelector('.monaco-checkbox');
    const ticks = box !== null && box.getBoundingClientRect().height > 0;
    return {
      label: row.querySelector('.label-name')?.textContent ?? '',
      description: row.querySelector('.label-description')?.textContent ?? '',
      detail: row.querySelector('.quick-input-list-label-meta')?.textContent ?? '',
      checked: ticks ? (row.getAttribute('aria-checked') ?? box.getAttribute('aria-checked')) === 'true' : undefined,
    };
  });
}
