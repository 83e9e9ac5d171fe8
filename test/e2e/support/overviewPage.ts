/** The overview in its webview, as a user meets it. */
import type { Frame, Page } from 'playwright-core';
import { eventually } from './eventually.ts';

export class OverviewPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The frame that holds the page now: VS Code makes another one when the editor comes back into sight. */
  async frame(): Promise<Frame> {
    return eventually(async () => {
      for (const frame of this.#page.frames()) {
        const heading = frame.getByRole('heading', { name: 'Overview', level: 1, exact: true });
        if ((await heading.count()) > 0 && (await heading.first().isVisible())) {
          return frame;
        }
      }
      throw new Error('The overview is not shown');
    });
  }

  async headline(): Promise<string> {
    return (await this.frame()).locator('[data-part="headline"]').innerText();
  }

  /** What a card's table says of a group: `not linked` → `4`. */
  async number(card: string, group: string): Promise<string> {
    const row = (await this.frame()).getByRole('region', { name: card }).getByRole('row', { name: group });
    return row.getByRole('button').innerText();
  }

  async pressNumber(card: string, group: string): Promise<void> {
    const row = (await this.frame()).getByRole('region', { name: card }).getByRole('row', { name: group });
    await row.getByRole('button').click();
  }

  async press(button: string | RegExp): Promise<void> {
    await (await this.frame()).getByRole('button', { name: button }).click();
  }

  /** What the buttons of the next steps say, top down. */
  async steps(): Promise<readonly string[]> {
    return (await this.frame()).getByRole('region', { name: 'Next steps' }).getByRole('button').allInnerTexts();
  }
}
