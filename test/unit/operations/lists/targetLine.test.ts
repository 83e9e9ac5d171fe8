import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  cutLine,
  plainCell,
  plainDomain,
  problemOf,
  readPartnerIdCell,
  readTargetName,
  troubleText,
  type LineTrouble,
} from '../../../../src/operations/lists/targetLine.ts';

describe('A line of a list', () => {
  for (const [trouble, text] of [
    [{ kind: 'tooManyLines', most: 7 }, 'The file has more than 7 lines: split it.'],
    [{ kind: 'notText' }, 'This is not a text file: save the sheet as CSV.'],
    [{ kind: 'noHeader' }, 'the first line does not name the columns: tenant, and optionally partnerId and label'],
    [{ kind: 'quoteNotClosed' }, 'a closing quotation mark is missing'],
    [{ kind: 'tooManyColumns', most: 3 }, 'more than the 3 columns of the first line'],
    [{ kind: 'emptyTenant' }, 'no tenant'],
    [{ kind: 'notIdOrDomain' }, 'neither a tenant ID nor a domain'],
    [{ kind: 'partnerIdNotDigits' }, 'the partner ID is not digits only'],
    [{ kind: 'partnerIdTooLong' }, 'the partner ID has too many digits'],
    [{ kind: 'noSuchTenant' }, 'none of your tenants has this ID or domain'],
    [{ kind: 'severalTenants' }, 'several of your tenants have this domain: use the tenant ID'],
    [
      { kind: 'contradiction', lines: [1, 2, 3, 4, 5, 6] },
      'the same tenant has different partner IDs on lines 1, 2, 3, 4, 5, 6: none of them is used',
    ],
    [
      { kind: 'contradiction', lines: [1, 2, 3, 4, 5, 6, 7] },
      'the same tenant has different partner IDs on lines 1, 2, 3, 4, 5, …: none of them is used',
    ],
    [{ kind: 'duplicate', of: 4 }, 'says the same as line 4'],
  ] as const satisfies readonly (readonly [LineTrouble, string])[]) {
    it(`that cannot be used says why: ${text}`, () => {
      assert.equal(troubleText(trouble), text);
      assert.deepEqual(problemOf(3, 'a', trouble), { line: 3, text: 'a', trouble, why: text });
    });
  }

  it('is cut after 200 characters, and no character is halved', () => {
    for (const most of ['x'.repeat(200), '😀'.repeat(200)]) {
      assert.equal(cutLine(most), most);
    }
    assert.equal(cutLine('x'.repeat(201)), `${'x'.repeat(199)}…`);
    assert.equal(cutLine('😀'.repeat(201)), `${'😀'.repeat(199)}…`);
  });
});

describe('A tenant', () => {
  const label = 'a'.repeat(63);
  const longest = `${[label, label, label].join('.')}.${'b'.repeat(61)}`;

  for (const [cell, domain] of [
    ['Contoso.COM', 'contoso.com'],
    ['contoso.com.', 'contoso.com'],
    ['MÜNCHEN.example', 'xn--mnchen-3ya.example'],
    ['contoso.4u', 'contoso.4u'],
    ['contoso.u4', 'contoso.u4'],
    [`${label}.com`, `${label}.com`],
    [longest, longest],
    [`${longest}b`, undefined],
    [`${label}a.com`, undefined],
    ['a_b.com', undefined],
    ['contoso..com', undefined],
    ['contoso.com_', undefined],
    ['contoso.12', undefined],
    ['contoso.1', undefined],
    ['localhost', undefined],
    ['contoso.com/a', undefined],
    ['user@contoso.com', undefined],
    ['[::1]', undefined],
    ['', undefined],
  ] as const) {
    it(`${cell.slice(0, 40)} is ${domain === undefined ? 'no domain' : 'a domain'}`, () => {
      assert.equal(plainDomain(cell), domain);
      assert.deepEqual(readTargetName(cell), domain === undefined ? undefined : { kind: 'domain', domain });
    });
  }
});

describe('The cell of a partner ID', () => {
  for (const [cell, what] of [
    ['', 'none'],
    ['1234567', 'id'],
    ['1,23E+06', 'partnerIdShortened'],
    ['1.23e6', 'partnerIdShortened'],
    ['12E6', 'partnerIdShortened'],
    ['12.3E+12', 'partnerIdShortened'],
    ['x1.23E+06', 'partnerIdNotDigits'],
    ['1.23E+06x', 'partnerIdNotDigits'],
    ['1.2.3E+06', 'partnerIdNotDigits'],
    ['1234567890123', 'partnerIdTooLong'],
  ] as const) {
    it(`“${cell}” holds ${what}`, () => {
      const expected =
        what === 'none'
          ? { kind: 'none' }
          : what === 'id'
            ? { kind: 'id', id: cell }
            : { kind: 'trouble', trouble: { kind: what } };
      assert.deepEqual(readPartnerIdCell(cell), expected);
    });
  }

  it('is read without what keeps Excel from touching its digits', () => {
    for (const [cell, plain] of [
      ['="0123456"', '0123456'],
      ['=" 0123456 "', '0123456'],
      ['=""', ''],
      ['a="b"', 'a="b"'],
      ['="a"b', '="a"b'],
      [' 12 ', '12'],
    ] as const) {
      assert.equal(plainCell(cell), plain);
    }
  });
});
