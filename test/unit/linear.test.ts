/**
 * Whatever looks at untrusted text takes time in proportion to its length. Measured is how the time grows from one length to another,
 * in time of this process's processor, and not how long anything takes.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import ts from 'typescript';
import { aadstsFailure } from '../../src/azure/errors/aadsts.ts';
import { systemClock } from '../../src/shared/async/clock.ts';
import { answerOf } from '../../src/azure/http/response.ts';
import { claimsChallenge } from '../../src/azure/tokens/claimsChallenge.ts';
import { cloudOf } from '../../src/azure/clouds/cloudMetadata.ts';
import { withoutTrace } from '../../src/azure/credentials/authorityClient.ts';
import { readCertificate } from '../../src/azure/credentials/certificate.ts';
import { toFailure } from '../../src/azure/errors/toFailure.ts';
import { readErrorBody, serviceFailure, serviceWords } from '../../src/azure/errors/armError.ts';
import { tokenIdentity } from '../../src/azure/tokens/tokenIdentity.ts';
import { writeCsv } from '../../src/operations/reports/writeCsv.ts';
import { plainCell, readPartnerIdCell, readTargetName } from '../../src/operations/lists/targetLine.ts';
import { parseTargets } from '../../src/operations/lists/parseTargets.ts';
import { failureSentence } from '../../src/shared/text/failureText.ts';
import { httpsAddress, withoutSlashes } from '../../src/shared/model/httpsAddress.ts';
import { redact } from '../../src/shared/escaping/redact.ts';
import * as text from '../../src/shared/escaping/foreignText.ts';

const short = 1_000;
const times = 16;

/** Between what grows like the length (16) and what grows like its square (256); a busy machine adds to the longer one, never to the other. */
const mostGrowth = 100;

/** What makes patterns try again at every character, whatever they look for; repeated up to a length. */
const bricks = [
  'a',
  '0',
  ' ',
  '/',
  '.',
  '-',
  '_',
  '"',
  "'",
  '\\',
  '\\"',
  '@',
  '=',
  ':',
  ';',
  '\n',
  '\r',
  '\r\n',
  '#',
  '&',
  '%',
  '[',
  '(',
  '{',
  '\u3164',
  'ü',
  '😀',
  '\u0301',
  'a ',
  'a.',
  'a@',
  'a@a.',
  'a-',
  'a=',
  'a:',
  '" ',
  '",',
  '=,',
  '",\n',
  ' =',
  ';=',
  '; ',
  'ey-',
  'eyJ',
  'eyJ-',
  'eyJ.',
  'secret',
  'secret ',
  'secret:',
  'secret: "',
  'password="\\',
  'Bearer ',
  'Basic ',
  'Basic a',
  'code=',
  '://',
  '://a@',
  '%40',
  '#EXT#',
  'claims=',
  'claims="',
  'Trace ID',
  'tenant is ',
  'tenant was disable ',
  'AADSTS',
  'AADSTS1234567890',
  '-----BEGIN CERTIFICATE-----',
  '-----BEGIN CERTIFICATE-----\n',
  '-----BEGIN PRIVATE KEY-----a',
  '/adfs',
  '/adfs/',
  'https://',
  'az login',
  'www.',
  'proxy',
  'sep=',
  '1e',
  '="',
] as const;

/** In front of the bricks and behind them: what leads a pattern into them, and what it then does not find. */
const frames = [
  ['', ''],
  ['', '\0'],
  ['x', 'x!'],
  ['https://', ' '],
  ['"', '\n'],
] as const;

function made(brick: string, [before, after]: (typeof frames)[number], length: number): string {
  return before + brick.repeat(Math.ceil(length / brick.length)) + after;
}

/** Microseconds of the processor for one call: the least of some measurements, each long enough to be measured. */
function cost(work: () => unknown, measurements: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at < measurements; at += 1) {
    let calls = 0;
    const began = process.cpuUsage();
    let spent = 0;
    do {
      work();
      calls += 1;
      const { user, system } = process.cpuUsage(began);
      spent = user + system;
    } while (spent < 200);
    least = Math.min(least, spent / calls);
  }
  return least;
}

/** The shortest time that is told apart from none: below it, growth says nothing. */
const resolution = 20;

/** How much longer it takes for `times` the length. */
function growth(work: (input: string) => unknown, make: (length: number) => string, measurements: number): number {
  const [few, many] = [make(short), make(short * times)];
  const began = process.cpuUsage();
  work(many);
  const { user, system } = process.cpuUsage(began);
  if (user + system <= resolution * mostGrowth) {
    // Whatever the few take, it is not less than can be told apart from none.
    return (user + system) / resolution;
  }
  return (
    cost(() => work(many), measurements) /
    Math.max(
      cost(() => work(few), measurements),
      resolution,
    )
  );
}

