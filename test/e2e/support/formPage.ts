/** The form in its webview, as a user meets it. */
import type { Frame, Locator, Page } from 'playwright-core';
import { eventually } from './eventually.ts';
import type { PageElement } from './pageElement.ts';

export interface TargetRow {
  readonly name: string;
  readonly domain: string;
  readonly identity: string;
  readonly access: string;
  readonly current: string;
  readonly action: string;
  /** While a run is shown. */
  readonly result: string;
  readonly selected: boolean;
}

export class FormPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** The frame that holds the page now: VS Code makes another one when the editor comes back into sight. */
  async frame(withinMs?: number): Promise<Frame> {
    return eventually(async () => {
      for (const frame of this.#page.frames()) {
        const heading = frame.getByRole('heading', { name: 'Manage Links', level: 1 });
        if ((await heading.count()) > 0 && (await heading.first().isVisible())) {
          return frame;
        }
      }
      throw new Error('The form is not shown');
    }, withinMs);
  }

  /** Ends when the form is there with so many targets. */
  async shown(targets: number): Promise<void> {
    await this.countsSay(new RegExp(`of ${String(targets)} tenants?`));
  }

  async field(name: string): Promise<Locator> {
    return (await this.frame()).getByRole('textbox', { name, exact: true });
  }

  async typePartnerId(id: string): Promise<void> {
    await (await this.field('Partner ID')).fill(id);
  }

  async partnerId(): Promise<string> {
    return (await this.field('Partner ID')).inputValue();
  }

  async search(text: string): Promise<void> {
    await (await this.field('Search tenants')).fill(text);
  }

  async press(button: string | RegExp): Promise<void> {
    const buttons = (await this.frame()).getByRole('button', { name: button, exact: true });
    await buttons.filter({ visible: true }).first().click();
  }

  async chooseAction(name: 'Link' | 'Remove'): Promise<void> {
    await (await this.frame()).getByRole('radio', { name, exact: true }).click();
  }

  async chooseFilter(name: string): Promise<void> {
    const frame = await this.frame();
    await frame.getByRole('combobox', { name: 'Filter by status' }).click();
    await frame.getByRole('option', { name, exact: true }).click();
  }

  async chooseKind(name: string): Promise<void> {
    const frame = await this.frame();
    await frame.getByRole('combobox', { name: 'Filter by kind' }).click();
    await frame.getByRole('option', { name, exact: true }).click();
  }

  /** Ticks or unticks the target of this name, which must be in sight. */
  async toggle(name: string): Promise<void> {
    await (await this.frame()).getByRole('checkbox', { name, exact: true }).click();
  }

  /** What one part of the page says now: `hints`, `counts`, `hidden`, `summary`, `why`, `run-text`, `list`. */
  async says(part: string): Promise<string> {
    return (await this.frame()).locator(`[data-part="${part}"]`).first().innerText();
  }

  /** Ends when a part says this. */
  async partSays(part: string, wanted: string | RegExp, withinMs?: number): Promise<string> {
    return eventually(async () => {
      const text = await this.says(part);
      if (typeof wanted === 'string' ? text !== wanted : !wanted.test(text)) {
        throw new Error(`${part} says “${text}” and not ${String(wanted)}`);
      }
      return text;
    }, withinMs);
  }

  async countsSay(wanted: string | RegExp): Promise<string> {
    return this.partSays('counts', wanted);
  }

  /** Every row that search and filter leave, from the top down, scrolled through. */
  async rows(): Promise<readonly TargetRow[]> {
    const frame = await this.frame();
    const scroller = frame.locator('[data-part="table"] .scroller');
    const found = new Map<string, TargetRow>();
    await scroller.evaluate(toTop);
    await frame.evaluate(twoFrames);
    for (let more = true; more;) {
      for (const { place, row } of await scroller.locator('.body .row').evaluateAll(readRows)) {
        found.set(place, row);
      }
      more = await scroller.evaluate(further);
      await frame.evaluate(twoFrames);
    }
    await scroller.evaluate(toTop);
    return [...found].sort(([a], [b]) => Number(a) - Number(b)).map(([, row]) => row);
  }

  /** The one row of this name. */
  async row(name: string): Promise<TargetRow> {
    return eventually(async () => {
      const found = (await this.rows()).find((row) => row.name === name);
      if (found === undefined) {
        throw new Error(`No row ${name} in the form`);
      }
      return found;
    });
  }
}

interface Scroller {
  scrollTop: number;
  readonly clientHeight: number;
}

/** Rows are drawn with the frame after a scroll. */
const twoFrames = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))';

/** Runs in the page. */
function toTop(scroller: unknown): void {
  (scroller as Scroller).scrollTop = 0;
}

/** Runs in the page: half of what is in sight further; `false` at the end. */
function further(scroller: unknown): boolean {
  const own = scroller as Scroller;
  const before = own.scrollTop;
  own.scrollTop += own.clientHeight / 2;
  return own.scrollTop > before;
}

/** Runs in the page. */
function readRows(rows: readonly PageElement[]): readonly { readonly place: string; readonly row: TargetRow }[] {
  return rows.map((row) => {
    const text = (cell: string): string => row.querySelector(cell)?.textContent ?? '';
    return {
      place: row.getAttribute('aria-rowindex') ?? '',
      row: {
        name: text('.cell.name .text'),
        domain: text('.cell.name .beside'),
        identity: text('.cell.identity .text'),
        access: text('.cell.access .text'),
        current: text('.cell.current .text'),
        action: text('.cell.action .text'),
        result: text('.cell.result .text'),
        selected: row.getAttribute('aria-selected') === 'true',
      },
    };
  });
}
