/** VS Code's page of a walkthrough: its steps, which of them are done, and what the open one offers. */
import type { Locator, Page } from 'playwright-core';

export interface StepShown {
  readonly title: string;
  readonly done: boolean;
}

export class Walkthrough {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async steps(): Promise<readonly StepShown[]> {
    await this.#steps().first().waitFor();
    return Promise.all(
      (await this.#steps().all()).map(async (step) => ({
        title: await step.locator('.step-title').innerText(),
        done: (await step.locator('.codicon-getting-started-step-checked').count()) > 0,
      })),
    );
  }

  /** Opens a step, and clicks the button or link of this name in it. */
  async choose(title: string, action: string): Promise<void> {
    const step = this.#steps().filter({ has: this.#page.locator('.step-title').getByText(title, { exact: true }) });
    if ((await step.getAttribute('class'))?.includes('expanded') !== true) {
      await step.locator('.step-title').click();
    }
    await step
      .getByRole('button', { name: action })
      .or(step.getByRole('link', { name: action }))
      .first()
      .click();
  }

  /** What the picture beside the open step says of itself, and the words in it. */
  async picture(): Promise<{ readonly about: string; readonly words: string }> {
    const media = this.#page.locator('.getting-started-media');
    const frame = media.locator('iframe').first();
    await frame.waitFor();
    const inside = frame.contentFrame().locator('iframe').first().contentFrame();
    return {
      about: (await media.getAttribute('aria-label')) ?? '',
      words: await inside.locator('svg').innerHTML(),
    };
  }

  #steps(): Locator {
    return this.#page.locator('.getting-started-step');
  }
}
