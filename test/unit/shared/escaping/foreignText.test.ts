import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import Papa from 'papaparse';
import { writeCsv } from '../../../../src/operations/reports/writeCsv.ts';
import { parseTargets } from '../../../../src/operations/lists/parseTargets.ts';
import {
  forJson,
  forLog,
  forMail,
  forMarkdown,
  forMessage,
  forQuickPick,
  forScriptComment,
  forSpreadsheet,
  forTree,
  fromSpreadsheet,
  oneLine,
  beginningOf,
} from '../../../../src/shared/escaping/foreignText.ts';
import { redact } from '../../../../src/shared/escaping/redact.ts';

const hostile = [
  '<img src=x onerror=alert(1)>',
  '[free money](command:workbench.action.quit)',
  '$(zap) Zapped',
  'evil\u202Egnp.exe',
  'two\nlines\r\nand\u2028more',
  'a'.repeat(300),
  '👩‍💼 Contoso',
  '',
  '=HYPERLINK("https://evil.example")',
  'https://evil.example/x',
];

const anyText = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom(...hostile));

describe('Foreign text', () => {
  it('is one line of visible characters everywhere', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const medium of [oneLine, forTree, forMessage, forQuickPick, forMail, forSpreadsheet, forScriptComment]) {
          assert.doesNotMatch(medium(text), /[\u0000-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2066-\u2069]/);
        }
      }),
    );
  });

  it('is cut to a length that a row can show, at whole characters', () => {
    assert.equal(Array.from(forTree('😀'.repeat(400))).length, 120);
    assert.match(forTree('😀'.repeat(400)), /😀…$/u);
  });

  it('that shows nothing is told by the numbers of its characters', () => {
    for (const [name, shown] of [
      ['\u3164', '‹U+3164›'],
      ['\u2800\u2800', '‹U+2800 U+2800›'],
      [' \u115F\u1160 \uFFA0\u00AD', '‹U+115F U+1160 U+FFA0 …›'],
      ['\u200B', '‹U+200B›'],
      ['\u0301', '‹U+0301›'],
      ['\u{E0041}', '‹U+E0041›'],
      ['\u200B'.repeat(100_000), '‹U+200B U+200B U+200B …›'],
      ['', ''],
      [' \u00A0\u3000', ''],
    ] as const) {
      for (const medium of [oneLine, forTree, forMessage, forQuickPick, forMail, forSpreadsheet]) {
        assert.equal(medium(name), shown);
      }
    }
    assert.equal(forTree('Con\u3164toso\u2800'), 'Con toso');
    assert.equal(forTree(`${'\u200B'.repeat(500)}Contoso${' '.repeat(5_000)}`), 'Contoso…');
  });

  it('shows something wherever there is something, and stays what it is when it is made harmless again', () => {
    const unseen = fc.constantFrom(
      '\u3164',
      '\u2800',
      '\u115F',
      '\u1160',
      '\uFFA0',
      '\u00AD',
      '\u200B',
      '\u0301',
      ' ',
      'x',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(unseen, fc.string({ unit: 'binary', maxLength: 1 }))), (parts) => {
        const text = parts.join('');
        assert.equal(oneLine(text) === '', text.trim() === '');
        assert.equal(oneLine(oneLine(text)), oneLine(text));
      }),
    );
  });

  it('is cut before patterns see it, and never in the middle of a word that may be half a secret', () => {
    assert.equal(beginningOf('abc def', 7), 'abc def');
    assert.equal(beginningOf('abc anna@contoso.example', 18), 'abc …');
    assert.equal(beginningOf('x'.repeat(2_000), 1_000).length, 1_001);
  });

  it('keeps names as they are where nothing is dangerous', () => {
    for (const name of ['Alpine Ski House', 'Müller & Söhne GmbH', '株式会社コントソ', 'Contoso (Test)']) {
      assert.equal(forTree(name), name);
      assert.equal(forQuickPick(name), name);
      assert.equal(forMessage(name), name);
      assert.equal(forMail(name), name);
      assert.equal(forSpreadsheet(name), name);
    }
  });

  it('has no address that a mail program makes a link of', () => {
    assert.equal(forMail('see https://evil.example'), 'see https:⁄⁄evil.example');
    assert.equal(forMail('WWW.evil.example, mailto:a'), 'WWW．evil.example, mailto：a');
    fc.assert(
      fc.property(anyText, (text) => {
        assert.doesNotMatch(forMail(text), /:\/\/|\bwww\.|\b(?:mailto|command|javascript):/i);
      }),
    );
  });

  it('never makes a link in a message', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        assert.doesNotMatch(forMessage(text), /\[[^\]]*\]\(|https?:\/\//);
      }),
    );
  });

  it('never makes an icon in a quick pick or a message', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        assert.doesNotMatch(forQuickPick(text), /\$\(/);
        assert.doesNotMatch(forMessage(text), /\$\(/);
      }),
    );
  });

  it('means nothing to Markdown or HTML', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        assert.doesNotMatch(forMarkdown(text).replaceAll(/&#\d+;/g, ''), /[\\`*_{}[\]()#+\-!|~<>&$:@"']/);
      }),
    );
  });

  it('is one quoted field of a log line', () => {
    assert.equal(forLog('a\n2026-01-01 [info] forged'), '"a 2026-01-01 [info] forged"');
  });
});

