/** The tenant page in Chromium, with a host at the other end that says what the test has it say. */
import type { Locator, Page } from 'playwright-core';
import {
  readFromPage,
  type FromHost,
  type Request,
  type TenantPageView,
} from '../../../src/shared/tenantPage/messages.ts';
import { openPage, postToPage, type OpenedPage, type PageOptions } from '../kit/openPage.ts';

export interface TenantPageOptions extends PageOptions {
  readonly view?: TenantPageView;
}

export function openTenantPage(options: TenantPageOptions = {}): Promise<TenantPage> {
  return openPage('tenantPage', 'Tenant Details', options, (page) => new TenantPage(page, options.view));
}

export class TenantPage implements OpenedPage {
  readonly page: Page;
  readonly asked: Request[] = [];
  /** In place of a plain `ok`. */
  refuseWith: string | undefined;
  readonly host: { readonly refused: unknown[]; heard(message: unknown): Promise<void> };

  constructor(page: Page, view: TenantPageView | undefined) {
    this.page = page;
    const refused: unknown[] = [];
    this.host = {
      refused,
      heard: async (message) => {
        const read = readFromPage(message);
        if (read === undefined) {
          refused.push(message);
          return;
        }
        this.asked.push(read.request);
        if (read.request.ask === 'ready' && view !== undefined) {
          await this.show(view);
        }
        const text = read.request.ask === 'ready' ? undefined : this.refuseWith;
        await this.#post({
          kind: 'answer',
          to: read.id,
          ok: text === undefined,
          ...(text === undefined ? {} : { text }),
        });
      },
    };
  }

  async show(view: TenantPageView): Promise<void> {
    await this.#post({ kind: 'view', view });
  }

  async #post(message: FromHost): Promise<void> {
    await postToPage(this.page, [message]);
  }

  card(title: string): Locator {
    return this.page.getByRole('region', { name: title });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name });
  }
}
