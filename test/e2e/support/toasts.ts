/** Notification toasts, those with progress too. */
import type { Locator, Page } from 'playwright-core';

export interface ToastText {
  readonly message: string;
  readonly buttons: readonly string[];
}

export class Toasts {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** What is shown now. */
  async shown(): Promise<readonly ToastText[]> {
    return Promise.all((await this.#all().all()).map((toast) => this.#read(toast)));
  }

  /** Waits for one that says this. */
  async saying(text: string | RegExp, withinMs?: number): Promise<ToastText> {
    const toast = this.#toast(text);
    await toast.waitFor({ timeout: withinMs });
    return this.#read(toast);
  }

  /** Clicks a button of the toast that says this. */
  async choose(text: string | RegExp, button: string): Promise<void> {
    await this.#toast(text)
      .locator('.notification-list-item-buttons-container')
      .getByRole('button', { name: button, exact: true })
      .click();
  }

  async close(text: string | RegExp): Promise<void> {
    const toast = this.#toast(text);
    await toast.hover();
    await toast.getByRole('button', { name: /^Clear Notification/ }).click();
    await toast.waitFor({ state: 'detached' });
  }

  /** Waits until none says this any more. */
  async gone(text: string | RegExp, withinMs?: number): Promise<void> {
    await this.#toast(text).waitFor({ state: 'detached', timeout: withinMs });
  }

  #all(): Locator {
    return this.#page.locator('.notifications-toasts .notification-toast');
  }

  #toast(text: string | RegExp): Locator {
    return this.#all()
      .filter({ has: this.#page.locator('.notification-list-item-message', { hasText: text }) })
      .first();
  }

  async #read(toast: Locator): Promise<ToastText> {
    return {
      message: await toast.locator('.notification-list-item-message').innerText(),
      buttons: await toast.locator('.notification-list-item-buttons-container').getByRole('button').allInnerTexts(),
    };
  }
}
