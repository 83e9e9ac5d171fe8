/** What holds for every kind of failure: a new one is not complete until it has traits, words, advice and a test that brings it about. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import type { FailureKind } from '../../../../src/shared/model/failure.ts';
import { failureKinds, failureTraits } from '../../../../src/shared/model/failureTraits.ts';
import { failureAdvice, failureReason } from '../../../../src/shared/text/failureText.ts';

const failures = 'azure/errors/failures.test.ts';
const servicePrincipals = 'azure/credentials/servicePrincipals.test.ts';

/** The test in which the product itself ends in a failure of this kind; other tests only pass it on. */
const broughtAboutIn: Readonly<Record<FailureKind, string>> = {
  partnerIdInvalid: failures,
  alreadyLinked: failures,
  noAccountInTenant: failures,
  forbidden: failures,
  signInNeeded: failures,
  accountNotAllowed: 'azure/identities/accounts.test.ts',
  signInUnavailable: 'azure/identities/accounts.test.ts',
  credentialRefused: servicePrincipals,
  credentialUnusable: servicePrincipals,
  appNotInTenant: servicePrincipals,
  tenantNotFound: servicePrincipals,
  clockWrong: servicePrincipals,
  toolMissing: 'azure/credentials/toolLogins.test.ts',
  tenantBlocked: failures,
  throttled: 'azure/pipeline/readRetryPolicy.test.ts',
  offline: failures,
  proxyOrCertificate: failures,
  timedOut: failures,
  notJson: failures,
  cutOff: failures,
  wrongTenant: failures,
  unexpectedAnswer: failures,
  notAvailableInCloud: 'azure/api/partnerAdminLink.test.ts',
  cloudUnusable: 'azure/clouds/cloudMetadata.test.ts',
  clientNotAccepted: 'azure/api/partnerOfRecord.test.ts',
  ambiguousAnswer: 'azure/api/partnerOfRecord.test.ts',
  serviceError: failures,
  journalNotWritable: 'operations/journal/journalFile.test.ts',
  storageNotWritable: 'storage/atomicFile.test.ts',
  storageNotReadable: 'storage/jsonFile.test.ts',
  storageNewer: 'storage/jsonFile.test.ts',
  runningElsewhere: 'operations/run/resumeRun.test.ts',
  runEnded: 'operations/run/resumeRun.test.ts',
  interrupted: 'operations/run/unclearWrites.test.ts',
  cancelled: 'azure/pipeline/readRetryPolicy.test.ts',
  unknown: failures,
};

/** Where the bare kind could be something else: a run, too, ends *interrupted*. */
const assertedAs: Partial<Record<FailureKind, string>> = { interrupted: 'unclear interrupted' };

/** Kinds for which the same is to be done. */
const sameAdvice: readonly (readonly FailureKind[])[] = [
  ['timedOut', 'cutOff'],
  ['unexpectedAnswer', 'serviceError', 'unknown'],
];

describe('Every kind of failure', () => {
  for (const kind of failureKinds) {
    it(`(${kind}) is brought about in a test`, () => {
      const test = readFileSync(path.join('test/unit', broughtAboutIn[kind]), 'utf8');
      const literal = `'${assertedAs[kind] ?? kind}'`;
      assert.ok(test.includes(literal), `${broughtAboutIn[kind]} does not hold ${literal}`);
    });
  }

  it('says what happened in words of its own', () => {
    const reasons = failureKinds.map((kind) => failureReason({ kind }));
    assert.ok(reasons.every((reason) => reason.trim() !== ''));
    assert.equal(new Set(reasons).size, failureKinds.length);
  });

  it('says what to do, and the same only where it is the same', () => {
    for (const kind of failureKinds) {
      const advice = failureAdvice({ kind });
      assert.notEqual(advice.trim(), '', kind);
      assert.deepEqual(
        failureKinds.filter((other) => failureAdvice({ kind: other }) === advice),
        sameAdvice.find((kinds) => kinds.includes(kind)) ?? [kind],
      );
    }
  });

  it('has traits that do not contradict each other', () => {
    for (const kind of failureKinds) {
      const traits = failureTraits[kind];
      if (traits.needsPerson) {
        assert.ok(traits.nothingWritten, `${kind}: who has not signed in has written nothing`);
        assert.ok(
          !traits.failedCheck && !traits.passing,
          `${kind}: what waits for a person has not failed, nor passes`,
        );
      }
      assert.ok(!traits.passing || traits.failedCheck, `${kind}: only what failed can pass`);
      assert.ok(!traits.accountMissing || traits.ofTenant, `${kind}: the account is missing in the whole tenant`);
    }
  });
});
