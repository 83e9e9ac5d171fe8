import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import {
  lookUpTenants,
  type LineEnd,
  type LookUpParts,
  type ReportedLine,
} from '../../../../src/operations/lists/lookUpTenants.ts';
import {
  addingCounts,
  addingDocument,
  addingText,
  hasTrouble,
  lineEndText,
} from '../../../../src/operations/lists/lookUpTenantsText.ts';
import { parseTargets, targetsLimits } from '../../../../src/operations/lists/parseTargets.ts';
import type { TenantRow } from '../../../../src/shared/model/model.ts';
import { failed, success } from '../../../../src/shared/model/outcome.ts';
import { goldenIn } from '../../support/golden.ts';
import { row } from '../../estate/support/rows.ts';

const assertGolden = goldenIn(import.meta.dirname);

const idOf = (number: number): string => `7e000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

const rows: readonly TenantRow[] = [
  row(idOf(1), { domain: 'alpine.example', name: 'Alpine' }),
  row(idOf(2), { info: { tenantId: idOf(2), domains: ['shared.example'], added: true } }),
  row(idOf(3), { domain: 'shared.example' }),
];

/** What the authority knows. */
const domains: Readonly<Record<string, string>> = {
  'woodgrove.example': idOf(4),
  'woodgrove-bank.example': idOf(4),
  'shared.example': idOf(3),
  'xn--mnchen-3ya.example': idOf(5),
};

interface World {
  readonly parts: LookUpParts;
  readonly asked: string[];
  readonly stop: AbortController;
}

function world(): World {
  const asked: string[] = [];
  const stop = new AbortController();
  return {
    asked,
    stop,
    parts: {
      rows,
      signal: stop.signal,
      find: async (domain) => {
        asked.push(domain);
        const id = domains[domain];
        return domain.startsWith('broken')
          ? failed({ kind: 'offline', code: 'ENOTFOUND' })
          : id === undefined
            ? failed({ kind: 'tenantNotFound' })
            : success(id);
      },
    },
  };
}

function told(lines: readonly ReportedLine[]): readonly string[] {
  return lines.map(({ line, end }) =>
    [line, end.kind, 'tenantId' in end ? Number(end.tenantId.slice(-12)) : '', end.kind === 'sameAs' ? end.line : '']
      .join(' ')
      .trim(),
  );
}

const list = [
  'tenant;label',
  `${idOf(7).toUpperCase()};`,
  'Woodgrove.EXAMPLE.;Bank',
  'alpine.example;there already',
  `${idOf(2)};`,
  'woodgrove-bank.example;the same',
  'münchen.example;',
  'nobody.example;',
  'broken.example;[x](command:y)',
  'not a domain;',
  ';',
  'broken.example;;;',
  `${idOf(7)};`,
  'shared.example;',
].join('\n');

describe('Tenants to be added', () => {
  it('are looked up line by line, each domain once, and none that the identity has', async () => {
    const { parts, asked } = world();
    assert.deepEqual(told(await lookUpTenants(parseTargets(list), parts)), [
      '2 added 7',
      '3 added 4',
      '4 alreadyThere 1',
      '5 alreadyThere 2',
      '6 sameAs 4 3',
      '7 added 5',
      '8 notFound',
      '9 notReached',
      '10 malformed',
      '12 notReached',
      '13 sameAs 7 2',
      '14 alreadyThere 3',
    ]);
    // Two tenants are said to have the shared one: the authority decides.
    assert.deepEqual(asked.sort(), [
      'broken.example',
      'nobody.example',
      'shared.example',
      'woodgrove-bank.example',
      'woodgrove.example',
      'xn--mnchen-3ya.example',
    ]);
  });

  it('are reported, every line of them', async () => {
    const { parts } = world();
    const lines = await lookUpTenants(parseTargets(list), parts);
    assert.equal(
      addingText(lines, 'anna@contoso.example'),
      '3 tenants added to anna@contoso.example. Of the other lines: 5 already there, 1 not found, 2 could not be looked up, 1 cannot be used.',
    );
    assertGolden('adding-tenants.md', addingDocument(lines, 'anna@contoso.example [x](command:y)'));
  });

  const failure = { kind: 'offline' } as const;
  for (const [ends, text, trouble] of [
    [[], '0 tenants added to Anna.', false],
    [[{ kind: 'added', tenantId: 't' }], '1 tenant added to Anna.', false],
    [[{ kind: 'alreadyThere', tenantId: 't' }], '0 tenants added to Anna. Of the other lines: 1 already there.', false],
    [[{ kind: 'notFound' }], '0 tenants added to Anna. Of the other lines: 1 not found.', true],
    [[{ kind: 'notReached', failure }], '0 tenants added to Anna. Of the other lines: 1 could not be looked up.', true],
    [[{ kind: 'cancelled' }], '0 tenants added to Anna. Of the other lines: 1 cancelled.', true],
    [[{ kind: 'malformed', why: 'x' }], '0 tenants added to Anna. Of the other lines: 1 cannot be used.', true],
  ] as const satisfies readonly (readonly [readonly LineEnd[], string, boolean])[]) {
    it(`are counted by what became of them: ${text}`, () => {
      const lines = ends.map((end, index): ReportedLine => ({ line: index, text: 'x', end }));
      assert.deepEqual([addingText(lines, 'Anna'), hasTrouble(lines)], [text, trouble]);
    });
  }

  it('are found by a domain or named by an id, and a list as a whole has no line number', async () => {
    const { parts } = world();
    const lines = await lookUpTenants(parseTargets(`${idOf(7)}\nwoodgrove.example`), parts);
    assert.deepEqual(
      lines.map(({ end }) => end),
      [
        { kind: 'added', tenantId: idOf(7), domain: undefined },
        { kind: 'added', tenantId: idOf(4), domain: 'woodgrove.example' },
      ],
    );
    assert.equal(lineEndText({ kind: 'cancelled' }), 'cancelled');
    const document = addingDocument([{ line: 0, text: '', end: { kind: 'malformed', why: 'no text' } }], 'x');
    assert.match(document, /^\|  \|  \|  \| no text \|$/m);
  });

  it('are not looked up any more once the person stopped', async () => {
    const { parts, stop, asked } = world();
    stop.abort();
    const [line] = await lookUpTenants(parseTargets('woodgrove.example'), parts);
    assert.deepEqual([line?.end, asked], [{ kind: 'cancelled' }, []]);
  });

  it('that were not reached when the person stopped are cancelled; the others count', async () => {
    const { parts, stop } = world();
    const many = Array.from({ length: 30 }, (_, number) => `nobody${String(number)}.example`);
    const find: LookUpParts['find'] = async (domain) => {
      if (domain === 'nobody10.example') {
        stop.abort();
        return failed({ kind: 'cancelled' });
      }
      return parts.find(domain);
    };
    const progress: string[] = [];
    const lines = await lookUpTenants(parseTargets([idOf(7), ...many].join('\n')), {
      ...parts,
      find,
      progressed: (done, total) => progress.push(`${done}/${total}`),
    });
    const { added, notFound, cancelled } = addingCounts(lines);
    assert.equal(added + notFound + cancelled, 31);
    assert.equal(added, 1);
    assert.ok(notFound >= 10 && cancelled > 0, `${notFound} and ${cancelled}`);
    assert.equal(progress[0], '1/30');
  });

  it('that are refused as a whole are one line of the report', async () => {
    const { parts, asked } = world();
    const text = 'a.example\n'.repeat(targetsLimits.lines + 2);
    const [only, ...others] = await lookUpTenants(parseTargets(text), parts);
    assert.deepEqual([only?.line, only?.end.kind, others.length, asked.length], [0, 'malformed', 0, 0]);
  });

  it('lose no line, whatever stands on it', async () => {
    const cell = fc.oneof(
      fc.constantFrom(...Object.keys(domains), 'alpine.example', 'broken.example', idOf(1), idOf(8), '"', ''),
      fc.string({ unit: 'binary', maxLength: 12 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          cell.filter((text) => !/[\r\n\0]/.test(text)),
          { maxLength: 20 },
        ),
        async (cells) => {
          const { parts } = world();
          const parsed = parseTargets(['tenant', ...cells].join('\n'));
          const lines = await lookUpTenants(parsed, parts);
          const expected = [...parsed.entries, ...parsed.problems].map(({ line }) => line).sort((a, b) => a - b);
          assert.deepEqual(
            lines.map(({ line }) => line),
            expected,
            'each line of the list once, in their order',
          );
          const added = lines.flatMap(({ end }) => (end.kind === 'added' ? [end.tenantId] : []));
          assert.equal(new Set(added).size, added.length, 'no tenant is added twice');
          assert.ok(added.every((id) => !rows.some(({ ref }) => ref.tenantId === id)));
          const document = addingDocument(lines, 'x');
          assert.equal(document.split('\n').filter((line) => line.startsWith('| ')).length, lines.length + 1);
        },
      ),
      { numRuns: 200 },
    );
  });
});
