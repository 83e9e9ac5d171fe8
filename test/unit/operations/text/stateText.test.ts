import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { lineEndText } from '../../../../src/operations/lists/lookUpTenantsText.ts';
import { exportRun, type RunDocument } from '../../../../src/operations/reports/runExport.ts';
import type { FinalState, ItemState, SkippedWhy } from '../../../../src/operations/plan/itemState.ts';
import type { JournalLine, RunLine } from '../../../../src/operations/journal/journalLine.ts';
import type { Obstacle } from '../../../../src/operations/plan/plan.ts';
import { runReport } from '../../../../src/operations/reports/runReport.ts';
import { itemStateText, obstacleText } from '../../../../src/operations/text/stateText.ts';
import type { NoDporWhy } from '../../../../src/shared/model/agreement.ts';
import { dporText } from '../../../../src/shared/text/statusTable.ts';
import type { DporState } from '../../../../src/shared/model/dpor.ts';
import type { CloudProblem, CredentialProblem, Failure, MissingTool } from '../../../../src/shared/model/failure.ts';
import { failureKinds } from '../../../../src/shared/model/failureTraits.ts';
import { failureInBrackets, failureSentence, proxySignIn } from '../../../../src/shared/text/failureText.ts';
import type { PalState } from '../../../../src/shared/model/model.ts';
import { palStatus } from '../../../../src/shared/text/statusTable.ts';
import { record, runHead, start, tenant } from '../support/records.ts';

/** Codes that change what is said; a record, so that one forgotten here does not compile. */
const codes: Record<CredentialProblem | CloudProblem | MissingTool, true> = {
  FileMissing: true,
  NoCertificate: true,
  NoPrivateKey: true,
  Pfx: true,
  PasswordNeeded: true,
  PasswordWrong: true,
  KeyOfAnother: true,
  KeyNotRsa: true,
  CertificateExpired: true,
  SecretMissing: true,
  TenantMissing: true,
  FederatedFileMissing: true,
  FederatedFileEmpty: true,
  FederatedTokenExpired: true,
  NotAnAddress: true,
  NotHttps: true,
  NoMetadata: true,
  NoAuthority: true,
  AuthorityUnusable: true,
  NoAudience: true,
  CaFileMissing: true,
  CaFileNotPem: true,
  AzMissing: true,
  PowerShellMissing: true,
  AzAccountsMissing: true,
};

const failures: readonly Failure[] = failureKinds.flatMap((kind) =>
  [undefined, ...Object.keys(codes), proxySignIn, 'NoKnownHost', 'AADSTS7000215', 'AADSTS50076', 'OtherCloud'].flatMap(
    (code): readonly Failure[] => [
      { kind, code },
      { kind, code, serviceMessage: 'No.', requestId: 'r-1', mayHaveHappened: true },
      { kind, code, tool: 'azureCli' },
      { kind, code, tool: 'azurePowerShell' },
    ],
  ),
);

const reasons: Record<NoDporWhy, true> = {
  azurePlan: true,
  csp: true,
  payAsYouGo: true,
  benefit: true,
  freeTrial: true,
  microsoftCustomerAgreement: true,
  otherAgreement: true,
};
const noDporWhys = Object.keys(reasons) as readonly NoDporWhy[];
const through = [{ tenantId: 't', name: 'Contoso' }];
const link = { partnerId: '1', partnerName: 'Contoso' };

const obstacles: readonly Obstacle[] = [
  { kind: 'notChecked' },
  { kind: 'signInNeeded' },
  { kind: 'accountNotAllowed' },
  { kind: 'notAvailableInCloud' },
  { kind: 'covered', through },
  { kind: 'changedSince' },
  { kind: 'changedSince', is: '1', isName: 'Contoso' },
  { kind: 'earlierStateUnknown' },
  { kind: 'agreementNotKnown' },
  { kind: 'notReadInSession' },
  { kind: 'clientNotAccepted' },
  { kind: 'guidedMode' },
  { kind: 'stillWaitedFor' },
  { kind: 'notVisibleYet' },
  ...noDporWhys.map((why) => ({ kind: 'doesNotApply', why }) as const),
  ...failures.flatMap((failure): readonly Obstacle[] => [
    { kind: 'unknown', failure },
    { kind: 'unclear', failure },
    { kind: 'agreementNotKnown', failure },
  ]),
];

const whys: readonly SkippedWhy[] = [
  ...obstacles.map((obstacle) => ({ kind: 'cannot', obstacle }) as const),
  { kind: 'changedSinceReviewed' },
  { kind: 'changedSinceReviewed', is: link },
  { kind: 'runningInAnotherWindow' },
  { kind: 'partnerIdRefused', failure: { kind: 'partnerIdInvalid' } },
  { kind: 'clientNotAccepted' },
  { kind: 'notAvailableInCloud' },
  { kind: 'perhapsSubmitted' },
];

const ends: readonly FinalState[] = [
  ...[undefined, 'alreadySo', 'foundByReading', 'notVerified', 'submitted', 'byAnswer'].map(
    (note) => ({ kind: 'done', note, link }) as FinalState,
  ),
  ...failures.flatMap((failure): readonly FinalState[] => [
    { kind: 'failed', failure },
    { kind: 'unclear', failure },
  ]),
  ...whys.map((why) => ({ kind: 'skipped', why }) as const),
];

