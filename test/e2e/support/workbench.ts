/** VS Code's workbench as a user meets it: found by role and name, waited for and never slept for. */
import type { Locator, Page } from 'playwright-core';
import { Dialog } from './dialog.ts';
import { eventually, patience } from './eventually.ts';
import { QuickInput } from './quickInput.ts';
import { Toasts } from './toasts.ts';
import { TreeView } from './treeView.ts';

export class Workbench {
  readonly page: Page;
  readonly quickInput: QuickInput;
  readonly toasts: Toasts;
  /** The modal dialog. */
  readonly dialog: Dialog;

  constructor(page: Page) {
    this.page = page;
    this.quickInput = new QuickInput(page);
    this.toasts = new Toasts(page);
    this.dialog = new Dialog(page);
  }

  /** Ends when the workbench is there and its extension host answers. */
  async ready(): Promise<void> {
    await this.page
      .getByRole('tablist', { name: 'Active View Switcher' })
      .first()
      .waitFor({ timeout: 2 * patience });
    await this.page.locator('.monaco-workbench').waitFor();
  }

  /** The icon of a view container in the activity bar, by its title. */
  activity(title: string): Locator {
    return this.page.locator('.activitybar').getByRole('tab', { name: new RegExp(`^${escaped(title)}`) });
  }

  /** The text of the badge on a view container's icon; undefined without one. */
  async badge(title: string): Promise<string | undefined> {
    const content = this.activity(title).locator('.badge .badge-content');
    // A badge that is off stays in the document, hidden.
    return (await content.count()) > 0 && (await content.first().isVisible()) ? content.first().innerText() : undefined;
  }

  /** An extension's item of the status bar, by its id. */
  statusBarItem(id: string): Locator {
    return this.page.locator(`.statusbar-item[id$="${id}"]`);
  }

  /** Shows a view container and ends in the view of this name in it. */
  async openView(container: string, view: string): Promise<TreeView> {
    const icon = this.activity(container);
    await icon.waitFor({ timeout: 2 * patience });
    const shown = new TreeView(this.page, view);
    await eventually(async () => {
      // In a window that is restoring what it showed before, a click may hide what has just come: look, and click again.
      if (!(await shown.pane.isVisible()) && (await icon.getAttribute('aria-selected')) !== 'true') {
        await icon.click();
      }
      await shown.pane.waitFor({ timeout: 5_000 });
    });
    return shown;
  }

  /** Drags the side bar's edge until it is so many pixels wide. */
  async widenSideBar(width: number): Promise<void> {
    const sideBar = this.page.locator('.part.sidebar');
    await eventually(async () => {
      const box = await sideBar.boundingBox();
      if (!box || Math.abs(box.width - width) > 2) {
        const { x, y, width: now, height } = box ?? { x: 0, y: 0, width: 0, height: 0 };
        await this.page.mouse.move(x + now, y + height / 2);
        await this.page.mouse.down();
        await this.page.mouse.move(x + width, y + height / 2, { steps: 5 });
        await this.page.mouse.up();
        throw new Error(`The side bar is ${String(now)} px wide`);
      }
    });
  }

  /** Runs a command from the palette, by the title it has there: `Partner Link: Refresh`. */
  async runCommand(title: string): Promise<void> {
    // The palette closes when a preview gets the focus back a moment late.
    await eventually(async () => {
      await this.openPalette(title);
      await this.quickInput.choose(title, 10_000);
    });
  }

  /** The titles that the palette finds for this text. */
  async findCommands(text: string): Promise<readonly string[]> {
    await this.openPalette(text);
    const found = await this.quickInput.allItems();
    await this.quickInput.cancel();
    return found.map(({ label }) => label);
  }

  async openPalette(text: string): Promise<void> {
    // A key can be lost while the workbench is still starting: ask again until the palette is there.
    await eventually(async () => {
      await this.page.keyboard.press('F1');
      await this.quickInput.type(`>${text}`, 5_000);
    });
  }

  /** The editor that is shown, by the title of its tab. */
  editorTab(title: string | RegExp): Locator {
    return this.page.locator('.editor-group-container').getByRole('tab', { name: title });
  }

  /** Closes the editor with this title, as by the cross on its tab. */
  async closeEditor(title: string | RegExp): Promise<void> {
    const tab = this.editorTab(title);
    await tab.hover();
    await tab.getByRole('button', { name: /^Close/ }).click();
    await tab.waitFor({ state: 'detached' });
  }

  /** The whole text of the document in the active editor, also what is scrolled out of sight. */
  async editorText(): Promise<string> {
    const lines = this.page.locator('.editor-instance .view-lines').first();
    await lines.waitFor();
    await lines.click();
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.evaluate('navigator.clipboard.writeText("")');
    return eventually(async () => {
      await this.page.keyboard.press('ControlOrMeta+C');
      const text = await this.clipboard();
      if (text === '') {
        throw new Error('The editor’s text was not copied');
      }
      return text;
    });
  }

  /** The text of a shown Markdown preview under this heading, also what is scrolled out of sight. */
  preview(heading: string | RegExp): Promise<string> {
    return this.#inPreview(heading, (body) => body.innerText({ timeout: 2_000 }));
  }

  /** How wide such a preview is, and how wide what is in it, in pixels. */
  previewWidths(heading: string | RegExp): Promise<readonly [shown: number, needed: number]> {
    return this.#inPreview(heading, (body) =>
      body.evaluate<readonly [number, number], unknown>(
        '[document.documentElement.clientWidth, document.documentElement.scrollWidth]',
      ),
    );
  }

  async #inPreview<T>(heading: string | RegExp, ask: (body: Locator) => Promise<T>): Promise<T> {
    return eventually(async () => {
      for (const frame of this.page.frames()) {
        const shown = frame.locator('.markdown-body').filter({ has: frame.getByRole('heading', { name: heading }) });
        if ((await shown.count()) > 0) {
          return ask(shown.first());
        }
      }
      throw new Error(`No preview has the heading ${String(heading)}`);
    });
  }

  clipboard(): Promise<string> {
    return this.page.evaluate<string>('navigator.clipboard.readText()');
  }

  /** The texts of the status bar's items that match. */
  async statusBar(): Promise<readonly string[]> {
    return this.page.locator('.statusbar-item').allInnerTexts();
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
