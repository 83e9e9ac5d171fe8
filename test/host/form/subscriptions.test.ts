/** Partners of record in the form, in all three ways: asked for at the first click, through the portal's service, and guided. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { subscriptionKey } from '../../../src/estate/scan/dporReader.ts';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import { emptyDraft, type Draft, type ShownAction } from '../../../src/shared/form/messages.ts';
import { subscriptionList, tenantKey } from '../../../src/shared/model/model.ts';
import { execute, testApi } from '../support/extension.ts';
import { openSampleWorld, subscriptionNode, type SampleTenant, type SampleWorld } from '../support/sampleWorld.ts';
import { ScriptedPanel } from '../support/scriptedPanel.ts';

const { contoso: own } = samplePartnerIds;
const linkOwn: Draft = { ...emptyDraft, partnerId: own };

describe('The form’s subscriptions', () => {
  let sample: SampleWorld;
  let panel: ScriptedPanel;

  beforeEach(async () => {
    sample = await openSampleWorld();
    panel = new ScriptedPanel();
    await (await testApi()).restorePanel(panel);
    await panel.page.ask({ ask: 'ready' });
    await panel.page.ask({ ask: 'draft', draft: linkOwn });
    const found = await panel.page.ask({ ask: 'findSubscriptions', keys: [key('woodgrove')] });
    assert.match(found.text ?? '', /^2 EA subscriptions in the selected tenants\./);
  });

  afterEach(() => sample.close());

  const key = (tenant: SampleTenant): string => tenantKey(sample.node(tenant).ref);

  function id(): string {
    const one = subscriptionList(sample.row('woodgrove').subscriptions).find(
      ({ displayName }) => displayName === 'Woodgrove Core',
    );
    assert.ok(one);
    return one.subscriptionId;
  }

  const core = (): string => subscriptionKey({ tenant: sample.node('woodgrove').ref, subscriptionId: id() });

  /** What the row of Woodgrove Core says would happen now. */
  async function says(): Promise<ShownAction | undefined> {
    await panel.page.ask({ ask: 'draft', draft: linkOwn });
    return panel.page.shown([core()])[0];
  }

  it('are checked after one question, and designated beside a link after the modal', async () => {
    sample.dialogs.expect({ kind: 'pick', title: 'Check DPOR', choose: 'Ask the Portal’s Service' });
    assert.ok((await panel.page.ask({ ask: 'check', keys: [core()] })).ok);
    assert.equal((await says())?.text, 'designate 4810337 · Contoso Consulting');
    sample.dialogs.expect({
      kind: 'confirm',
      says: /^Make 2 changes \(link 1, designate 1\)/,
      press: 'Make 2 Changes',
      meanwhile: () => assert.equal(sample.sandbox.designated(id()), undefined),
    });
    const shown = panel.page.shown([key('northwind'), core()]);
    assert.ok((await panel.page.ask({ ask: 'apply', draft: linkOwn, shown })).ok);
    await panel.page.told('page', ({ page }) => page.run?.phase === 'finished');
    assert.equal(sample.sandbox.designated(id()), own);
    assert.equal(sample.linkOf('northwind'), own);
    sample.dialogs.holds();
  });

  it('are not checked where the question is not answered, and nothing is sent', async () => {
    sample.dialogs.expect({ kind: 'pick', title: 'Check DPOR', choose: undefined });
    await panel.page.ask({ ask: 'check', keys: [core()] });
    assert.equal((await says())?.text, 'cannot: DPOR not checked');
    assert.equal(sample.session().dpor.wasTold({ tenant: sample.node('woodgrove').ref, subscriptionId: id() }), false);
  });

  it('are validated through on request, and the answer says where the name comes from', async () => {
    sample.dialogs.expect({ kind: 'pick', title: 'Validate Partner ID', choose: 'Ask the Portal’s Service' });
    const answer = await panel.page.ask({ ask: 'validate', partnerId: '5557121', through: core() });
    assert.deepEqual(answer.knowledge?.sentences, [
      'Proseware Managed IT, as the portal’s Validate ID says, asked through Woodgrove Core.',
    ]);
  });

  it('are seen to in the portal by who wants it so: nothing is asked, and the person’s word is shown as such', async () => {
    sample.dialogs.expect(
      { kind: 'pick', title: 'Check DPOR', choose: 'Look in the Portal Myself' },
      { kind: 'pick', title: 'Woodgrove Core', choose: 'No Partner Is Shown' },
    );
    await panel.page.ask({ ask: 'check', keys: [core()] });
    assert.match((await says())?.text ?? '', /changed by you in the Azure portal/);
    sample.dialogs.expect({ kind: 'pick', title: 'Woodgrove Core', choose: `I Saved ${own} There` });
    await panel.page.ask({ ask: 'guide', draft: linkOwn, keys: [core()] });
    await panel.page.told('changed', ({ targets }) =>
      targets.some(([, one]) => one.key === core() && one.status === 'confirmed'),
    );
    assert.equal(sample.sandbox.designated(id()), undefined);
    assert.equal(sample.session().dpor.wasTold({ tenant: sample.node('woodgrove').ref, subscriptionId: id() }), false);
  });

  it('say what to do instead where the service does not accept this client', async () => {
    sample.sandbox.setSwitches({ billing: { client: 403 } });
    sample.dialogs.expect(
      { kind: 'pick', title: 'Check DPOR', choose: 'Ask the Portal’s Service' },
      {
        kind: 'warn',
        says: /^The portal’s billing service does not accept this client.* Use the Azure portal instead/,
      },
    );
    await panel.page.ask({ ask: 'check', keys: [core()] });
    assert.match((await says())?.text ?? '', /does not accept this client; use the Azure portal instead$/);
  });

  it('are selected when the form is opened from their rows; where DPOR does not apply, their tenant is', async () => {
    await execute('manageLinks', subscriptionNode(sample.node('woodgrove'), id()));
    assert.deepEqual(panel.page.last('select').keys, [core()]);
    await execute('manageLinks', subscriptionNode(sample.node('alpine'), 'unknown'));
    assert.deepEqual(panel.page.last('select').keys, [key('alpine')]);
  });
});