const states: readonly ItemState[] = [
  { kind: 'queued' },
  { kind: 'cancelled' },
  { kind: 'running' },
  { kind: 'running', waitingForAnotherWindow: true },
  { kind: 'throttled', waitMs: 40_000 },
  ...failures.map((failure) => ({ kind: 'signInNeeded', failure }) as const),
  ...ends,
];

function deepest(text: string): number {
  let depth = 0;
  let most = 0;
  for (const character of text) {
    depth += character === '(' ? 1 : character === ')' ? -1 : 0;
    most = Math.max(most, depth);
    assert.ok(depth >= 0, text);
  }
  assert.equal(depth, 0, text);
  return most;
}

function isPlain(text: string): void {
  assert.ok(deepest(text) <= 1, text);
  assert.doesNotMatch(text, /undefined|,,|, ?[.;:]|\.\./, text);
}

describe('No text has brackets in brackets', () => {
  it('of a failure, alone or in brackets', () => {
    for (const failure of failures) {
      isPlain(failureSentence(failure));
      isPlain(`(${failureInBrackets(failure)})`);
    }
  });

  it('of an item of a run, or of what stands in its way', () => {
    for (const kind of ['PAL', 'DPOR'] as const) {
      for (const state of states) {
        isPlain(itemStateText(state, kind));
      }
      for (const obstacle of obstacles) {
        isPlain(obstacleText(obstacle, kind));
      }
    }
    for (const failure of failures) {
      isPlain(lineEndText({ kind: 'notReached', failure }));
    }
  });

  it('of a tenant or a subscription', () => {
    const pals: readonly PalState[] = [
      { kind: 'notChecked' },
      { kind: 'checking' },
      { kind: 'linked', link },
      { kind: 'notLinked' },
      { kind: 'accountNotAllowed' },
      { kind: 'notAvailableInCloud' },
      { kind: 'covered', through, itself: { kind: 'notLinked' } },
      ...failures.flatMap((failure): readonly PalState[] => [
        { kind: 'signInNeeded', failure },
        { kind: 'unknown', failure },
      ]),
    ];
    for (const pal of pals) {
      isPlain(palStatus(pal, []).long);
      isPlain(palStatus(pal, [{ id: '2' }]).long);
    }
    const dpors: readonly DporState[] = [
      { kind: 'notChecked' },
      { kind: 'notAvailableInCloud', source: 'cloud' },
      ...noDporWhys.map((why) => ({ kind: 'doesNotApply', why, source: 'offer' }) as const),
      ...failures.map((failure) => ({ kind: 'unknown', failure, source: 'portalService' }) as const),
    ];
    for (const dpor of dpors) {
      isPlain(dporText(dpor, []));
    }
  });

  it('of a run’s report and exports', () => {
    const all = ends.filter(
      (end) => (end.kind !== 'failed' && end.kind !== 'unclear') || end.failure.code === undefined,
    );
    const items = [
      ...all.map((_, index) => ({ ...tenant(index, 'Woodgrove'), action: { do: 'link', to: '1' } })),
      ...obstacles.map((why, index) => ({ ...tenant(all.length + index), action: { do: 'cannot', why } })),
    ] as RunLine['items'];
    const head: JournalLine = { ...runHead, items, v: 1, at: start };
    const outcomes = all.map((result, item): JournalLine => ({
      kind: 'outcome',
      item,
      result,
      wrote: item % 2 === 0 ? 'no' : 'perhaps',
      verified: false,
      v: 1,
      at: start,
    }));
    const run = record([head, ...outcomes]);
    const report = runReport(run).replaceAll('&#40;', '(').replaceAll('&#41;', ')');
    for (const cell of report.split(/\n|\|/)) {
      assert.ok(deepest(cell) <= 1, cell);
    }
    const exported = JSON.parse(exportRun(run, 'json', String)) as RunDocument;
    for (const { reason = '' } of exported.items) {
      assert.ok(deepest(reason) <= 1, reason);
    }
  });
});

describe('What stands in the way of an item', () => {
  const failure = { kind: 'noAccountInTenant' } as const;
  const skipped = (obstacle: Obstacle, kind: 'PAL' | 'DPOR' = 'PAL'): string =>
    itemStateText({ kind: 'skipped', why: { kind: 'cannot', obstacle } }, kind);

  it('has brackets of its own where it stands alone, and none in those of a skipped one', () => {
    assert.equal(obstacleText({ kind: 'unknown', failure }), 'unknown (no account in this tenant)');
    assert.equal(skipped({ kind: 'unknown', failure }), 'skipped (unknown: no account in this tenant)');
    assert.equal(skipped({ kind: 'unknown', failure }, 'DPOR'), 'skipped (DPOR unknown: no account in this tenant)');
    assert.equal(
      skipped({ kind: 'doesNotApply', why: 'azurePlan' }, 'DPOR'),
      'skipped (DPOR does not apply, Azure plan: use a Partner Admin Link)',
    );
  });

  it('keeps Azure’s own words as they are', () => {
    const refused = { kind: 'forbidden', serviceMessage: 'The client (app) may not.' } as const;
    assert.equal(
      itemStateText({ kind: 'failed', failure: refused }),
      'failed (Access denied; Azure says: “The client (app) may not.”. Ask the customer for an Azure role on a subscription or resource in this tenant, then check again.)',
    );
    assert.match(failureSentence(refused), /^Access denied \(Azure says: “The client \(app\) may not\.”\)\. Ask/);
  });
});