describe('A cell of a spreadsheet', () => {
  it('is never a formula, however it begins', () => {
    for (const text of [
      '=1+1',
      '+1',
      '-1',
      '@SUM(A1)',
      '\t=1',
      '\r=1',
      '  =1',
      '"=1',
      "'=1",
      '＝1',
      '\u200B=1',
      '%0A-1',
    ]) {
      assert.match(forSpreadsheet(text), /^'/, JSON.stringify(text));
    }
    fc.assert(
      fc.property(anyText, fc.constantFrom('', ' ', '"', "'", '\t', '\u202E'), (text, before) => {
        assert.doesNotMatch(forSpreadsheet(before + text), /^[\s"]*[=+\-@\t\r]/);
      }),
    );
  });

  /** Without any regard to quotation marks, as a program reads a line whose quoting is not that of its separator. */
  function cellsBy(separator: string, row: string): readonly string[] {
    return row.split(separator).map((cell) => cell.replace(/^[\s"]+/, ''));
  }

  const begins = fc.constantFrom(
    '=',
    '+',
    '-',
    '@',
    ';',
    ';=',
    '; "=',
    ';\u200B=',
    '\t=',
    '\n=',
    ';;',
    "'",
    ";'=",
    '"',
    ' ',
    'x',
    '|',
    '＝',
  );
  const nasty = fc.array(fc.oneof(begins, anyText), { maxLength: 6 }).map((parts) => parts.join(''));

  it('is never a formula where a semicolon or a tab ends it, either', () => {
    assert.equal(forSpreadsheet('Contoso;=cmd|x'), "Contoso;'=cmd|x");
    fc.assert(
      fc.property(fc.array(nasty, { minLength: 1 }), (texts) => {
        const [, row = ''] = writeCsv(['a'], [texts]).split('\r\n');
        for (const separator of [';', '\t']) {
          for (const cell of cellsBy(separator, row)) {
            assert.doesNotMatch(cell, /^[=+\-@|%＝＋－＠]/, row);
          }
        }
        for (const cell of Papa.parse<string[]>(row, { delimiter: ',' }).data.flat()) {
          assert.doesNotMatch(cell, /^[\s"]*[=+\-@|%＝＋－＠]/, row);
        }
      }),
    );
  });

  it('is read by us as the line that it was made of', () => {
    fc.assert(
      fc.property(nasty, (name) => {
        const csv = writeCsv(['tenant', 'label'], [['contoso.com', name]]);
        const [entry] = parseTargets(csv).entries;
        assert.equal(fromSpreadsheet(forSpreadsheet(name)), oneLine(name, 900));
        assert.equal(entry?.label ?? '', oneLine(name, 900));
      }),
    );
  });

  it('stays as it is where nothing is dangerous', () => {
    for (const text of ['1234567', 'a=b', 'Contoso + Söhne', '', 'a; b', 'Contoso, -Ltd']) {
      assert.equal(forSpreadsheet(text), text);
    }
  });
});

describe('A comment of a script', () => {
  it('is one line that no shell finds anything in', () => {
    assert.equal(forScriptComment('Contoso #> $(rm -rf ~) `id`\nexit'), 'Contoso ＃＞ ＄（rm -rf ~） ｀id｀ exit');
    assert.equal(forScriptComment('Müller, 株式会社'), 'Müller, 株式会社');
    fc.assert(
      fc.property(anyText, (text) => {
        assert.doesNotMatch(forScriptComment(text), /[\r\n\v\f\u0085\u2028\u2029`$\\#<>;&|(){}[\]"'!]/u);
      }),
    );
  });
});

describe('A document of JSON', () => {
  it('says the same when it is read, and shows what cannot be seen', () => {
    assert.equal(forJson({ a: 'x\u202Ey\u{E0041}' }), '{\n  "a": "x\\u202ey\\udb40\\udc41"\n}\n');
    fc.assert(
      fc.property(fc.array(anyText), (texts) => {
        assert.deepEqual(JSON.parse(forJson(texts)), texts);
        assert.doesNotMatch(
          forJson(texts),
          /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2066-\u2069]/,
        );
      }),
    );
  });
});

describe('The log', () => {
  const token = `${Buffer.from('{"typ":"JWT"}').toString('base64url')}.${Buffer.from('{"tid":"x"}').toString('base64url')}.signature-signature`;

  it('holds no token, whole or cut off', () => {
    for (const line of [
      `got ${token}`,
      `Authorization: Bearer ${token}`,
      `cut ${token.slice(0, 25)}`,
      'client_secret=hunter2&x=1',
      'Bearer abcdefghijk',
    ]) {
      const shown = redact(line);
      assert.ok(!shown.includes(token.slice(0, 20)), shown);
      assert.ok(!shown.includes('hunter2'), shown);
      assert.ok(!shown.includes('abcdefghijk'), shown);
    }
  });

  it('holds no account name', () => {
    assert.equal(redact('signed in as alex.meyer@contoso.example now'), 'signed in as [account] now');
  });
});
