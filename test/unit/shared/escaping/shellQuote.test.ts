import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { pfxToPem, toolSignInAdvice } from '../../../../src/shared/text/credentialText.ts';
import { quoted, shellOf, type Shell } from '../../../../src/shared/escaping/shellQuote.ts';

const tricky = fc.constantFrom(
  ' ',
  "'",
  '"',
  '$',
  '`',
  '\\',
  '!',
  '%',
  '^',
  '&',
  '|',
  ';',
  '(',
  ')',
  '~',
  '*',
  '’',
  '‘',
  '$(id)',
  '%PATH%',
  '#',
  'ü',
  '株',
);
const anyName = fc
  .array(fc.oneof(tricky, fc.string({ unit: 'grapheme', maxLength: 3 })), { minLength: 1 })
  .map((parts) => parts.join(''));

/** Names of files are told to a program as they are: no control characters, no surrogate without its other half. */
const path = anyName.map((name) => `/home/anna/${name.replace(/[\p{C}]/gu, 'x')}.pfx`);
const windowsPath = anyName.map((name) => `C:\\Users\\Anna Müller\\${name.replace(/[\p{C}"]/gu, 'x')}.pfx`);

/** What PowerShell makes of one argument: about_Quoting_Rules. */
function powerShellReads(argument: string): string {
  const single = /^'((?:[^'‘’‚‛]|['‘’‚‛]{2})*)'$/u.exec(argument)?.[1];
  if (single !== undefined) {
    return single.replace(/(['‘’‚‛])\1/gu, '$1');
  }
  const double = /^"([^"“”„$`]*)"$/u.exec(argument)?.[1];
  assert.ok(double !== undefined, argument);
  return double;
}

/** What `cmd` and a program's C runtime make of one argument, where every variable that is named exists. */
function cmdReads(argument: string): string {
  const expanded = argument.replace(/%[^%^"]+%/g, 'EXPANDED');
  let [read, within] = ['', false];
  for (let at = 0; at < expanded.length; at += 1) {
    const one = expanded.charAt(at);
    if (one === '"') {
      within = !within;
    } else if (one === '^' && !within) {
      at += 1;
      read += expanded.charAt(at);
    } else {
      assert.ok(within || !/[\s&|<>()]/.test(one), argument);
      read += one;
    }
  }
  return read;
}

describe('A path in a line that is pasted', () => {
  it('is one argument for a POSIX shell, whatever is in it', () => {
    const paths = fc.sample(path, { numRuns: 300, seed: 1 });
    const read = spawnSync('/bin/sh', ['-c', `printf '%s\\n' ${paths.map((one) => quoted(one, 'posix')).join(' ')}`], {
      encoding: 'utf8',
    });
    assert.deepEqual(read.stdout.trimEnd().split('\n'), paths);
  });

  it('is one argument for PowerShell and for cmd', () => {
    fc.assert(
      fc.property(windowsPath, (one) => {
        assert.equal(powerShellReads(quoted(one, 'powerShell')), one);
        assert.equal(cmdReads(quoted(one, 'cmd')), one);
      }),
    );
  });

  it('stands between double quotation marks, right for every shell, where nothing in it means anything', () => {
    for (const shell of ['powerShell', 'cmd'] as const satisfies readonly Shell[]) {
      assert.equal(quoted('C:\\Users\\Anna Müller\\a.pfx', shell), '"C:\\Users\\Anna Müller\\a.pfx"');
    }
    assert.equal(quoted('/home/anna müller/a.pfx', 'posix'), '"/home/anna müller/a.pfx"');
    assert.equal(
      pfxToPem("/home/o'brien/$x.pfx", '/home/a.pem', shellOf('linux')),
      `openssl pkcs12 -in '/home/o'\\''brien/$x.pfx' -out "/home/a.pem" -nodes`,
    );
    assert.equal(shellOf('win32'), 'powerShell');
  });
});

describe('A line that signs a tool in', () => {
  it('names the tenant by its ID and by nothing else', () => {
    const tenantId = '11111111-1111-4111-8111-111111111111';
    assert.match(toolSignInAdvice('azureCli', { tenantId }), /“az login --tenant 1{8}-/);
    for (const foreign of ['x; rm -rf ~', '$(id)', `${tenantId} --x`]) {
      assert.match(toolSignInAdvice('azureCli', { tenantId: foreign }), /“az login”/);
      assert.match(toolSignInAdvice('azurePowerShell', { tenantId: foreign }), /“Connect-AzAccount”/);
    }
  });
});
