/** Targets from a CSV file, hostile names and accessibility: the form of the packaged extension in the real workbench. */
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { after, before, describe, it } from 'mocha';
import { generatedTenantId } from '../../src/sandbox/scenario/generator.ts';
import { hostileNames } from '../../src/sandbox/scenario/hostileNames.ts';
import { oneLine } from '../../src/shared/escaping/foreignText.ts';
import { eventually } from './support/eventually.ts';
import { FormPage } from './support/formPage.ts';
import { own } from './support/manyTenants.ts';
import type { TreeView } from './support/treeView.ts';
import { sandboxMode, startVSCode, type VSCode } from './support/vscode.ts';
import type { Workbench } from './support/workbench.ts';

const goodLines = 380;
const fabrikam = '6120955';

/** No tenant, no name of one, no partner ID, and others: twenty in all, spread over the file. */
const badLines: readonly string[] = [
  '00000000-0000-4000-8000-000000000000,,unknown tenant',
  'nobody.example,,unknown domain',
  'not a domain,,words',
  ',4810337,no tenant',
  'customer0001.example,12ab,letters',
  'customer0001.example,4.81034E+06,spreadsheet',
  'customer0001.example,1234567890123,too long',
  'customer0001.example,-4810337,negative',
  '=HYPERLINK("x"),,formula',
  '<b>bold</b>,,markup',
  ...Array.from({ length: 10 }, (_, index) => `gone${String(index)}.example,${own.id},gone`),
];

function csv(): string {
  const good = Array.from({ length: goodLines }, (_, index) => {
    const number = String(index + 1).padStart(4, '0');
    const tenant = index % 2 === 0 ? generatedTenantId(index) : `Customer${number}.example`;
    return `${tenant},${index % 10 === 3 ? fabrikam : own.id},Contract ${number}`;
  });
  const lines = good.flatMap((line, index) => {
    const bad = index % 19 === 18 ? badLines[(index - 18) / 19] : undefined;
    return bad === undefined ? [line] : [line, bad];
  });
  return ['tenant,partnerId,label', ...lines, ''].join('\r\n');
}

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

describe('The form’s lists', () => {
  let code: VSCode;
  let workbench: Workbench;
  let view: TreeView;
  let form: FormPage;
  /** From before the form is opened on. */
  const refused: string[] = [];

  before(async () => {
    const scenario = { kind: 'generated', tenants: goodLines, subscriptionsPerTenant: 1, linkedShare: 0.5 } as const;
    code = await startVSCode({
      name: 'formLists',
      files: { ...sandboxMode, 'sandbox/switches.json': { scenario, hostileNames: true } },
    });
    workbench = code.workbench;
    workbench.page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) {
        refused.push(message.text());
      }
    });
    form = new FormPage(workbench.page);
    view = await workbench.openView('Partner Link', 'Tenants');
    await view.rowSays('Customer 0001', `PAL ${own.shown}`);
    await workbench.runCommand('Partner Link: Manage Links…');
    await form.shown(goodLines + hostileNames.length);
  });

  after(() => code.close());

  it('of 400 lines with 20 bad ones select what the good ones name and tell why of each bad one', async () => {
    const text = csv();
    assert.equal(text.trim().split('\r\n').length, 401);
    const file = code.storagePath('targets.csv');
    await writeFile(file, text);
    await form.press('Load Targets from CSV…');
    await workbench.quickInput.chooseFile('Load Targets from CSV', file);
    await form.countsSay(new RegExp(`^${String(goodLines)} selected of ${String(goodLines + hostileNames.length)}`));
    await form.partSays('list', /targets\.csv: 380 tenants[^]*20 lines could not be used/);
    const listed = (await form.frame()).locator('[data-part="list"] li');
    await (await form.frame()).getByText('20 lines could not be used').click();
    const told = await listed.allInnerTexts();
    assert.equal(told.length, 20);
    const lines = text.split('\r\n');
    for (const [index, line] of told.entries()) {
      const bad = badLines[index] ?? '';
      const number = lines.indexOf(bad) + 1;
      assert.ok(line.startsWith(`Line ${String(number)}: `), line);
      assert.ok(line.includes(bad), line);
      assert.notEqual(line.slice(line.indexOf(bad) + bad.length).trim(), '', `${line} says why`);
    }
  });

  it('give each tenant a partner ID of its own', async () => {
    await (await form.frame()).getByRole('checkbox', { name: 'Use the partner IDs of targets.csv' }).click();
    await form.search('Customer 0004');
    await eventually(async () => {
      assert.match((await form.row('Customer 0004')).action, new RegExp(fabrikam));
    });
    await form.search('');
    await form.partSays('summary', /^Link \d+, change \d+, leave \d+ \(already linked\)$/);
  });

  it('can be kept as what is expected; a tenant that is not so needs attention', async () => {
    await form.press('Keep as Expected Partner IDs');
    await form.partSays('list', /380 expected partner IDs|kept as expected/);
    await view.rowSays('Customer 0004', new RegExp(`expected ${fabrikam}`));
    await form.press('Forget Expected Partner IDs');
    await view.rowSays('Customer 0004', /^(?!.*expected)/);
    await form.press('Forget List');
  });

  it('show hostile names as text and as nothing else', async () => {
    await form.press('Clear Selection');
    await form.search('hostile');
    await form.countsSay(/ shown$/);
    const names = (await form.rows()).map(({ name }) => name);
    for (const name of hostileNames.filter((one) => one !== '')) {
      const shown = oneLine(name, 300);
      assert.ok(names.includes(shown), `${shown} among ${names.join(' | ')}`);
    }
    const table = (await form.frame()).locator('[data-part="table"]');
    assert.equal(await table.locator('img, b, a[href], script, code').count(), 0);
  });

  it('become a script, with names in comments only', async () => {
    await form.search('hostile');
    await form.press('Select All Shown');
    await form.typePartnerId(own.id);
    await form.partSays('summary', /^Link \d/);
    await form.press('Copy as Script…');
    await workbench.quickInput.choose('Azure CLI');
    await workbench.toasts.saying('The script is on the clipboard.');
    const script = await workbench.clipboard();
    assert.match(script, /^#!\/usr\/bin\/env bash/);
    const codeLines = script.split('\n').filter((line) => !line.trimStart().startsWith('#'));
    for (const name of hostileNames.filter((one) => one.length > 3)) {
      assert.ok(!codeLines.some((line) => line.includes(oneLine(name, 300).slice(0, 20))), name);
    }
  });

  it('break no rule of accessibility in the workbench, and none of the content security policy', async () => {
    const frame = await form.frame();
    await frame.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
    const { violations } = await frame.evaluate<AxeResults>('axe.run(document)');
    assert.deepEqual(
      violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html.slice(0, 200))]),
      [],
    );
    assert.deepEqual(refused, []);
    // Whether a violation would have been heard.
    await frame.evaluate(
      "document.body.append(Object.assign(document.createElement('img'), { src: 'https://example.invalid/' }))",
    );
    await eventually(() => {
      assert.equal(refused.length, 1);
    });
  });
});
