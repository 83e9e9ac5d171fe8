import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { consentTo } from '../../../../src/operations/control/consent.ts';
import { isWrite, planPal, reviewedOf, type Plan } from '../../../../src/operations/plan/plan.ts';
import { overtakenText } from '../../../../src/operations/text/planText.ts';
import {
  knownPal,
  tenantKey,
  type PalState,
  type TenantRef,
  type TenantRow,
} from '../../../../src/shared/model/model.ts';
import { forMessage } from '../../../../src/shared/escaping/foreignText.ts';

const [wanted, other, third] = ['4810337', '6203519', '5557121'];

type Rows = ReadonlyMap<string, TenantRow>;

function rowsOf(pals: readonly PalState[], lastKnown?: PalState): Rows {
  const rows = pals.map((pal, index): TenantRow => {
    const tenantId = `00000000-0000-4000-8000-00000000000${String(index)}`;
    return {
      ref: { identity: 'sample:mira', tenantId },
      info: { tenantId, displayName: `Tenant ${String(index)}` },
      pal,
      ...(lastKnown ? { lastKnown } : {}),
      subscriptions: { kind: 'notChecked' },
    };
  });
  return new Map(rows.map((row) => [tenantKey(row.ref), row]));
}

function linkAll(rows: Rows): Plan {
  const context = { identityName: () => 'mira', partnerName: () => undefined };
  return planPal([...rows.values()], { kind: 'link', partnerId: wanted }, context);
}

/** What a yes comes to if the rows are these when it is given. */
async function consent(before: Rows, after: Rows) {
  let now = before;
  const plan = linkAll(before);
  const rowOf = (ref: TenantRef): TenantRow | undefined => now.get(tenantKey(ref));
  const given = await consentTo(plan, rowOf, () => {
    now = after;
    return Promise.resolve(true);
  });
  return { plan, given };
}

const linked = (partnerId: string): PalState => ({ kind: 'linked', link: { partnerId } });
const notLinked: PalState = { kind: 'notLinked' };

describe('A consent', () => {
  it('is a no where the person says no, whatever has changed', async () => {
    const plan = linkAll(rowsOf([notLinked]));
    assert.deepEqual(
      await consentTo(
        plan,
        () => undefined,
        () => Promise.resolve(false),
      ),
      { kind: 'no' },
    );
  });

  it('to designate looks at who is designated, and at nothing where that is not known', async () => {
    const before = rowsOf([notLinked]);
    const [row] = before.values();
    const [item] = linkAll(before).items;
    assert.ok(row && item);
    const plan: Plan = { intent: { kind: 'list' }, items: [{ ...item, subscription: { id: 's' } }] };
    const source = 'portalService';
    const changed: Plan = {
      ...plan,
      items: plan.items.map((one) => ({ ...one, action: { do: 'change', from: other, to: wanted } })),
    };
    for (const [dpor, kind, kindOfChange] of [
      [{ kind: 'designated', partner: { partnerId: third }, at: 1, source }, 'overtaken', 'overtaken'],
      [{ kind: 'noneReported', at: 1, source }, 'yes', 'overtaken'],
      [{ kind: 'notChecked' }, 'yes', 'yes'],
    ] as const) {
      const now: TenantRow = { ...row, dpor: new Map([['s', { agreement: { kind: 'notChecked' }, dpor }]]) };
      const ask = async (of: Plan): Promise<string> =>
        (
          await consentTo(
            of,
            () => now,
            async () => true,
          )
        ).kind;
      assert.deepEqual([await ask(plan), await ask(changed)], [kind, kindOfChange], dpor.kind);
    }
    const change: Plan = { ...plan, items: [{ ...item, action: { do: 'change', from: other, to: wanted } }] };
    for (const [pal, kind] of [
      [{ kind: 'unknown', failure: { kind: 'offline' } }, 'yes'],
      [notLinked, 'overtaken'],
    ] as const) {
      const given = await consentTo(
        change,
        () => ({ ...row, pal }),
        async () => true,
      );
      assert.equal(given.kind, kind, pal.kind);
    }
  });

  it('names what has changed and what is gone, and nothing else', async () => {
    const before = rowsOf([notLinked, linked(other), linked(other), linked(wanted)]);
    const after = new Map([...rowsOf([linked(third), linked(other), notLinked, notLinked])].slice(0, 2));
    const { given } = await consent(before, after);
    assert.equal(
      given.kind === 'overtaken' ? overtakenText(given.by) : given.kind,
      'Nothing was sent, because this has changed in the meantime: Tenant 0: changed since: now 5557121; ' +
        'Tenant 2: no longer among the known tenants. See what would happen now, and start again.',
    );
  });

  it('holds while a tenant is being checked again, and where a check failed: the run reads before it writes', async () => {
    const failure = { kind: 'offline' } as const;
    assert.equal(
      (await consent(rowsOf([linked(other)]), rowsOf([{ kind: 'checking' }], linked(other)))).given.kind,
      'yes',
    );
    assert.equal((await consent(rowsOf([notLinked]), rowsOf([{ kind: 'unknown', failure }]))).given.kind, 'yes');
  });

  it('holds for tenants that were not seen in this window before, as those of an undo may be', async () => {
    const plan = linkAll(rowsOf([notLinked]));
    assert.deepEqual(
      await consentTo(
        plan,
        () => undefined,
        () => Promise.resolve(true),
      ),
      { kind: 'yes' },
    );
  });

  it('never covers a write over something that was not shown', async () => {
    const pal = fc.oneof(fc.constantFrom(wanted, other, third).map(linked), fc.constant(notLinked));
    const states = fc.array(pal, { minLength: 4, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(states, states, fc.subarray([0, 1, 2, 3]), async (first, then, left) => {
        const after = new Map([...rowsOf(then)].filter((_, index) => left.includes(index)));
        const { plan, given } = await consent(rowsOf(first), after);
        const unseen = plan.items.some(({ tenant, action }) => {
          const row = after.get(tenantKey(tenant));
          const now = row && knownPal(row);
          return (
            isWrite(action) && (!now || (now.kind === 'linked' ? now.link.partnerId : undefined) !== reviewedOf(action))
          );
        });
        assert.equal(given.kind, unseen ? 'overtaken' : 'yes');
      }),
    );
  });

  it('says it in a message that is not cut, however long the names are', () => {
    const by = Array.from({ length: 40 }, () => ({
      name: (longest: number) => 'n'.repeat(longest),
      text: 'x'.repeat(500),
    }));
    const text = forMessage(overtakenText(by));
    assert.match(text, /and 35 more\. See what would happen now, and start again\.$/);
  });
});
