/**
 * The form on the packaged extension: validated, applied with failures, retried, undone. What the page said is compared with
 * what the service holds and what the journal says. The tests go on from one another.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { isWrite } from '../../src/operations/plan/plan.ts';
import { itemStateText } from '../../src/operations/text/stateText.ts';
import type { FaultRule } from '../../src/sandbox/switches/faults.ts';
import { oneLine } from '../../src/shared/escaping/foreignText.ts';
import { eventually, longPatience } from './support/eventually.ts';
import { FormPage } from './support/formPage.ts';
import { ManyTenants, own } from './support/manyTenants.ts';
import type { TreeView } from './support/treeView.ts';
import { sandboxMode, startVSCode, type VSCode } from './support/vscode.ts';
import type { Workbench } from './support/workbench.ts';

const scenario = { kind: 'generated', tenants: 300, subscriptionsPerTenant: 1, linkedShare: 0.02 } as const;

/** Ten by their domain, two by their names. */
const searched = ['customer010', 'Customer 0117', 'Customer 0118'] as const;

describe('The form', () => {
  let code: VSCode;
  let workbench: Workbench;
  let estate: ManyTenants;
  let view: TreeView;
  let form: FormPage;
  /** Selected, by name. */
  let chosen: readonly string[];

  before(async () => {
    code = await startVSCode({ name: 'form', files: { ...sandboxMode, 'sandbox/switches.json': { scenario } } });
    workbench = code.workbench;
    estate = new ManyTenants(code);
    form = new FormPage(workbench.page);
    view = await workbench.openView('Partner Link', 'Tenants');
    await view.rowSays('Customer 0002', 'not linked, guest');
    // As the last tenant is scanned all rows are drawn anew, and a menu that is open then is of a row that VS Code has let go of.
    await eventually(async () => assert.equal(await view.message(), 'Sample data'));
    await view.settled('Customer 0002');
  });

  after(() => code.close());

  it('opens from a row, with that tenant selected', async () => {
    await view.chooseFromMenu('Customer 0002', 'Manage Links…');
    await form.shown(300);
    await form.countsSay('1 selected of 300 tenants');
    await form.search('Customer 0002');
    await form.countsSay('1 selected of 300 tenants · 1 shown');
    assert.deepEqual(
      (await form.rows()).map(({ name, current, selected }) => ({ name, current, selected })),
      [{ name: 'Customer 0002', current: 'not linked', selected: true }],
    );
    await form.press('Clear Selection');
    await form.countsSay('0 selected of 300 tenants · 1 shown');
  });

  it('checks a partner ID while it is typed, and validates it', async () => {
    await form.typePartnerId('12a');
    await form.partSays('hints', /digits only/);
    await form.typePartnerId('123');
    await form.partSays('hints', /Unusual length/);
    await form.typePartnerId(own.id);
    await form.press('Validate');
    await form.partSays('hints', /Contoso Consulting[^]*Customer \d{4}/);
  });

  it('selects by searching, and says what will happen to each before anything is sent', async () => {
    for (const text of searched) {
      await form.search(text);
      await form.press('Select All Shown');
    }
    await form.countsSay('12 selected of 300 tenants · 1 shown');
    await form.partSays('hidden', /^11 of the selected are not shown/);
    await form.press('Show Them');
    await form.countsSay('12 selected of 300 tenants · 12 shown');
    const rows = await form.rows();
    chosen = rows.map(({ name }) => name);
    assert.equal(chosen.length, 12);
    for (const { current, action } of rows) {
      assert.deepEqual({ current, action }, { current: 'not linked', action: `link to ${own.shown}` });
    }
    await form.partSays('summary', 'Link 12');
    assert.ok((await estate.served()).every(({ writes }) => writes === 0));
  });

  it('applies: three fail, the throttled one is linked, and each row says what came of it', async () => {
    const at = (place: number): string => {
      const name = chosen[place];
      return estate.tenants.find(({ displayName }) => displayName === name)?.tenantId ?? '';
    };
    const failing = (place: number, answer: FaultRule['answer']): FaultRule => ({
      match: { method: 'PUT', tenantId: at(place) },
      times: 1,
      answer,
    });
    estate.steer({
      latencyMs: 20,
      faults: [
        failing(2, { kind: 'forbidden' }),
        failing(5, { kind: 'status', status: 500, code: 'InternalServerError', message: 'Try again later' }),
        failing(7, { kind: 'csp' }),
        failing(9, { kind: 'status', status: 429, headers: { 'retry-after': '1' } }),
      ],
    });
    await form.press('Link 12 Tenants');
    await form.partSays('run-text', /9 linked, 3 failed/, longPatience);
    await form.countsSay(/^12 shown of 300/);
    const rows = await form.rows();
    const results = rows.map(({ result }) => result.replace(/ \(.*/s, ''));
    assert.deepEqual(
      results,
      chosen.map((_, place) => ([2, 5, 7].includes(place) ? 'failed' : 'done')),
    );
    assert.match(rows[2]?.result ?? '', /^failed \(Access denied.*Ask the customer for an Azure role/s);
    assert.match(rows[7]?.result ?? '', /^failed \(.*account/);
    await agrees(12);
    await form.chooseFilter('Failed');
    await form.countsSay(/^3 shown/);
  });

  it('retries only what failed', async () => {
    await form.press('Retry Failed');
    await form.partSays('run-text', /^3 linked/, longPatience);
    await agrees(3);
    for (const { name, partnerId, writes } of await estate.served()) {
      if (chosen.includes(name)) {
        assert.deepEqual({ name, partnerId, writes }, { name, partnerId: own.id, writes: 1 });
      }
    }
  });

  it('undoes a run after asking, and puts back what was there', async () => {
    await form.press('Undo This Run');
    const question = await workbench.dialog.read();
    assert.equal(question.message, 'Undo the run in 3 tenants (remove 3)?');
    await workbench.dialog.choose('Undo 3 Changes');
    await form.partSays('run-text', /^3 removed/, longPatience);
    await agrees(3);
    const held = new Map((await estate.served()).map(({ name, partnerId }) => [name, partnerId]));
    assert.equal(chosen.filter((name) => held.get(name) === own.id).length, 9);
    await form.press('Done');
    await form.countsSay(/ selected of 300 tenants/);
  });

  /** The page's rows, the journal and the service say the same of the last run. */
  async function agrees(items: number): Promise<void> {
    await form.chooseFilter('In this run');
    const shown = new Map((await form.rows()).map((row) => [row.name, row]));
    const run = await estate.lastRun();
    const written = run.items.filter(({ item }) => isWrite(item.action));
    assert.equal(written.length, items);
    assert.equal(shown.size, items);
    const held = new Map((await estate.served()).map(({ name, partnerId }) => [name, partnerId]));
    for (const { item, outcome } of written) {
      const name = item.tenantName ?? '';
      assert.ok(outcome, name);
      const row = shown.get(name);
      assert.equal(row?.result, oneLine(itemStateText(outcome.result), 1_000), name);
      const now = held.get(name);
      assert.equal(row?.current, now === undefined ? 'not linked' : `PAL ${own.shown}`, name);
      if (outcome.wrote === 'yes') {
        assert.match(outcome.requestId ?? '', /^[\w-]{8,}$/, `${name} has Azure’s request ID in the journal`);
      }
    }
  }
});
