import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { forLog, forMarkdown, forMessage, forQuickPick, forTree, oneLine } from '../../../src/shared/text.ts';
import { redact } from '../../../src/shared/redact.ts';

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
        for (const medium of [oneLine, forTree, forMessage, forQuickPick]) {
          assert.doesNotMatch(medium(text), /[\u0000-\u001F\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2066-\u2069]/);
        }
      }),
    );
  });

  it('is cut to a length that a row can show, at whole characters', () => {
    assert.equal(Array.from(forTree('😀'.repeat(400))).length, 120);
    assert.match(forTree('😀'.repeat(400)), /😀…$/u);
  });

  it('keeps names as they are where nothing is dangerous', () => {
    for (const name of ['Alpine Ski House', 'Müller & Söhne GmbH', '株式会社コントソ', 'Contoso (Test)']) {
      assert.equal(forTree(name), name);
      assert.equal(forQuickPick(name), name);
      assert.equal(forMessage(name), name);
    }
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
