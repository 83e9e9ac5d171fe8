import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { inOrder, rowNames } from '../../../../src/estate/store/rowOrder.ts';
import { scanPriority } from '../../../../src/estate/scan/scanPriority.ts';
import { marksOf, row } from '../support/rows.ts';

describe('The order of rows', () => {
  it('is pinned first, then name, domain and id, as people sort', () => {
    const rows = [
      row('6', { name: 'Zoë' }),
      row('5', { name: 'tenant 10' }),
      row('4', { name: 'Tenant 9' }),
      row('3', { domain: 'nameless.example' }),
      row('2', { name: 'Contoso', domain: 'b.example' }),
      row('1', { name: 'Contoso', domain: 'a.example' }),
      row('8', { name: 'Äpfel' }),
      row('b', { name: 'Same' }),
      row('a', { name: 'Same' }),
    ];
    assert.deepEqual(
      inOrder(rows, marksOf({ '6': ['pinned'] })).map((one) => one.ref.tenantId),
      ['6', '8', '1', '2', '3', 'a', 'b', '4', '5'],
    );
  });

  it('does not depend on the order before', () => {
    const rows = Array.from({ length: 8 }, (_, index) => row(String(index), { name: index % 2 ? 'A' : undefined }));
    const expected = inOrder(rows, marksOf());
    fc.assert(
      fc.property(fc.shuffledSubarray(rows, { minLength: 8 }), (shuffled) => {
        assert.deepEqual(inOrder(shuffled, marksOf()), expected);
      }),
    );
  });
});

describe('The name of a row', () => {
  const names = (...rows: readonly ReturnType<typeof row>[]): unknown =>
    Object.fromEntries([...rowNames(rows.map((one) => one.info))].map(([id, one]) => [id, [one.name, one.beside]]));

  it('is alone where it is unique', () => {
    assert.deepEqual(names(row('1', { name: 'Contoso', domain: 'contoso.example' })), { 1: ['Contoso', undefined] });
  });

  it('has the default domain beside it where names collide', () => {
    assert.deepEqual(
      names(row('1', { name: 'Contoso', domain: 'a.example' }), row('2', { name: 'contoso', domain: 'b.example' })),
      { 1: ['Contoso', 'a.example'], 2: ['contoso', 'b.example'] },
    );
  });

  it('is the domain where the directory has only the name that Azure gives it', () => {
    assert.deepEqual(
      names(
        row('1', { name: 'Default Directory', domain: 'a.example' }),
        row('2', { name: ' default directory ', domain: 'b.example' }),
        row('3', { name: 'Default Directory' }),
      ),
      { 1: ['a.example', undefined], 2: ['b.example', undefined], 3: ['Default Directory', undefined] },
    );
  });

  it('is the default domain where it is missing, and the id where that is missing as well', () => {
    assert.deepEqual(names(row('1', { domain: 'a.example' }), row('2', { name: '  ' })), {
      1: ['a.example', undefined],
      2: ['2', undefined],
    });
  });

  it('leaves off what every initial domain ends in, and tells it from a tenant that is called so', () => {
    const unnamed = row('1', { name: 'Default Directory', domain: 'contoso.onmicrosoft.com' });
    assert.deepEqual(names(unnamed), { 1: ['contoso', undefined] });
    assert.deepEqual(names(unnamed, row('2', { name: 'Contoso', domain: 'contoso.example' })), {
      1: ['contoso', 'contoso.onmicrosoft.com'],
      2: ['Contoso', 'contoso.example'],
    });
  });

  it('is the whole domain where there is no name at all, as it may be the one that a person typed', () => {
    assert.deepEqual(names(row('1', { domain: 'contoso.onmicrosoft.com' })), {
      1: ['contoso.onmicrosoft.com', undefined],
    });
  });

  it('has the id beside it where the domain does not help', () => {
    assert.deepEqual(
      names(
        row('1', { name: 'X' }),
        row('2', { name: 'X', domain: 'x.example' }),
        row('3', { name: 'X', domain: 'X.example' }),
      ),
      { 1: ['X', '1'], 2: ['X', '2'], 3: ['X', '3'] },
    );
  });

  it('always tells tenants apart', () => {
    const text = fc.constantFrom(undefined, '', 'A', 'a', 'B', 'x.example', '1');
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 8 }), (given) => {
        const rows = given.map(([name, domain], index) => row(`id-${String(index)}`, { name, domain }));
        const shown = [...rowNames(rows.map((one) => one.info)).values()].map((one) =>
          JSON.stringify([one.name, one.beside]).toLowerCase(),
        );
        assert.equal(new Set(shown).size, rows.length);
      }),
    );
  });

  it('of a tenant that two identities see does not collide with itself', () => {
    assert.deepEqual(names(row('1', { name: 'A' }), row('1', { name: 'A' })), { 1: ['A', undefined] });
  });
});

describe('What is checked first', () => {
  it('is what is visible, then what needs attention, pinned, never checked, the rest, hidden', () => {
    const context = {
      visible: new Set(['sample:a|visible']),
      needsAttention: (one: ReturnType<typeof row>) => one.ref.tenantId === 'attention',
      marks: marksOf({ pinned: ['pinned'], hidden: ['hidden'] }),
    };
    const rows = ['hidden', 'old', 'new', 'pinned', 'attention', 'visible'].map((id) =>
      row(id, { checkedAt: id === 'new' ? undefined : 1 }),
    );
    const order = rows
      .sort((a, b) => scanPriority(a, context) - scanPriority(b, context))
      .map((one) => one.ref.tenantId);
    assert.deepEqual(order, ['visible', 'attention', 'pinned', 'new', 'old', 'hidden']);
  });
});
