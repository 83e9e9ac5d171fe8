/**
 * `npm run pictures`: the packaged product in light and dark, screen by screen, into `out/pictures`. To be looked at.
 * `npm run pictures -- ways form` makes those of some groups only; `readme` are those that README.md shows, in `media/readme`.
 */
import { eventually } from '../test/e2e/support/eventually.ts';
import { FormPage } from '../test/e2e/support/formPage.ts';
import { sandboxMode, startVSCode, type Theme } from '../test/e2e/support/vscode.ts';
import { packageExtension } from './package.ts';
import { nowIn, say } from './say.ts';
import { readmePictures } from './readmePictures.ts';
import { wayPictures } from './wayPictures.ts';

/** The form in the workbench; `node test/webview/pictures.ts` has each of its states in all four themes. */
async function formPictures(theme: Theme): Promise<void> {
  const code = await startVSCode({ name: `pictures-${theme}`, theme, files: sandboxMode });
  const { workbench } = code;
  const form = new FormPage(workbench.page);
  const view = await workbench.openView('Partner Link', 'Tenants');
  await view.rowSays('Woodgrove Bank', /PAL/);
  await workbench.runCommand('Partner Link: Manage Links…');
  await form.countsSay(/^0 selected/);
  await code.picture(`${theme}-form-1-opened`);
  await form.typePartnerId('5557123');
  await form.press('Validate');
  await form.partSays('hints', /cannot be known/);
  await form.press('Select All Shown');
  await form.partSays('summary', /^Link/);
  await code.picture(`${theme}-form-2-selected`);
  await form.press(/^Link \d/);
  await workbench.dialog.read();
  await code.picture(`${theme}-form-3-confirm`);
  await workbench.dialog.choose((await workbench.dialog.read()).buttons.find((name) => name !== 'Cancel') ?? '');
  await form.partSays('run-text', /dialog/);
  await code.picture(`${theme}-form-4-asking`);
  await workbench.dialog.choose('Continue');
  await form.partSays('run-text', /linked/);
  await code.picture(`${theme}-form-5-finished`);
  await form.press('Done');
  await form.chooseAction('Remove');
  await form.partSays('summary', /^Remove/);
  await code.picture(`${theme}-form-6-removal`);
  await code.close();
}

/** Partners of record: rows, the question by which way, the modal, what is waited for, and the steps in the portal. */
async function dporPictures(theme: Theme): Promise<void> {
  const switches = { 'sandbox/switches.json': { billing: { delayReads: 5 } } };
  const code = await startVSCode({ name: `pictures-${theme}`, theme, files: { ...sandboxMode, ...switches } });
  const { workbench } = code;
  const view = await workbench.openView('Partner Link', 'Tenants');
  await view.rowSays('Woodgrove Bank', /PAL/);
  await view.expand('Woodgrove Bank');
  await view.expand('Alpine Ski House');
  await view.rowSays('Woodgrove Bank', /DPOR on/);
  await view.chooseFromMenu('Woodgrove Core', 'Check DPOR…');
  await workbench.quickInput.titled('Check DPOR');
  await code.picture(`${theme}-dpor-1-which-way`);
  await workbench.quickInput.choose('Ask the Portal’s Service');
  await workbench.toasts.saying('none reported');
  await view.chooseFromMenu('Woodgrove Bank', 'Partner of Record', 'Check DPOR…');
  await workbench.toasts.saying(/^\d subscriptions/);
  await view.showTooltip('Woodgrove Dev/Test');
  await code.picture(`${theme}-dpor-2-rows`);
  await view.tooltip('Woodgrove Dev/Test');
  await view.chooseFromMenu('Woodgrove Core', 'Designate Partner of Record…');
  await workbench.quickInput.choose('4810337');
  await workbench.dialog.read();
  await code.picture(`${theme}-dpor-3-confirm`);
  await workbench.dialog.choose('Designate');
  await view.rowSays('Woodgrove Core', /submitted/);
  await code.picture(`${theme}-dpor-4-submitted`);
  await view.chooseFromMenu('Woodgrove Core', 'Request Designation from Customer…');
  await workbench.quickInput.choose('4810337');
  await workbench.quickInput.choose('Open as Document');
  await workbench.preview(/designat/i);
  await code.picture(`${theme}-dpor-5-request`);
  await code.close();
}

