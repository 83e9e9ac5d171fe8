/** The form's page in Chromium, with a fake host at the other end. */
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import type { Draft, Page as FormPageState, Target } from '../../../src/shared/form/messages.ts';
import { eventually } from '../../e2e/support/eventually.ts';
import { openPage, postToPage, type OpenedPage, type PageOptions } from '../kit/openPage.ts';
import { FakeHost } from './fakeHost.ts';

export interface FormOptions extends PageOptions {
  readonly page?: FormPageState;
  readonly targets?: readonly Target[];
  readonly selected?: readonly string[];
  readonly draft?: Draft;
}

export function openForm(options: FormOptions = {}): Promise<FormPage> {
  return openPage('form', 'Manage Links', options, (page) => new FormPage(page, options));
}

export class FormPage implements OpenedPage {
  readonly page: Page;
  readonly host: FakeHost;

  constructor(page: Page, options: FormOptions) {
    this.page = page;
    this.host = new FakeHost((messages) => postToPage(page, messages), options);
  }

  /** A row by the name of its tenant. */
  row(name: string | RegExp): Locator {
    return this.page.getByRole('row', { name });
  }

  get grid(): Locator {
    return this.page.getByRole('grid', { name: 'Tenants' });
  }

  checkbox(name: string): Locator {
    return this.page.getByRole('checkbox', { name, exact: true });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }

  /** Ends when the button is disabled: a control of the toolkit takes that over with the next frame. */
  async disabled(name: string | RegExp): Promise<void> {
    await eventually(async () =>
      assert.equal(await this.button(name).isDisabled(), true, `${String(name)} is disabled`),
    );
  }

  part(name: string): Locator {
    return this.page.locator(`[data-part='${name}']`);
  }

  get partnerId(): Locator {
    return this.page.getByRole('textbox', { name: 'Partner ID' });
  }

  get search(): Locator {
    return this.page.getByRole('textbox', { name: 'Search tenants' });
  }

  async filter(text: string): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Filter by status' }).click();
    await this.page.getByRole('option', { name: text, exact: true }).click();
  }

  async kind(text: string): Promise<void> {
    await this.page.getByRole('combobox', { name: 'Filter by kind' }).click();
    await this.page.getByRole('option', { name: text, exact: true }).click();
  }

  /** Names of the targets whose rows are in the document, top to bottom. */
  names(): Promise<readonly string[]> {
    return this.page.locator('.body .row .cell.name .text').allTextContents();
  }

  /** Ends when the parts are there that the page makes when it is idle. */
  async whole(): Promise<this> {
    await this.page.locator('main').waitFor();
    await this.page.locator('.later:empty').first().waitFor({ state: 'detached' });
    return this;
  }

  async ready(): Promise<this> {
    await this.page.locator('.body .row').first().waitFor();
    return this.whole();
  }
}