/** A pattern that really grows does so each time it is measured; a neighbour at work makes it seem so for some milliseconds. */
const confirmations = 60;

function assertLinear(work: (input: string) => unknown, of: readonly string[] = bricks, most = confirmations): void {
  for (const brick of of) {
    for (const frame of frames) {
      const make = (length: number): string => made(brick, frame, length);
      let least = growth(work, make, 1);
      for (let again = 0; least > mostGrowth && again < most; again += 1) {
        least = Math.min(least, growth(work, make, 3));
      }
      assert.ok(
        least <= mostGrowth,
        `${JSON.stringify([frame[0], brick, frame[1]])}: ${least.toFixed()} times the time for ${String(times)} times the length`,
      );
    }
  }
}

/** Every regular expression that stands in the sources, by where it stands. */
function* expressions(): Generator<{ readonly where: string; readonly pattern: RegExp }> {
  for (const folder of ['src', 'webview-ui']) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      const file = path.join(folder, name);
      // The stand-in for Azure reads what this product sends.
      if (!file.endsWith('.ts') || file.startsWith(path.join('src', 'sandbox'))) {
        continue;
      }
      const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
      const found: ts.Node[] = [];
      const visit = (node: ts.Node): void => {
        if (node.kind === ts.SyntaxKind.RegularExpressionLiteral) {
          found.push(node);
        }
        node.forEachChild(visit);
      };
      visit(source);
      for (const node of found) {
        const literal = node.getText(source);
        const end = literal.lastIndexOf('/');
        const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
        yield {
          where: `${file}:${String(line)} ${literal}`,
          pattern: new RegExp(literal.slice(1, end), literal.slice(end + 1)),
        };
      }
    }
  }
}

describe('Somebody else’s text', function () {
  this.timeout(300_000);

  it('is gone through by every pattern in time that grows like its length', () => {
    let count = 0;
    for (const { where, pattern } of expressions()) {
      count += 1;
      try {
        assertLinear((input) => input.replace(pattern, ''));
      } catch (error) {
        assert.fail(`${where}\n${error instanceof Error ? error.message : ''}`);
      }
    }
    assert.ok(count > 80, `${String(count)} patterns were found`);
  });

  const response = (body: string): never =>
    ({ status: 200, bodyAsText: body, headers: new Map(), request: { method: 'GET', headers: new Map() } }) as never;
  const asName = (claims: object): string => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
  const functions: Readonly<Record<string, (input: string) => unknown>> = {
    redact,
    serviceWords,
    readErrorBody,
    withoutTrace,
    aadstsFailure,
    claimsChallenge,
    withoutSlashes,
    httpsAddress,
    plainCell,
    readTargetName,
    readPartnerIdCell,
    parseTargets,
    oneLine: (input) => text.oneLine(input),
    'oneLine, uncut': (input) => text.oneLine(input, input.length),
    forTree: text.forTree,
    forMessage: text.forMessage,
    forQuickPick: text.forQuickPick,
    forMarkdown: text.forMarkdown,
    forMail: text.forMail,
    forLog: text.forLog,
    forSpreadsheet: text.forSpreadsheet,
    fromSpreadsheet: text.fromSpreadsheet,
    forScriptComment: text.forScriptComment,
    forJson: text.forJson,
    beginningOf: (input) => text.beginningOf(input, 1_000),
    csvOf: (input) => writeCsv([input], [[input, input]]),
    serviceFailure: (input) =>
      serviceFailure({ status: 403, body: JSON.stringify({ error: { code: input, message: input } }) }),
    failureOf: (input) => toFailure(new Error(input)),
    failureSentence: (input) => failureSentence({ kind: 'forbidden', serviceMessage: input }),
    answerOf: (input) => answerOf(response(input), undefined, systemClock),
    cloudOf: (input) =>
      cloudOf('https://arm.example', {
        portal: input,
        authentication: { loginEndpoint: `https://login.example${input}`, audiences: [input] },
      }),
    whoIs: (input) => tokenIdentity(asName({ tid: input, oid: input, upn: input, idp: input })),
    readCertificate: (input) => readCertificate(Buffer.from(input), undefined, 0),
  };
  for (const [name, work] of Object.entries(functions)) {
    it(`is gone through by ${name} in time that grows like its length`, () => {
      assertLinear(work);
    });
  }

  it('would be found out where it were not so', () => {
    assert.throws(() => assertLinear((input) => /\s+$/.test(input), [' '], 3), /times the time/);
    assert.throws(() => assertLinear((input) => /[\w.]+@x/.test(input), ['a.'], 3), /times the time/);
  });
});
