import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import Papa from 'papaparse';
import {
  decodeText,
  parseTargets,
  targetsLimits,
  tooBigProblem,
} from '../../../../src/operations/lists/parseTargets.ts';
import { matchTargets } from '../../../../src/operations/lists/matchTargets.ts';
import type { LineProblem } from '../../../../src/operations/lists/targetLine.ts';
import type { TenantRow } from '../../../../src/shared/model/model.ts';

const idOf = (number: number): string => `7e000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

function tenantRow(number: number, more: Partial<TenantRow['info']> = {}, identity = 'sample:a'): TenantRow {
  const tenantId = idOf(number);
  return {
    ref: { identity, tenantId },
    info: { tenantId, ...more },
    pal: { kind: 'notChecked' },
    subscriptions: { kind: 'notChecked' },
  };
}

const estate: readonly TenantRow[] = [
  tenantRow(1, { defaultDomain: 'alpine.example', domains: ['Alpine-Shop.example', 'münchen.example'] }),
  tenantRow(2, { defaultDomain: 'woodgrove.example' }),
  tenantRow(2, { defaultDomain: 'woodgrove.example' }, 'sample:b'),
  tenantRow(3, { defaultDomain: 'shared.example' }),
  tenantRow(4, { domains: ['shared.example'] }),
];

/** What a list comes to: `line → tenant number@identity partner ID "label"`, and `line: kind of problem`. */
function said(text: string, rows: readonly TenantRow[] = estate): readonly string[] {
  const parsed = parseTargets(text);
  const { matched, problems } = matchTargets(parsed.entries, rows);
  const tellProblem = ({ line, trouble }: LineProblem): readonly [number, string] => [line, `${line}: ${trouble.kind}`];
  return [
    ...matched.map(({ ref, line, partnerId, label }) => {
      const parts = [`${line} → ${Number(ref.tenantId.slice(-12))}@${ref.identity.at(-1) ?? ''}`, partnerId, label];
      return [line, parts.filter((part) => part !== undefined).join(' ')] as const;
    }),
    ...[...parsed.problems, ...problems].map(tellProblem),
  ]
    .sort((a, b) => a[0] - b[0])
    .map(([, told]) => told);
}

describe('A list of targets', () => {
  it('names tenants by id or domain, with a partner ID and a label where wanted', () => {
    const text = `tenant,partnerId,label\r\n${idOf(1).toUpperCase()},1234567,Alps\r\nWoodgrove.EXAMPLE.,,\r\n`;
    assert.deepEqual(said(text), ['2 → 1@a 1234567 Alps', '3 → 2@a', '3 → 2@b']);
  });

  it('takes the separators, quotes, byte order marks and line ends of spreadsheets', () => {
    const lines = ['tenant|partnerId|label', `${idOf(1)}|1234567|"Alps; ""north"", and\tsouth"`];
    for (const separator of [',', ';', '\t']) {
      for (const end of ['\n', '\r\n', '\r']) {
        const text = `\uFEFF${lines.join(end).replaceAll('|', separator)}${end}`;
        assert.deepEqual(said(text), ['2 → 1@a 1234567 Alps; "north", and south'], JSON.stringify(text));
      }
    }
    assert.deepEqual(said(`sep=;\r\ntenant;partnerId\r\n${idOf(1)};1234567`), ['3 → 1@a 1234567']);
    assert.deepEqual(said(`\n"a;b;c;d;",tenant\n,${idOf(1)}`), ['3 → 1@a'], 'what is quoted separates nothing');
    assert.deepEqual(said(`tenant,label\n${idOf(1)},"a\uFEFFsep=;\n"`), ['2 → 1@a a sep=;']);
  });

  it('takes the usual names of its columns in any order and leaves others alone', () => {
    const text = ['Country,MPN ID,Tenant,Tenant ID,Customer', `CH,1234567,Alpine,${idOf(1)},Alps`].join('\n');
    assert.deepEqual(said(text), ['2 → 1@a 1234567 Alps']);
    assert.deepEqual(said('DOMAIN\nalpine.example'), ['2 → 1@a']);
    assert.deepEqual(said('Tenant ID,Domain\n,alpine.example'), ['2 → 1@a']);
  });

  it('needs no first line where there is but one column', () => {
    assert.deepEqual(said(`alpine.example\n\n${idOf(3)}\n`), ['1 → 1@a', '3 → 3@a']);
    assert.deepEqual(said('Customers\nalpine.example'), ['1: notIdOrDomain', '2 → 1@a']);
    assert.deepEqual(said('alpine.example,1234567\nwoodgrove.example,1'), ['1: noHeader', '2: noHeader']);
    assert.deepEqual(said('alpine.example\nwoodgrove.example,x'), ['1 → 1@a', '2: tooManyColumns']);
    assert.deepEqual(said('a,"b\nalpine.example'), ['1: quoteNotClosed', '2 → 1@a']);
    assert.deepEqual(said('a,"b\nalpine.example,x'), ['1: noHeader', '2: noHeader']);
  });

  it('finds a tenant by each of its domains, in whatever spelling', () => {
    for (const domain of ['alpine-SHOP.example', 'MÜNCHEN.example', 'xn--mnchen-3ya.example']) {
      assert.deepEqual(said(domain), ['1 → 1@a'], domain);
    }
  });

  it('says of each line that cannot be used why', () => {
    const text = [
      'tenant,partnerId,label',
      ',1234567,no tenant',
      'not a domain,,',
      'localhost,,',
      '10.0.0.1,,',
      'someone@alpine.example,,',
      'alpine.example,12 345,',
      'alpine.example,1234567890123,',
      'alpine.example,"1,23E+06",',
      'alpine.example,,,more',
      'nobody.example,,',
      `${idOf(9)},,`,
      'shared.example,,',
      'alpine.example,,,,',
    ].join('\n');
    assert.deepEqual(said(text), [
      '2: emptyTenant',
      '3: notIdOrDomain',
      '4: notIdOrDomain',
      '5: notIdOrDomain',
      '6: notIdOrDomain',
      '7: partnerIdNotDigits',
      '8: partnerIdTooLong',
      '9: partnerIdShortened',
      '10: tooManyColumns',
      '11: noSuchTenant',
      '12: noSuchTenant',
      '13: severalTenants',
      '14 → 1@a',
    ]);
    const [problem] = parseTargets('tenant,partnerId\nalpine.example,1.23E+06').problems;
    assert.equal(problem?.text, 'alpine.example,1.23E+06');
    assert.match(problem.why, /spreadsheet has shortened the partner ID/);
  });

  it('uses none of the lines that contradict each other, and the first of those that say the same', () => {
    const text = [
      'tenant,partnerId',
      'alpine.example,1',
      `${idOf(2)},7`,
      'münchen.example,2',
      'woodgrove.example,7',
      'shared.example,',
    ].join('\n');
    const rows = estate.slice(0, 4);
    assert.deepEqual(said(text, rows), [
      '2: contradiction',
      '3 → 2@a 7',
      '3 → 2@b 7',
      '4: contradiction',
      '5: duplicate',
      '6 → 3@a',
    ]);
    const { problems } = matchTargets(parseTargets(text).entries, rows);
    assert.match(problems[0]?.why ?? '', /on lines 2, 4: none of them is used/);
    assert.match(problems[2]?.why ?? '', /the same as line 3/);
  });

  it('counts lines as an editor does where a cell holds line ends', () => {
    assert.deepEqual(said('tenant,label\nalpine.example,"two\nlines"\nnobody.example,'), [
      '2 → 1@a two lines',
      '4: noSuchTenant',
    ]);
  });

  it('loses no line to a quotation mark that is not closed', () => {
    assert.deepEqual(
      said('tenant,label\nwoodgrove.example,"\nalpine.example,x\nshared.example,"y"', estate.slice(0, 4)),
      ['2: quoteNotClosed', '3 → 1@a x', '4 → 3@a y'],
    );
  });

  it('tells a line with a quotation mark that is not closed as it stands in the file', () => {
    const { problems } = parseTargets('tenant,label\nwoodgrove.example,"x\nalpine.example,x');
    assert.deepEqual(
      problems.map(({ line, text }) => [line, text]),
      [[2, 'woodgrove.example,"x']],
    );
  });

  it('keeps digits that a formula holds for Excel’s sake', () => {
    assert.deepEqual(said('tenant;partnerId\nalpine.example;="0123456"'), ['2 → 1@a 0123456']);
  });

  it('is refused as a whole where it is too big or no text', () => {
    const kinds = (text: string): readonly unknown[] => parseTargets(text).problems.map(({ trouble }) => trouble.kind);
    assert.deepEqual(kinds('a.example\n'.repeat(targetsLimits.lines + 2)), ['tooManyLines']);
    assert.equal(parseTargets('a.example\n'.repeat(targetsLimits.lines)).entries.length, targetsLimits.lines);
    assert.deepEqual(kinds('x'.repeat(targetsLimits.bytes + 1)), ['tooBig']);
    assert.deepEqual(kinds('PK\u0003\u0004…'), ['notText']);
    assert.match(tooBigProblem().why, /5 MB/);
    assert.deepEqual([parseTargets(''), parseTargets('tenant\n')], Array(2).fill({ entries: [], problems: [] }));
  });

  it('loses no line, whatever stands on it', () => {
    const cell = fc.oneof(
      fc.constantFrom('alpine.example', 'woodgrove.example', idOf(3), '1234567', '7654321', '', '"', 'a"b', '\u202Ex'),
      fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => !text.includes('\0')),
    );
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 20 }), (table) => {
        // As a spreadsheet writes it: each row one record, whatever its cells hold.
        const text = Papa.unparse([['tenant', 'partnerId', 'label'], ...table], { newline: '\r\n', delimiter: ',' });
        const { entries, problems } = parseTargets(text);
        const matching = matchTargets(entries, estate);
        const told = [...problems, ...matching.problems].map(({ line }) => line);
        const used = new Set(matching.matched.map(({ line }) => line));
        const saying = table.filter((cells) => cells.some((one) => /[^\s\p{C}\u115F\u1160\u3164]/u.test(one)));
        assert.equal(new Set(told).size, told.length, 'a line is told once');
        assert.ok(
          told.every((line) => !used.has(line)),
          'a line is used or told, not both',
        );
        assert.ok(used.size + told.length >= saying.length);
        assert.ok([...problems, ...matching.problems].every(({ why }) => why !== ''));
      }),
    );
  });

  it('loses no line of a file that is not even CSV', () => {
    const line = fc.oneof(fc.constantFrom('alpine.example', '"', 'x"y"', ',"a', idOf(1)), fc.string({ maxLength: 10 }));
    fc.assert(
      fc.property(
        fc.array(
          line.filter((text) => !/[\r\n\0]/.test(text)),
          { maxLength: 12 },
        ),
        (lines) => {
          const { entries, problems } = parseTargets(['tenant', ...lines].join('\n'));
          const covered = [...entries, ...problems].flatMap(({ line: from, text }) =>
            text.split('\n').map((_, index) => from + index),
          );
          for (const [index, text] of lines.entries()) {
            // A line of separators and quotes alone says nothing.
            assert.ok(covered.includes(index + 2) || /^[\s,";]*$/.test(text), JSON.stringify({ lines, index }));
          }
        },
      ),
    );
  });
});

describe('Bytes of a list', () => {
  const text = 'tenant\nmünchen.example';
  it('with only half of a mark are read as what they are', () => {
    for (const [bytes, read] of [
      [[0xff, 0x61], 'ÿa'],
      [[0xfe, 0x61], 'þa'],
      [[0x61, 0xfe], 'aþ'],
      [[0x61, 0xff], 'aÿ'],
      [[0x61, 0x00, 0x62], 'a\0b'],
      [[0x00, 0x00], '\0\0'],
      [[], ''],
    ] as const) {
      assert.equal(decodeText(new Uint8Array(bytes)), read);
    }
  });

  it('are read as UTF-8, UTF-16 or Windows-1252', () => {
    const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le');
    const all = [
      Buffer.from(text),
      Buffer.from(`\uFEFF${text}`),
      utf16,
      Buffer.from(utf16).swap16(),
      Buffer.from(text, 'utf16le'),
      Buffer.from(text, 'latin1'),
    ];
    for (const bytes of all) {
      assert.equal(decodeText(bytes), text, bytes.toString('hex'));
    }
  });
});
