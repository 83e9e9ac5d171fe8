/**
 * A mixed run of the form on the packaged extension: a tenant's link and a subscription's designation. What each row says is compared
 * with what the service holds and what the journal says. The tests go on from one another.
 */
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { associationKind, isWrite } from '../../src/operations/plan/plan.ts';
import { subscriptionName, tenantName } from '../../src/operations/text/planText.ts';
import { itemStateText } from '../../src/operations/text/stateText.ts';
import { oneLine } from '../../src/shared/escaping/foreignText.ts';
import { eventually, longPatience } from './support/eventually.ts';
import { FormPage } from './support/formPage.ts';
import { inSteps } from './support/inSteps.ts';
import { ManyTenants, own } from './support/manyTenants.ts';
import { sandboxMode, startVSCode, type VSCode } from './support/vscode.ts';
import type { Workbench } from './support/workbench.ts';

const northwind = 'Northwind Traders';
const core = 'Woodgrove Core';

describe('The form over tenants and subscriptions', function () {
  inSteps(this);

  let code: VSCode;
  let workbench: Workbench;
  let estate: ManyTenants;
  let form: FormPage;

  before(async () => {
    const switches = { billing: { delayReads: 1 } };
    code = await startVSCode({ name: 'formDpor', files: { ...sandboxMode, 'sandbox/switches.json': switches } });
    workbench = code.workbench;
    estate = new ManyTenants(code);
    form = new FormPage(workbench.page);
    const view = await workbench.openView('Partner Link', 'Tenants');
    await view.rowSays(northwind, /^not linked/);
    await view.rowSays('Woodgrove Bank', new RegExp(`^PAL ${own.shown}`));
  });

  after(() => code.close());

  it('finds the subscriptions of a selected tenant that DPOR applies to', async () => {
    await workbench.runCommand('Partner Link: Manage Links…');
    await form.shown(13);
    await form.toggle('Woodgrove Bank');
    await form.press('Find EA Subscriptions');
    await form.countsSay('1 selected of 13 tenants and 2 subscriptions');
    await form.chooseKind('Subscriptions (DPOR)');
    assert.deepEqual(
      (await form.rows()).map(({ name, domain, current, action }) => ({ name, domain, current, action })),
      [core, 'Woodgrove Dev/Test'].map((name) => ({
        name,
        domain: 'in Woodgrove Bank',
        current: 'DPOR not checked',
        action: 'cannot: DPOR not checked',
      })),
    );
    await form.chooseKind('Tenants and subscriptions');
    await form.toggle('Woodgrove Bank');
  });

  it('checks a subscription at a click, after one question in plain words', async () => {
    await form.toggle(northwind);
    await form.toggle(core);
    await form.press('Check 1 Subscription');
    await workbench.quickInput.titled('Check DPOR');
    await workbench.quickInput.choose('Ask the Portal’s Service');
    await eventually(async () => assert.equal((await form.row(core)).current, 'DPOR: none reported'));
  });

  it('validates the partner ID through that subscription, and says what will happen to each', async () => {
    await form.typePartnerId(own.id);
    await form.press('Validate');
    await form.partSays(
      'hints',
      /^Contoso Consulting, as the portal’s Validate ID says, asked through Woodgrove Core\./,
    );
    await form.partSays('summary', 'Link 1, designate 1');
    assert.equal((await form.row(northwind)).action, `link to ${own.shown}`);
    assert.equal((await form.row(core)).action, `designate ${own.shown}`);
  });

  it('applies both in one run after a modal that says who may designate; rows, journal and service agree', async () => {
    await form.press('Make 2 Changes…');
    const question = await workbench.dialog.read();
    assert.equal(question.message, `Make 2 changes (link 1, designate 1) to partner ID ${own.shown}?`);
    assert.match(question.detail, /Only the customer’s account owner may designate a partner of record\./);
    assert.match(question.detail, /Northwind Traders .*: not linked → 4810337/);
    assert.match(question.detail, /Woodgrove Core in Woodgrove Bank .*: none reported → 4810337/);
    assert.equal(estate.designated(core), undefined);
    await workbench.dialog.choose('Make 2 Changes');
    await form.partSays('run-text', /^1 linked, 1 DPOR submitted\. It might take some time/, longPatience);
    const run = await estate.lastRun();
    const written = run.items.filter(({ item }) => isWrite(item.action));
    assert.deepEqual(
      written.map(({ item, outcome }) => [associationKind(item), outcome?.wrote]),
      [
        ['PAL', 'yes'],
        ['DPOR', 'yes'],
      ],
    );
    const rows = new Map((await form.rows()).map((row) => [row.name, row]));
    assert.equal(rows.size, 2);
    for (const { item, outcome } of written) {
      assert.ok(outcome);
      const name = item.subscription ? subscriptionName(item.subscription) : (item.tenantName ?? tenantName(item));
      assert.equal(rows.get(name)?.result, oneLine(itemStateText(outcome.result, associationKind(item)), 1_000), name);
    }
    assert.equal(rows.get(core)?.result, 'done (submitted, waiting for Azure)');
    assert.equal(rows.get(northwind)?.current, `PAL ${own.shown}`);
    assert.equal((await estate.served()).find(({ name }) => name === northwind)?.partnerId, own.id);
    assert.equal(estate.designated(core), own.id);
    await eventually(async () => assert.equal((await form.row(core)).current, `DPOR ${own.shown}`), longPatience);
  });

  it('undoes both, and says that the earlier state of the subscription is not known', async () => {
    await form.press('Undo This Run');
    const question = await workbench.dialog.read();
    assert.match(question.message, /^Undo the run in 2 tenants and subscriptions/);
    assert.match(question.detail, /the earlier state is unknown/);
    await workbench.dialog.choose('Undo 2 Changes');
    await form.partSays('run-text', /1 removed, 1 DPOR submitted/, longPatience);
    assert.equal((await estate.served()).find(({ name }) => name === northwind)?.partnerId, undefined);
    assert.equal(estate.designated(core), undefined);
  });
});
