import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  actionText,
  confirmation,
  isChangeFromOther,
  nothingToDo,
  planDocument,
} from '../../../../src/operations/text/planText.ts';
import { planCounts, type Plan, type PlanItem, type PlannedAction } from '../../../../src/operations/plan/plan.ts';
import type { SavedPartnerId } from '../../../../src/shared/model/model.ts';
import { planSummaryText } from '../../../../src/shared/text/planSummary.ts';
import { forMessage } from '../../../../src/shared/escaping/foreignText.ts';

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
    const onForm = confirmation({ intent: { kind: 'remove' }, items: removals }, 'form');
    assert.deepEqual({ ...onForm, detail: [] }, { ...asked, detail: [] });
    assert.equal(onForm.detail[5], 'and 32 more, as listed in the form');
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

describe('What a confirmation of a list says', () => {
  const list = (...items: readonly PlanItem[]): Plan => ({ intent: { kind: 'list' }, items });
  const toA: PlannedAction = { do: 'link', to: '1111111', toName: 'Adatum' };
  const toB: PlannedAction = { do: 'link', to: '2222222' };
  const changeToB: PlannedAction = { ...change, to: '2222222' };

  it('gives the number of different IDs, and each line its own ID and name', () => {
    const asked = confirmation(list(item('A', toA), item('B', toB), item('C', toB), item('D', signIn)), 'form');
    assert.deepEqual(asked, {
      message: 'Link 3 tenants to 2 partner IDs from the list?',
      detail: [
        'A (a.example): not linked → 1111111 · Adatum',
        'B (b.example): not linked → 2222222',
        'C (c.example): not linked → 2222222',
        'Identity: mira@contoso.example',
        'Left as they are:',
        'D (d.example): sign-in needed',
      ],
      button: 'Link 3 Tenants',
    });
    assert.equal(
      confirmation(list(item('A', toA), item('B', changeToB)), 'form').message,
      'Link 1 tenant and change 1 link to 2 partner IDs from the list?',
    );
  });

  it('names the ID where all of them get the same, and the tenant where there is one', () => {
    assert.equal(
      confirmation(list(item('A', toA), item('B', toA)), 'form').message,
      'Link 2 tenants to partner ID 1111111 · Adatum?',
    );
    assert.equal(confirmation(list(item('A', toB)), 'form').message, 'Link A (a.example) to partner ID 2222222?');
    assert.equal(
      confirmation(list(item('A', changeToB)), 'form').message,
      'Change the partner ID of A (a.example) to 2222222?',
    );
  });

  it('names the first five of more, and the button says the number', () => {
    const items = Array.from({ length: 12 }, (_, index) => item(`T${String(index)}`, index % 2 === 0 ? toA : toB));
    const asked = confirmation(list(...items), 'form');
    assert.equal(asked.message, 'Link 12 tenants to 2 partner IDs from the list?');
    assert.equal(asked.detail[4], 'T4 (t4.example): not linked → 1111111 · Adatum');
    assert.equal(asked.detail[5], 'and 7 more, as listed in the form');
    assert.equal(asked.button, 'Link 12 Tenants');
  });
});

describe('The summary of a plan', () => {
  const other: PlannedAction = { ...change, from: '9999999' };
  const many = (count: number, action: PlannedAction): readonly PlanItem[] =>
    Array.from({ length: count }, (_, index) => item(`T${String(index)}`, action));
  const so: PlannedAction = { do: 'nothing', why: 'alreadySo' };
  const own = [{ id: '1234567' }, { id: '7654321' }];
  const summaryText = (plan: Plan, saved: readonly SavedPartnerId[]): string => {
    const { link, change, remove, nothing, cannot } = planCounts(plan);
    const changeOther = plan.items.filter(({ action }) => isChangeFromOther(action, saved)).length;
    const summary = { link, change, changeOther, remove, already: nothing, cannot };
    return planSummaryText(summary, plan.intent.kind === 'remove');
  };

  it('says in a sentence what would be linked, changed and left', () => {
    assert.equal(
      summaryText(linkPlan(...many(12, link), ...many(3, other), ...many(37, so), ...many(3, signIn)), own),
      'Link 12, change 3 from other partners, leave 40 (37 already linked, 3 cannot)',
    );
    assert.equal(summaryText(linkPlan(...many(1, other)), own), 'Change 1 from another partner');
    assert.equal(summaryText(linkPlan(...many(2, link), ...many(4, so)), own), 'Link 2, leave 4 (already linked)');
    assert.equal(summaryText(linkPlan(...many(2, signIn)), own), 'Leave 2 (cannot be linked)');
    assert.equal(summaryText(linkPlan(), own), '');
  });

  it('calls nobody another partner while no ID is saved, nor for a change from an own ID', () => {
    assert.equal(summaryText(linkPlan(...many(3, other)), []), 'Change 3');
    assert.equal(summaryText(linkPlan(...many(3, change)), own), 'Change 3');
    assert.equal(summaryText(linkPlan(...many(3, change), ...many(2, other)), own), 'Change 5 (2 from other partners)');
    assert.equal(isChangeFromOther(other, own), true);
    assert.equal(isChangeFromOther(remove, own), false);
  });

  it('of a removal', () => {
    const none: PlannedAction = { do: 'nothing', why: 'notLinked' };
    const removal = (...items: readonly PlanItem[]): Plan => ({ intent: { kind: 'remove' }, items });
    assert.equal(summaryText(removal(...many(3, remove), ...many(2, none)), own), 'Remove 3, leave 2 (not linked)');
    assert.equal(
      summaryText(removal(...many(3, remove), ...many(2, none), ...many(1, signIn)), own),
      'Remove 3, leave 3 (2 not linked, 1 cannot)',
    );
  });
});

describe('A plan without anything to do', () => {
  it('says why, tenant by tenant', () => {
    assert.equal(
      nothingToDo(linkPlan(item('Alpine', { do: 'nothing', why: 'alreadySo' }))),
      'Nothing to do in Alpine (alpine.example): already linked.',
    );
    assert.equal(
      nothingToDo(linkPlan(item('Alpine', { do: 'nothing', why: 'alreadySo' }), item('Lamna', signIn))),
      'Nothing to do. Alpine (alpine.example): already linked; Lamna (lamna.example): sign-in needed',
    );
  });
});

describe('A plan without anything to do, of tenants with long names', () => {
  it('still says why of each of the five', () => {
    const failure = { kind: 'serviceError', status: 500, serviceMessage: 'm'.repeat(500) } as const;
    const actions: readonly PlannedAction[] = [
      signIn,
      { do: 'cannot', why: { kind: 'accountNotAllowed' } },
      { do: 'cannot', why: { kind: 'unknown', failure } },
      { do: 'cannot', why: { kind: 'changedSince', is: '7654321', isName: 'F'.repeat(256) } },
      { do: 'nothing', why: 'alreadySo' },
    ];
    const long = actions.map((action) => ({
      ...item('A', action),
      tenantName: 'A'.repeat(256),
      domain: 'a'.repeat(250),
    }));
    const text = forMessage(nothingToDo(linkPlan(...long, ...long)));
    for (const why of [
      'sign-in needed',
      'not yet allowed',
      'unknown (',
      'now 7654321',
      'already linked',
      'and 5 more',
    ]) {
      assert.ok(text.includes(why), why);
    }
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
