import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import type { SwitchesChange } from '../../../src/sandbox/switches/switches.ts';
import { dporText } from '../../../src/shared/text/statusTable.ts';
import { shownDpor } from '../../../src/shared/model/dpor.ts';
import { dporOf } from '../../../src/estate/store/dporRow.ts';
import { subscriptionList, type Subscription } from '../../../src/shared/model/model.ts';
import type { SubscriptionNode } from '../../../src/tree/nodes.ts';
import { eventually } from '../../e2e/support/eventually.ts';
import { describeCommand } from '../support/commandCoverage.ts';
import { execute } from '../support/extension.ts';
import { openSampleWorld, subscriptionNode, type SampleTenant, type SampleWorld } from '../support/sampleWorld.ts';
import type { Step } from '../support/scriptedDialogs.ts';

const { contoso: own, fabrikam } = samplePartnerIds;
const rule = 'Only the customer’s account owner may designate a partner of record.';

const askService = (title: string): Step => ({ kind: 'pick', title, choose: 'Ask the Portal’s Service' });
const lookMyself = (title: string): Step => ({ kind: 'pick', title, choose: 'Look in the Portal Myself' });

describe('Partners of record', () => {
  let sample: SampleWorld;

  async function open(switches: SwitchesChange = {}): Promise<void> {
    sample = await openSampleWorld({ switches });
  }

  beforeEach(async () => {
    await open();
  });

  afterEach(async () => {
    await sample.close();
  });

  function find(tenant: SampleTenant, name: string): Subscription {
    const one = subscriptionList(sample.row(tenant).subscriptions).find(({ displayName }) => displayName === name);
    assert.ok(one, `${name} is known`);
    return one;
  }

  function node(tenant: SampleTenant, name: string): SubscriptionNode {
    return subscriptionNode(sample.node(tenant), find(tenant, name).subscriptionId);
  }

  function reads(tenant: SampleTenant, name: string): string {
    const one = find(tenant, name);
    return dporText(shownDpor(one, dporOf(sample.row(tenant), one.subscriptionId)), []);
  }

  function designated(tenant: SampleTenant, name: string): string | undefined {
    return sample.sandbox.designated(find(tenant, name).subscriptionId);
  }

  /** How often the service took a designation. */
  async function designations(): Promise<number> {
    const events = await readFile(path.join(sample.world.folder('sandbox'), 'service.jsonl'), 'utf8');
    return events.split('\n').filter((line) => /"designate"/.test(line)).length;
  }

  describeCommand('checkDpor', (run) => {
    it('asks from the palette for its subscriptions, and once by which way', async () => {
      sample.dialogs.expect(
        { kind: 'pickMany', title: 'Check DPOR', choose: ['Alpine EA Production'] },
        askService('Check DPOR'),
        { kind: 'info', says: 'Alpine EA Production: DPOR 4810337 · Contoso Consulting' },
      );
      await run();
      sample.dialogs.expect({ kind: 'info', says: 'Woodgrove Core: DPOR: none reported' });
      await run(node('woodgrove', 'Woodgrove Core'));
    });

    it('offers from the palette only subscriptions to which DPOR may apply', async () => {
      sample.dialogs.expect({ kind: 'pickMany', title: 'Check DPOR', choose: undefined });
      await run();
      const [shown] = sample.dialogs.shown;
      assert.ok(shown?.kind === 'pickMany');
      const labels = shown.items.map(({ label }) => label);
      assert.ok(labels.includes('Woodgrove Core') && !labels.includes('Alpine Webshop'), labels.join(', '));
    });

    it('says where DPOR does not apply, and asks no question', async () => {
      sample.dialogs.expect({ kind: 'info', says: 'Alpine Webshop: DPOR does not apply (Azure plan)' });
      await run(node('alpine', 'Alpine Webshop'));
    });

    it('counts over several rows, a picked tenant’s subscriptions among them', async () => {
      const rows = [sample.node('woodgrove'), node('alpine', 'Alpine EA Production')];
      sample.dialogs.expect(askService('Check DPOR'), {
        kind: 'info',
        says: '4 subscriptions: 2 with a DPOR, 2 with none reported, 0 it doesn’t apply to, 0 unknown.',
      });
      await run(rows[0], rows);
    });

    it('says what to do instead where the service does not accept this client, and offers another try', async () => {
      sample.sandbox.setSwitches({ billing: { client: 403 } });
      sample.dialogs.expect(askService('Check DPOR'), {
        kind: 'warn',
        says: /^The portal’s billing service does not accept this client.* Use the Azure portal instead/,
      });
      await run(node('woodgrove', 'Woodgrove Core'));
      assert.equal(
        reads('woodgrove', 'Woodgrove Core'),
        'DPOR unknown (the portal’s billing service does not accept this client)',
      );
      sample.sandbox.setSwitches({ billing: { client: 'accepted' } });
      sample.dialogs.expect(
        { kind: 'pick', title: 'Check DPOR', choose: 'Ask the Service Again' },
        { kind: 'info', says: 'Woodgrove Core: DPOR: none reported' },
      );
      await run(node('woodgrove', 'Woodgrove Core'));
    });

    it('guides through the portal where that is wished, and shows the person’s word as such', async () => {
      sample.dialogs.expect(
        lookMyself('Check DPOR'),
        { kind: 'pick', title: 'Woodgrove Core', choose: 'A Partner Is Shown…' },
        { kind: 'pick', title: 'Woodgrove Core', choose: own },
      );
      await run(node('woodgrove', 'Woodgrove Core'));
      assert.match(reads('woodgrove', 'Woodgrove Core'), /^DPOR confirmed by you on /);
      const [document] = sample.world.documents.shown;
      assert.match(document?.markdown ?? '', /Woodgrove Core[^]*Partner information/);
    });

    it('changes nothing where it is cancelled', async () => {
      sample.sandbox.setSwitches({ faults: [{ match: { pathIncludes: '/api/Billing' }, answer: { kind: 'hang' } }] });
      sample.dialogs.expect(askService('Check DPOR'));
      const running = run(node('woodgrove', 'Woodgrove Core'));
      await eventually(() => {
        const last = sample.dialogs.shown.at(-1);
        assert.ok(last?.kind === 'progress' && last.title === 'Checking the DPOR of 1 subscription');
      });
      sample.dialogs.progressing.forEach((controller) => controller.abort());
      await running;
      assert.equal(reads('woodgrove', 'Woodgrove Core'), 'DPOR not checked');
    });
  });

  describeCommand('designate', (run) => {
    it('reads, validates, shows old and new partner and the rule, designates, and the row waits for Azure', async () => {
      await sample.close();
      await open({ billing: { delayReads: 2 } });
      sample.dialogs.expect(
        { kind: 'pickMany', title: 'Designate Partner of Record', choose: ['Woodgrove Core'] },
        askService('Designate Partner of Record'),
        { kind: 'pick', title: 'Designate Partner of Record', choose: own },
        {
          kind: 'confirm',
          says: /Woodgrove Core/,
          detail: [
            rule,
            /^None reported: Azure gives the same answer/,
            /^Woodgrove Core in Woodgrove Bank .*: none reported → 4810337 · Contoso Consulting$/,
            /^Identity: /,
            /Sample data/,
          ],
          press: 'Designate',
          meanwhile: () => assert.equal(designated('woodgrove', 'Woodgrove Core'), undefined),
        },
        { kind: 'info', says: /Woodgrove Core/ },
      );
      await run();
      assert.equal(designated('woodgrove', 'Woodgrove Core'), own);
      assert.equal(reads('woodgrove', 'Woodgrove Core'), 'DPOR submitted, waiting for Azure');
    });

    it('saves nothing where the ID cannot be validated', async () => {
      sample.dialogs.expect(
        askService('Designate Partner of Record'),
        { kind: 'pick', title: 'Designate Partner of Record', choose: 'Enter another partner ID…' },
        { kind: 'input', title: 'Designate Partner of Record', type: '4810336' },
        {
          kind: 'error',
          says: /^4810336 could not be validated through Woodgrove Core\. The answer can mean several things/,
        },
      );
      await run(node('woodgrove', 'Woodgrove Core'));
      assert.equal(designated('woodgrove', 'Woodgrove Core'), undefined);
    });

    it('names subscriptions to which DPOR does not apply before anything happens', async () => {
      const rows = [node('woodgrove', 'Woodgrove Core'), node('alpine', 'Alpine Webshop')];
      sample.dialogs.expect(
        askService('Designate Partner of Record'),
        { kind: 'pick', title: 'Designate Partner of Record', choose: own },
        { kind: 'confirm', says: /Woodgrove Core/, press: undefined },
      );
      await run(rows[0], rows);
      const confirm = sample.dialogs.shown.find((one) => one.kind === 'confirm');
      assert.ok(confirm?.kind === 'confirm');
      assert.match(confirm.detail.join('\n'), /Alpine Webshop.*does not apply/);
    });

    it('guided: opens the steps with the partner ID on the clipboard, and takes the person’s word', async () => {
      sample.dialogs.expect(
        lookMyself('Designate Partner of Record'),
        { kind: 'pick', title: 'Designate Partner of Record', choose: own },
        { kind: 'pick', title: 'Woodgrove Core', choose: `I Saved ${own} There` },
      );
      await run(node('woodgrove', 'Woodgrove Core'));
      assert.match(reads('woodgrove', 'Woodgrove Core'), /^DPOR confirmed by you on /);
      assert.equal(designated('woodgrove', 'Woodgrove Core'), undefined, 'nothing was sent');
    });
  });

  describeCommand('changeDpor', (run) => {
    it('offers only what is known to be designated, and changes it with one set after the modal', async () => {
      sample.dialogs.expect(askService('Check DPOR'), { kind: 'info', says: /Fabrikam/ });
      await execute('checkDpor', node('woodgrove', 'Woodgrove Dev/Test'));
      sample.dialogs.expect(
        { kind: 'pickMany', title: 'Change Partner of Record', choose: ['Woodgrove Dev/Test'] },
        { kind: 'pick', title: 'Change Partner of Record', choose: own },
        { kind: 'confirm', says: /Woodgrove Dev\/Test/, press: 'Change Designation' },
        { kind: 'info', says: /Woodgrove Dev\/Test/ },
      );
      await run();
      assert.equal(designated('woodgrove', 'Woodgrove Dev/Test'), own);
      assert.equal(await designations(), 1);
      sample.dialogs.expect({ kind: 'info', says: 'Woodgrove Dev/Test: DPOR 4810337 · Contoso Consulting' });
      await execute('checkDpor', node('woodgrove', 'Woodgrove Dev/Test'));
    });
  });

  describeCommand('removeDpor', (run) => {
    it('removes after the modal, and Undo puts back who was designated', async () => {
      sample.dialogs.expect(
        askService('Remove Partner of Record'),
        { kind: 'confirm', says: /Woodgrove Dev\/Test/, press: 'Remove Designation' },
        { kind: 'info', says: /Woodgrove Dev\/Test/ },
      );
      await run(node('woodgrove', 'Woodgrove Dev/Test'));
      assert.equal(designated('woodgrove', 'Woodgrove Dev/Test'), undefined);
      sample.dialogs.expect(
        { kind: 'confirm', says: /Woodgrove Dev\/Test/, press: 'Undo' },
        { kind: 'info', says: /Woodgrove Dev\/Test/ },
      );
      await execute('undoLastRun');
      assert.equal(designated('woodgrove', 'Woodgrove Dev/Test'), fabrikam);
    });

    it('says from the palette that none is known', async () => {
      sample.dialogs.expect({ kind: 'info', says: /^No subscription is known to have a partner of record/ });
      await run();
    });
  });

  describeCommand('confirmDpor', (run) => {
    it('takes what the person saw in the portal as their word', async () => {
      sample.dialogs.expect(
        { kind: 'pickMany', title: 'Record What the Portal Shows', choose: ['Woodgrove Core'] },
        { kind: 'pick', title: 'Woodgrove Core', choose: 'No Partner Is Shown' },
      );
      await run();
      assert.match(reads('woodgrove', 'Woodgrove Core'), /^DPOR confirmed by you on /);
    });
  });

  describeCommand('requestDesignation', (run) => {
    it('makes a text with subscriptions, partner ID and steps, ready for mail', async () => {
      sample.dialogs.expect(
        { kind: 'pickMany', title: 'Request Designation from Customer', choose: ['Woodgrove Core'] },
        { kind: 'pick', title: 'Request Designation from Customer', choose: own },
        { kind: 'pick', title: 'Request Designation from Customer', choose: 'Open as Document' },
      );
      await run();
      const [document] = sample.world.documents.shown;
      assert.match(document?.markdown ?? '', /Woodgrove Core[^]*4810337/);
    });
  });
});