/** The sidebar, and links changed from it. */
async function treePictures(theme: Theme): Promise<void> {
  const first = await startVSCode({ name: `pictures-${theme}`, theme });
  const welcome = await first.workbench.openView('Partner Link', 'Tenants');
  await eventually(async () => {
    if ((await welcome.welcome()) === '') {
      throw new Error('No welcome text yet');
    }
  });
  await first.picture(`${theme}-1-welcome`);
  await first.close();

  const code = await startVSCode({ name: `pictures-${theme}`, theme, files: sandboxMode });
  const { workbench } = code;
  const view = await workbench.openView('Partner Link', 'Tenants');
  await view.rowSays('Woodgrove Bank', /PAL/);
  await view.expand('Contoso Consulting');
  await code.picture(`${theme}-2-rows`);
  await workbench.runCommand('Partner Link: Group By…');
  await workbench.quickInput.titled('Group By');
  await code.picture(`${theme}-2-group-by`);
  await workbench.quickInput.choose('What to Do');
  await view.row('Linked · 4');
  await code.picture(`${theme}-2-groups`);
  await workbench.runCommand('Partner Link: Group By…');
  await workbench.quickInput.choose('Nothing');
  await view.showTooltip('Humongous Insurance');
  await code.picture(`${theme}-3-tooltip`);
  await workbench.runCommand('Partner Link: Link Partner ID…');
  await workbench.quickInput.titled('Link Partner ID');
  await code.picture(`${theme}-4-which-tenants`);
  for (const name of ['Adventure Works', 'Northwind Traders', 'Tailspin Toys', 'Wide World Importers', 'Litware']) {
    await workbench.quickInput.type(name);
    await workbench.quickInput.check(name);
  }
  await workbench.quickInput.type('Woodgrove Bank');
  await workbench.quickInput.check('Woodgrove Bank');
  await workbench.quickInput.type('Alpine Ski House');
  await workbench.quickInput.check('Alpine Ski House');
  await workbench.quickInput.accept();
  await workbench.quickInput.choose('Enter another partner ID…');
  await workbench.quickInput.type('5557123');
  await workbench.quickInput.says(/name cannot be known/);
  await code.picture(`${theme}-5-partner-id`);
  await workbench.quickInput.accept();
  await workbench.quickInput.titled(/^Review the list/);
  await code.picture(`${theme}-6-review`);
  await workbench.quickInput.choose('Continue…');
  await workbench.dialog.read();
  await code.picture(`${theme}-7-confirm`);
  await workbench.dialog.choose('Link 3 and Change 4');
  await workbench.dialog.read();
  await code.picture(`${theme}-8-first-then-continue`);
  await workbench.dialog.choose('Continue');
  await workbench.toasts.saying('3 linked, 4 changed');
  await code.picture(`${theme}-9-result`);
  await workbench.toasts.choose('3 linked, 4 changed', 'Show Report');
  await workbench.editorTab(/Run/).waitFor();
  await workbench.runCommand('Partner Link: Show Journal');
  await workbench.editorTab(/Journal/).waitFor();
  await eventually(async () => {
    const texts = await Promise.all(workbench.page.frames().map((frame) => frame.innerText('body').catch(() => '')));
    if (!texts.some((text) => text.includes('5557123') && text.includes('Journal'))) {
      throw new Error('The journal is not shown yet');
    }
  });
  await code.picture(`${theme}-10-journal`);
  await code.close();
}

/** Hundreds of tenants with hostile names, while they are scanned. */
async function manyPictures(theme: Theme): Promise<void> {
  const many = await startVSCode({
    name: `pictures-${theme}`,
    theme,
    files: {
      ...sandboxMode,
      'sandbox/switches.json': {
        latencyMs: 300,
        hostileNames: true,
        scenario: {
          kind: 'generated',
          tenants: 400,
          subscriptionsPerTenant: 3,
          linkedShare: 0.5,
          anotherPartnerShare: 0.1,
        },
      },
    },
  });
  const crowd = await many.workbench.openView('Partner Link', 'Tenants');
  await eventually(async () => {
    if (!(await crowd.message()).includes(' of ')) {
      throw new Error('No progress yet');
    }
  });
  await many.picture(`${theme}-11-scanning-400`);
  await many.close();
}

const groups = {
  tree: treePictures,
  form: formPictures,
  dpor: dporPictures,
  ways: wayPictures,
  many: manyPictures,
  readme: readmePictures,
};

function isGroup(name: string): name is keyof typeof groups {
  return Object.hasOwn(groups, name);
}

const named = process.argv.slice(2);
const wanted = named.filter(isGroup);
if (wanted.length < named.length) {
  throw new Error(`Groups of pictures: ${Object.keys(groups).join(', ')}`);
}
nowIn('pictures');
await packageExtension();
for (const theme of ['dark', 'light'] as const) {
  for (const group of wanted.length > 0 ? wanted : Object.keys(groups).filter(isGroup)) {
    await groups[group](theme);
  }
  say(`Pictures in ${theme} are in out/pictures`);
}
