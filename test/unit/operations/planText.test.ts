import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { actionText, confirmation, nothingToDo, planDocument } from '../../../src/operations/planText.ts';
import { forMessage } from '../../../src/shared/text.ts';
import type { Plan, PlanItem, PlannedAction } from '../../../src/operations/plan.ts';

function item(name: string, action: PlannedAction, identity = 'mira'): PlanItem {
  return {
    tenant: { identity: `sample:${identity}`, tenantId: `${name.toLowerCase()}-id` },
    tenantName: name,
    domain: `${name.toLowerCase()}.example`,
    identityName: `${identity}@contoso.example`,
    action,
  };
}

const link: PlannedAction = { do: 'link', to: '1234567' };
const change: PlannedAction = { do: 'change', from: '7654321', fromName: 'Fabrikam', to: '1234567' };
const remove: PlannedAction = { do: 'remove', from: '7654321', fromName: 'Fabrikam' };
const signIn: PlannedAction = { do: 'cannot', why: { kind: 'signInNeeded' } };

function linkPlan(...items: readonly PlanItem[]): Plan {
  return { intent: { kind: 'link', partnerId: '1234567' }, partnerName: 'Contoso', items };
}

describe('What a confirmation says', () => {
  it('names tenant, identity, old and new ID', () => {
    assert.deepEqual(confirmation(linkPlan(item('Alpine', change)), 'document'), {
      message: 'Change the partner ID of Alpine (alpine.example) to 1234567 · Contoso?',
      detail: ['Alpine (alpine.example): 7654321 · Fabrikam → 1234567 · Contoso', 'Identity: mira@contoso.example'],
      button: 'Change Link',
    });
  });

  it('names the identity of each where there are several', () => {
    assert.deepEqual(confirmation(linkPlan(item('Alpine', link), item('Alpine', link, 'tomas')), 'document').detail, [
      'Alpine (alpine.example): not linked → 1234567 · Contoso, as mira@contoso.example',
      'Alpine (alpine.example): not linked → 1234567 · Contoso, as tomas@contoso.example',
    ]);
  });

  it('names five of many, gives the counts, and the button says the number', () => {
    const removals = Array.from({ length: 37 }, (_, index) => item(`Tenant${String(index)}`, remove));
    const asked = confirmation({ intent: { kind: 'remove' }, items: removals }, 'document');
    assert.equal(asked.message, 'Remove 37 Partner Admin Links?');
    assert.equal(asked.button, 'Remove 37 Links');
    assert.equal(asked.detail.length, 7);
    assert.equal(asked.detail[5], 'and 32 more, as listed in the document');
  });

  it('tells links from changes, one from many', () => {
    const message = (...items: readonly PlanItem[]): string => confirmation(linkPlan(...items), 'document').message;
    assert.equal(
      message(item('A', link), item('B', change)),
      'Link 1 tenant and change 1 link to partner ID 1234567 · Contoso?',
    );
    assert.equal(
      message(item('A', link), item('B', link), item('C', change), item('D', change)),
      'Link 2 tenants and change 2 links to partner ID 1234567 · Contoso?',
    );
    assert.equal(message(item('A', link), item('B', link)), 'Link 2 tenants to partner ID 1234567 · Contoso?');
    assert.equal(message(item('A', change), item('B', change)), 'Change 2 links to partner ID 1234567 · Contoso?');
  });

  it('names what is left as it is before anything happens', () => {
    assert.deepEqual(confirmation(linkPlan(item('Alpine', link), item('Lamna', signIn)), 'document').detail.slice(-2), [
      'Left as they are:',
      'Lamna (lamna.example): sign-in needed',
    ]);
  });
});

describe('A plan without anything to do', () => {
  it('says why, tenant by tenant', () => {
    assert.equal(
      nothingToDo(linkPlan(item('Alpine', { do: 'nothing', why: 'alreadySo' }))),
      'Nothing to do in Alpine (alpine.example): already so.',
    );
    assert.equal(
      nothingToDo(linkPlan(item('Alpine', { do: 'nothing', why: 'alreadySo' }), item('Lamna', signIn))),
      'Nothing to do. Alpine (alpine.example): already so; Lamna (lamna.example): sign-in needed',
    );
  });
});

describe('The reviewed list', () => {
  it('has every tenant in a row of its own, whatever it is called', () => {
    const hostile = item('x | y\n[z](command:quit) <b>', link);
    const text = planDocument(linkPlan(hostile, item('Alpine', change), item('Lamna', signIn)));
    const rows = text.split('\n').filter((line) => line.startsWith('| ') && line.includes('id'));
    assert.equal(rows.length, 3);
    for (const row of rows) {
      assert.equal(row.replaceAll(/&#\d+;/g, '').split('|').length, 6, row);
    }
    assert.doesNotMatch(text, /\]\(|<b>/);
  });

  it('says of an action what was and what will be', () => {
    assert.equal(actionText(remove, { intent: { kind: 'remove' }, items: [] }), '7654321 · Fabrikam → not linked');
  });
});

describe('Names as long as somebody else likes', () => {
  const long: PlanItem = {
    ...item('A', change, 'm'.repeat(120)),
    tenantName: 'A'.repeat(256),
    domain: 'a'.repeat(250),
  };
  const partnerName = 'P'.repeat(256);
  const plan: Plan = {
    intent: { kind: 'link', partnerId: '1234567' },
    partnerName,
    items: [
      { ...long, action: { ...change, fromName: partnerName } },
      { ...long, tenant: { identity: 'sample:tomas', tenantId: 'other' } },
    ],
  };

  it('push neither the old nor the new ID out of a modal', () => {
    const asked = confirmation(plan, 'document');
    const lines = asked.detail.map(forMessage);
    for (const line of lines.slice(0, 2)) {
      assert.match(line, /7654321/);
      assert.match(line, /→ 1234567/);
      assert.match(line, /, as m+/);
    }
    assert.match(
      forMessage(confirmation({ ...plan, items: plan.items.slice(0, 1) }, 'document').message),
      / to 1234567 · P+…\?$/,
    );
  });

  it('leave room for what will happen beside them in the reviewed list', () => {
    const rows = planDocument(plan)
      .split('\n')
      .filter((line) => line.includes('&#45;id') || line.includes('other'));
    assert.ok(
      rows.every((row) => row.length < 700),
      rows.join('\n'),
    );
  });
});
