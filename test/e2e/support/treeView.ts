/** A tree view of the side bar, row by row as a user or a screen reader meets it. */
import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { eventually } from './eventually.ts';
import type { PageElement } from './pageElement.ts';

export interface Row {
  readonly label: string;
  readonly description: string;
  /** At the right edge; what is spoken says them in words. */
  readonly marks: string;
  /** 1 for rows at the top. */
  readonly level: number;
  /** Undefined for rows that hold no others. */
  readonly expanded: boolean | undefined;
  readonly selected: boolean;
  /** What a screen reader says. */
  readonly accessibleText: string;
}

/** As much of the DOM as `titleIsReadable` asks. */
interface TitleElement {
  readonly firstChild: object;
  readonly textContent: string;
  getBoundingClientRect(): { readonly right: number };
}

interface TextRange {
  setStart(node: object, offset: number): void;
  setEnd(node: object, offset: number): void;
  getBoundingClientRect(): { readonly right: number };
}

export class TreeView {
  readonly #page: Page;
  readonly #name: string;

  constructor(page: Page, name: string) {
    this.#page = page;
    this.#name = name;
  }

  /** Its title may name the cloud behind it, or sample data: `Tenants (Azure US Government)`. */
  get #titled(): RegExp {
    return new RegExp(`^${this.#name}( \\(.+\\))?$`);
  }

  /** The view with its title bar. */
  get pane(): Locator {
    return this.#page
      .locator('.pane')
      .filter({ has: this.#page.locator('.pane-header').getByText(this.#titled) })
      .or(this.#page.locator('.split-view-view .pane').filter({ has: this.tree }))
      .first();
  }

  get tree(): Locator {
    return this.#page.getByRole('tree', { name: this.#name });
  }

  async shown(): Promise<void> {
    await this.pane.waitFor();
  }

  /** The rows that are scrolled into sight, from top to bottom. */
  rows(): Promise<readonly Row[]> {
    return this.tree.getByRole('treeitem').evaluateAll(readRows);
  }

  /** Waits until there are rows, and ends in those in sight. */
  async rowsShown(withinMs?: number): Promise<readonly Row[]> {
    await this.tree.getByRole('treeitem').first().waitFor({ timeout: withinMs });
    return this.rows();
  }

  /** One row by its label, scrolled to if need be; by label and description where labels collide. Throws when there is none. */
  async row(label: string, description?: string | RegExp): Promise<Row> {
    await this.#locate(label, description);
    const found = (await this.rows()).find((row) => row.label === label && matches(row.description, description));
    if (found === undefined) {
      throw new Error(`The row ${label} went away`);
    }
    return found;
  }

  /** Ends when a screen reader says this of the row, behind its name. */
  async rowSays(label: string, text: string | RegExp, withinMs?: number): Promise<Row> {
    return this.#rowWith(label, ({ accessibleText }) => accessibleText.slice(`${label}, `.length), text, withinMs);
  }

  /** Ends when this stands on the row: its description, and its two marks behind that. */
  async rowShows(label: string, text: string | RegExp, withinMs?: number): Promise<Row> {
    return this.#rowWith(label, ({ description, marks }) => `${description} ${marks}`.trim(), text, withinMs);
  }

  async #rowWith(label: string, textOf: (row: Row) => string, text: string | RegExp, withinMs?: number): Promise<Row> {
    return eventually(async () => {
      const rows = (await this.rows()).filter((row) => row.label === label);
      const found = rows.find((row) => matches(textOf(row), text));
      if (found === undefined) {
        const now = rows.map((row) => `“${textOf(row)}”`).join(', ');
        throw new Error(`${label} says ${now || 'nothing: it is not in sight'} and not ${String(text)}`);
      }
      return found;
    }, withinMs);
  }

  /**
   * Draws rows as wide as Arial would, which is about as wide as the fonts that VS Code is read in on Windows and macOS. The one font of a
   * bare Debian is a fifth wider.
   */
  async drawAsWideAsArial(): Promise<void> {
    // Widths of a to z in Arial, by its metrics, at a size of 1.
    const arial = 12.726;
    await this.tree.evaluate((tree: object, wanted: number) => {
      interface Styled {
        readonly style: Record<string, string>;
        textContent: string | null;
        getBoundingClientRect(): { readonly width: number };
        remove(): void;
      }
      const { document, getComputedStyle } = globalThis as unknown as {
        readonly document: { createElement(name: string): Styled; readonly body: { append(one: Styled): void } };
        readonly getComputedStyle: (of: object) => { readonly fontFamily: string };
      };
      const sample = document.createElement('span');
      Object.assign(sample.style, { position: 'absolute', font: `100px ${getComputedStyle(tree).fontFamily}` });
      sample.textContent = 'abcdefghijklmnopqrstuvwxyz';
      document.body.append(sample);
      const size = (13 * 100 * wanted) / sample.getBoundingClientRect().width;
      sample.remove();
      (tree as Styled).style['fontSize'] = `${String(size)}px`;
    }, arial);
  }

  /** Whether the view's name is read in full; the cloud behind it, or that it is sample data, stands above the rows as well. */
  async titleIsReadable(): Promise<boolean> {
    return this.#page.locator('.part.sidebar .title-label h2').evaluate((title: TitleElement, name: string) => {
      const { document } = globalThis as unknown as { readonly document: { createRange(): TextRange } };
      const range = document.createRange();
      range.setStart(title.firstChild, 0);
      range.setEnd(title.firstChild, title.textContent.indexOf(name) + name.length);
      return range.getBoundingClientRect().right <= title.getBoundingClientRect().right;
    }, this.#name);
  }

  /** Names of rows in sight whose name or description is cut off. */
  async cutOff(): Promise<readonly string[]> {
    return this.tree.getByRole('treeitem').evaluateAll((rows: readonly PageElement[]) =>
      rows.flatMap((row) => {
        const text = row.querySelector('.monaco-icon-label-container');
        return text && text.scrollWidth > text.clientWidth ? [row.querySelector('.label-name')?.textContent ?? ''] : [];
      }),
    );
  }

  async expand(label: string, description?: string | RegExp): Promise<void> {
    await this.#toggle(label, true, description);
  }

  async collapse(label: string, description?: string | RegExp): Promise<void> {
    await this.#toggle(label, false, description);
  }

  /** Selects exactly these rows. */
  async select(...labels: readonly string[]): Promise<void> {
    for (const [index, label] of labels.entries()) {
      // A row that is drawn anew at that moment takes no click: the next one then.
      await eventually(async () => {
        const row = await this.#locate(label);
        if (index === 0 || (await row.getAttribute('aria-selected')) !== 'true') {
          await row.locator('.label-name').click({ modifiers: index === 0 ? [] : ['ControlOrMeta'] });
        }
        await row.and(this.#page.locator('[aria-selected="true"]')).waitFor({ timeout: 2_000 });
      });
    }
  }

  /** Chooses from a row's context menu, through its submenus; with several rows selected, of any of them. */
  async chooseFromMenu(label: string, ...items: readonly string[]): Promise<void> {
    await this.openMenu(label);
    for (const [at, item] of items.entries()) {
      const entry = this.#menuItem(item);
      const next = items[at + 1];
      await entry.waitFor();
      // A menu takes no click in the first moments after it opened.
      await eventually(async () => {
        if (next !== undefined) {
          await entry.hover({ timeout: 2_000 });
          await this.#menuItem(next).waitFor({ timeout: 2_000 });
        } else if (await entry.isVisible()) {
          await entry.click({ timeout: 2_000 });
          await entry.waitFor({ state: 'hidden', timeout: 500 });
        }
      });
    }
  }

  /** Its name has the key in it, where there is one for it. */
  #menuItem(text: string): Locator {
    return this.#page
      .getByRole('menuitem')
      .filter({ has: this.#page.getByText(text, { exact: true }) })
      .first();
  }

  /** Opens a row's context menu and ends in the names of its items. */
  async openMenu(label: string, description?: string | RegExp): Promise<readonly string[]> {
    const menu = this.#page
      .getByRole('menu')
      .filter({ has: this.#page.getByRole('menuitem') })
      .last();
    // A row that is drawn anew at that moment takes no click: the next one then.
    await eventually(async () => {
      const row = await this.#locate(label, description);
      await row.locator('.label-name').click({ button: 'right', timeout: 5_000 });
      await menu.waitFor({ timeout: 3_000 });
    });
    const names = await menu.getByRole('menuitem').evaluateAll(readNames);
    return names.filter((name) => name !== '');
  }

  async closeMenu(): Promise<void> {
    await this.#page.keyboard.press('Escape');
  }

  /** Clicks one of the icons that a row shows under the pointer. */
  async clickInline(label: string, action: string, description?: string | RegExp): Promise<void> {
    // A row that is drawn anew under the pointer has no icons until the pointer comes again.
    await eventually(async () => {
      const row = await this.#locate(label, description);
      await row.hover({ timeout: 5_000 });
      await row.getByRole('button', { name: action }).click({ timeout: 5_000 });
    });
  }

  /** Clicks an icon of the view's title bar. */
  async clickTitleAction(action: string): Promise<void> {
    await this.pane.hover();
    // A view alone in its container has its actions in the container's title bar.
    await this.#page.locator('.sidebar').getByRole('button', { name: action }).first().click();
  }

  /** The text above the rows; empty without one. */
  async message(): Promise<string> {
    const message = this.pane.locator('.message');
    return (await message.count()) > 0 && (await message.first().isVisible()) ? message.first().innerText() : '';
  }

  /** What the view shows in place of rows; empty without it. */
  async welcome(): Promise<string> {
    const content = this.pane.locator('.welcome-view-content');
    return (await content.count()) > 0 && (await content.first().isVisible()) ? content.first().innerText() : '';
  }

  async clickWelcome(button: string): Promise<void> {
    await this.pane
      .locator('.welcome-view-content')
      .getByRole('button', { name: button })
      .or(this.pane.locator('.welcome-view-content').getByRole('link', { name: button }))
      .first()
      .click();
  }

  /** The tooltip of a row, as text; the pointer goes away from it again, as a tall one covers other rows. */
  async tooltip(label: string, description?: string | RegExp): Promise<string> {
    const text = await this.showTooltip(label, description);
    await this.#leaveHover();
    return text;
  }

  /**
   * Ends when the host has told the tooltip of a row. VS Code draws rows anew up to a fifth of a second after they changed, and lets go of
   * the former ones meanwhile: what is chosen from a row's menu just then is done for no row at all.
   */
  async settled(label: string): Promise<void> {
    await this.tooltip(label);
  }

  /** Like `tooltip`, and it stays. */
  async showTooltip(label: string, description?: string | RegExp): Promise<string> {
    const row = await this.#locate(label, description);
    // A row that is drawn anew under the pointer takes its hover away: then the pointer comes again.
    return eventually(async () => {
      // The hover of what the pointer was on before goes away first.
      await this.#leaveHover();
      await row.locator('.label-name').hover();
      // VS Code says so until it has asked for the text.
      const told = this.#hover()
        .filter({ hasNotText: /^\s*Loading\.\.\.\s*$/ })
        .first();
      await told.waitFor({ timeout: 5_000 });
      return told.innerText();
    });
  }

  /**
   * The pointer goes to where the status bar has no item: an item there has a hover of its own. The hover of the view's icon, whose text
   * changes with its badge, may come anew when the pointer has left it, and stay until it has been there and left once more.
   */
  async #leaveHover(): Promise<void> {
    const bar = this.#page.locator('.statusbar');
    await eventually(async () => {
      const [all, left, right] = await Promise.all(
        [bar, bar.locator('.left-items'), bar.locator('.right-items')].map((one) => one.boundingBox()),
      );
      assert.ok(all && left && right);
      await bar.hover({ position: { x: (left.x + left.width + right.x) / 2 - all.x, y: 10 } });
      try {
        await this.#hover().waitFor({ state: 'hidden', timeout: 2_000 });
      } catch (error) {
        await this.#page.locator('.activitybar .action-item.checked').first().hover();
        throw error;
      }
    });
  }

  #hover(): Locator {
    return this.#page.locator('.monaco-hover').filter({ visible: true });
  }

  async #toggle(label: string, expanded: boolean, description?: string | RegExp): Promise<void> {
    const row = await this.#locate(label, description);
    await eventually(async () => {
      if ((await row.getAttribute('aria-expanded')) === String(expanded)) {
        return;
      }
      await row.locator('.monaco-tl-twistie').click();
      await row.and(this.#page.locator(`[aria-expanded="${String(expanded)}"]`)).waitFor({ timeout: 2_000 });
    });
  }

  /** Long lists hold only the rows in sight: looks from where it is, then from the top down. */
  async #locate(label: string, description?: string | RegExp): Promise<Locator> {
    return eventually(async () => {
      if (await this.#inSight(label, description)) {
        return this.#locator(label, description);
      }
      await this.tree.focus();
      await this.#page.keyboard.press('Home');
      for (let seen = ''; ;) {
        const rows = await this.rows();
        if (await this.#inSight(label, description)) {
          return this.#locator(label, description);
        }
        const now = rows.map((row) => `${row.label} ${row.description}`).join('\n');
        if (now === seen) {
          throw new Error(`No row ${label}${description === undefined ? '' : ` (${String(description)})`} in:\n${now}`);
        }
        seen = now;
        await this.#page.keyboard.press('PageDown');
        await this.#page.keyboard.press('PageDown');
      }
    });
  }

  async #inSight(label: string, description?: string | RegExp): Promise<boolean> {
    return (await this.#locator(label, description).count()) > 0;
  }

  #locator(label: string, description?: string | RegExp): Locator {
    const rows = this.tree
      .getByRole('treeitem')
      .filter({ has: this.#page.locator('.label-name').getByText(label, { exact: true }) });
    return description === undefined
      ? rows.first()
      : rows.filter({ has: this.#page.locator('.label-description').getByText(description, { exact: true }) }).first();
  }
}

function matches(text: string, wanted: string | RegExp | undefined): boolean {
  return wanted === undefined || (typeof wanted === 'string' ? text === wanted : wanted.test(text));
}

/** Runs in the page. */
function readRows(rows: readonly PageElement[]): readonly Row[] {
  // VS Code draws a decoration as generated content, which no text of the element holds.
  const { getComputedStyle } = globalThis as unknown as {
    readonly getComputedStyle: (of: PageElement, pseudo: string) => { readonly content: string };
  };
  const read = rows.map((row) => ({
    top: row.getBoundingClientRect().top,
    row: {
      label: row.querySelector('.label-name')?.textContent ?? '',
      description: row.querySelector('.label-description')?.textContent ?? '',
      marks: [row.querySelector('.monaco-icon-label')]
        .map((name) => (name ? getComputedStyle(name, '::after').content : ''))
        .map((content) => (/^".*"$/.test(content) ? content.slice(1, -1) : ''))
        .join(''),
      level: Number(row.getAttribute('aria-level')),
      expanded: row.hasAttribute('aria-expanded') ? row.getAttribute('aria-expanded') === 'true' : undefined,
      selected: row.getAttribute('aria-selected') === 'true',
      accessibleText: row.getAttribute('aria-label') ?? '',
    },
  }));
  return read.sort((a, b) => a.top - b.top).map(({ row }) => row);
}

/** Runs in the page. */
function readNames(items: readonly PageElement[]): readonly string[] {
  return items.map((item) => item.getAttribute('aria-label') ?? item.textContent ?? '');
}
