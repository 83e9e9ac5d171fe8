/** VS Code's modal dialog. */
import type { Locator, Page } from 'playwright-core';

export interface DialogText {
  readonly message: string;
  readonly detail: string;
  readonly buttons: readonly string[];
}

export class Dialog {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get box(): Locator {
    return this.#page.locator('.monaco-dialog-box');
  }

  /** Waits for it and reads what it says. */
  async read(): Promise<DialogText> {
    await this.box.waitFor();
    const detail = this.box.locator('.dialog-message-detail');
    return {
      message: await this.box.locator('.dialog-message-text').innerText(),
      detail: (await detail.count()) > 0 ? await detail.innerText() : '',
      buttons: await this.box.locator('.dialog-buttons').getByRole('button').allInnerTexts(),
    };
  }

  /** Clicks a button and waits until this dialog is gone; another may stand in its place at once. */
  async choose(button: string): Promise<void> {
    const message = await this.box.locator('.dialog-message-text').innerText();
    await this.box.locator('.dialog-buttons').getByRole('button', { name: button, exact: true }).click();
    await this.#gone(message);
  }

  /** Escape, the same as its Cancel. */
  async cancel(): Promise<void> {
    const message = await this.box.locator('.dialog-message-text').innerText();
    await this.#page.keyboard.press('Escape');
    await this.#gone(message);
  }

  isShown(): Promise<boolean> {
    return this.box.isVisible();
  }

  async #gone(message: string): Promise<void> {
    const text = this.box.locator('.dialog-message-text').getByText(message, { exact: true });
    await text
      .or(this.box.filter({ hasText: message }))
      .first()
      .waitFor({ state: 'detached' });
  }
}
