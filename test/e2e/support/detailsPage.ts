/** The tenant page in its webview, as a user meets it. */
import type { Frame, Page } from 'playwright-core';
import { eventually } from './eventually.ts';

export class DetailsPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The frame that shows this tenant. */
  async frame(tenant: string): Promise<Frame> {
    return eventually(async () => {
      for (const frame of this.#page.frames()) {
        const heading = frame.getByRole('heading', { name: tenant, level: 1, exact: true });
        if ((await heading.count()) > 0 && (await heading.first().isVisible())) {
          return frame;
        }
      }
      throw new Error(`The details of ${tenant} are not shown`);
    });
  }

  async status(tenant: string): Promise<string> {
    return (await this.frame(tenant)).locator('header .status bdi').innerText();
  }

  async card(tenant: string, title: string): Promise<string> {
    return (await this.frame(tenant)).getByRole('region', { name: title }).innerText();
  }

  async press(tenant: string, button: string): Promise<void> {
    await (await this.frame(tenant)).getByRole('button', { name: button, exact: true }).click();
  }
}
