/**
 * README's pictures, into media/readme, with the words that they show beside them in words.json: a test tells when the product says
 * something else by now.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { FormPage } from '../test/e2e/support/formPage.ts';
import { sandboxMode, startVSCode, type Theme, type VSCode } from '../test/e2e/support/vscode.ts';
import { root } from './hosts/paths.ts';

export const readmeFolder = path.join(root, 'media/readme');

export const readmeWords = path.join(readmeFolder, 'words.json');

/** What the pictures show: rows of the untouched sample data, and texts of the product with what was put into them. */
export interface PicturedWords {
  readonly rows: readonly (readonly [label: string, description: string, marks: string])[];
  readonly texts: readonly string[];
}

export async function readmePictures(theme: Theme): Promise<void> {
  await mkdir(readmeFolder, { recursive: true });
  const code = await startVSCode({ name: `readme-${theme}`, theme, files: sandboxMode });
  const { workbench } = code;
  const form = new FormPage(workbench.page);
  const texts = new Set<string>();
  try {
    await workbench.page.setViewportSize({ width: 1200, height: 680 });
    const view = await workbench.openView('Partner Link', 'Tenants');
    await view.rowSays('Woodgrove Bank', /PAL/);
    await workbench.widenSideBar(330);
    const rows = (await view.rows()).map(({ label, description, marks }) => [label, description, marks] as const);

    await view.clickInline('Northwind Traders', 'Link Partner ID…');
    await workbench.quickInput.titled('Link Partner ID');
    // Where the pointer is now, a row shows its tooltip, which the dialog does not take away.
    await workbench.page.mouse.move(900, 500);
    await workbench.page.locator('.monaco-hover').filter({ visible: true }).waitFor({ state: 'hidden' });
    await workbench.page.keyboard.type('4810337');
    await workbench.page.keyboard.press('Enter');
    const { message, buttons } = await workbench.dialog.read();
    [message, ...buttons.filter((name) => name !== 'Cancel')].forEach((text) => texts.add(text));
    await workbench.page.setViewportSize({ width: 900, height: 520 });
    await keep(code, `link-${theme}`);
    await workbench.dialog.cancel();
    await workbench.page.setViewportSize({ width: 1200, height: 680 });

    await workbench.runCommand('Partner Link: Manage Links…');
    await form.countsSay(/^0 selected/);
    await form.typePartnerId('4810337');
    await form.press('Validate');
    await form.partSays('hints', /Contoso Consulting/);
    await form.press('Select All Shown');
    await form.partSays('summary', /^Link/);
    (await wordsOfForm(form)).forEach((text) => texts.add(text));
    await keep(code, `tenants-${theme}`);

    await form.press(/^Link \d/);
    const question = await workbench.dialog.read();
    const go = question.buttons.find((name) => name !== 'Cancel') ?? '';
    await workbench.dialog.choose(go);
    await form.partSays('run-text', /linked/);
    (await wordsOfForm(form)).forEach((text) => texts.add(text));
    await keep(code, `form-${theme}`);

    await workbench.closeEditor(/Manage Links/);
    await workbench.runCommand('Partner Link: Show Journal');
    await workbench.preview('Journal');
    await workbench.page.setViewportSize({ width: 900, height: 520 });
    await keep(code, `journal-${theme}`);
    await workbench.closeEditor(/Journal/);

    const words: PicturedWords = { rows, texts: [...texts].sort() };
    await writeFile(readmeWords, `${JSON.stringify(words, undefined, 2)}\n`);
  } finally {
    await code.close();
  }
}

/** Its title, buttons, and columns, as they stand there; other headings are put together from several texts. */
async function wordsOfForm(form: FormPage): Promise<readonly string[]> {
  const frame = await form.frame();
  const found = await frame
    .getByRole('heading', { level: 1 })
    .or(frame.getByRole('button'))
    .or(frame.getByRole('columnheader'))
    .all();
  const texts = await Promise.all(found.map(async (one) => ((await one.isVisible()) ? one.innerText() : '')));
  return texts.map((text) => text.trim()).filter((text) => /\p{L}{2}/u.test(text));
}

/** Moves the pointer out of the way first. */
async function keep(code: VSCode, name: string): Promise<void> {
  const { page } = code.workbench;
  await page.mouse.move(600, 3);
  await page.screenshot({ path: path.join(readmeFolder, `${name}.png`) });
}
