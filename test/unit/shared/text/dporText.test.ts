import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import type { AgreementState } from '../../../../src/shared/model/agreement.ts';
import {
  dporAfterReading,
  dporConfirmed,
  dporNotWaitedFor,
  dporSubmitted,
  shownDpor,
  withoutFailed,
  type DporChange,
  type DporPartner,
  type DporReading,
  type DporState,
} from '../../../../src/shared/model/dpor.ts';
import { dporHint, dporSourceText } from '../../../../src/shared/text/dporText.ts';
import { dporText } from '../../../../src/shared/text/statusTable.ts';
import type { FailureKind } from '../../../../src/shared/model/failure.ts';
import { failed, success, type Outcome } from '../../../../src/shared/model/outcome.ts';

const at = Date.UTC(2026, 4, 4, 10, 20);
const utc = { locale: 'en-US', timeZone: 'UTC' };
const contoso: DporPartner = { partnerId: '1234567', partnerName: 'Contoso Consulting' };
const fabrikam: DporPartner = { partnerId: '7654321', partnerName: 'Fabrikam' };
const third: DporPartner = { partnerId: '5557121' };
const designate: DporChange = { do: 'designate', partner: contoso };
const remove: DporChange = { do: 'remove' };
const noneReported = success<DporReading>({ kind: 'noneReported', ambiguous: true });
const notChecked: DporState = { kind: 'notChecked' };

function designated(partner: DporPartner): Outcome<DporReading> {
  return success({ kind: 'designated', partner });
}

function textAfter(before: DporState, ...outcomes: readonly Outcome<DporReading>[]): string {
  return dporText(
    outcomes.reduce((state, outcome) => dporAfterReading(state, outcome, at), before),
    [],
    utc,
  );
}

describe('the words for a DPOR', () => {
  const words: readonly (readonly [DporState, string])[] = [
    [{ kind: 'designated', partner: contoso, at, source: 'portalService' }, 'DPOR 1234567 · Contoso Consulting'],
    [{ kind: 'designated', partner: third, at, source: 'portalService' }, 'DPOR 5557121'],
    [dporConfirmed(designate, at), 'DPOR confirmed by you on May 4, 2026, 10:20 AM'],
    [dporSubmitted(designate, undefined, at), 'DPOR submitted, waiting for Azure'],
    [dporNotWaitedFor(dporSubmitted(designate, undefined, at)), 'DPOR submitted, not visible yet'],
    [{ kind: 'noneReported', at, source: 'portalService' }, 'DPOR: none reported'],
    [notChecked, 'DPOR not checked'],
    [{ kind: 'doesNotApply', why: 'azurePlan', source: 'agreement' }, 'DPOR does not apply (Azure plan)'],
    [{ kind: 'doesNotApply', why: 'csp', source: 'offer' }, 'DPOR does not apply (CSP)'],
    [{ kind: 'doesNotApply', why: 'payAsYouGo', source: 'offer' }, 'DPOR does not apply (pay-as-you-go)'],
    [
      { kind: 'unknown', failure: { kind: 'offline' }, source: 'portalService' },
      'DPOR unknown (Azure cannot be reached)',
    ],
    [
      { kind: 'unknown', failure: { kind: 'clientNotAccepted' }, source: 'portalService' },
      'DPOR unknown (the portal’s billing service does not accept this client)',
    ],
    [{ kind: 'notAvailableInCloud', source: 'cloud' }, 'DPOR not available in this cloud'],
  ];
  for (const [state, text] of words) {
    it(`${text}, and where that is known from`, () => {
      assert.equal(dporText(state, [], utc).replaceAll(' ', ' '), text);
      assert.equal(dporSourceText(state) === undefined, state.kind === 'notChecked');
    });
  }

  it('say what *none reported* may mean, that PAL is the way where DPOR does not apply, and what to do about a failure', () => {
    assert.match(dporHint({ kind: 'noneReported', at, source: 'portalService' }) ?? '', /access is missing/);
    assert.match(dporHint({ kind: 'doesNotApply', why: 'csp', source: 'offer' }) ?? '', /^Use a Partner Admin Link/);
    assert.match(
      dporHint({ kind: 'unknown', failure: { kind: 'clientNotAccepted' }, source: 'portalService' }) ?? '',
      /Azure portal/,
    );
  });

  it('tell what the person said from what Azure said', () => {
    const said = dporSourceText(dporConfirmed(designate, at));
    assert.notEqual(said, dporSourceText({ kind: 'designated', partner: contoso, at, source: 'portalService' }));
  });
});

describe('what a reading makes of a DPOR', () => {
  it('shows who is designated, none reported, or why it is unknown', () => {
    assert.equal(textAfter(notChecked, designated(contoso)), 'DPOR 1234567 · Contoso Consulting');
    assert.equal(textAfter(notChecked, noneReported), 'DPOR: none reported');
    assert.equal(textAfter(notChecked, failed({ kind: 'timedOut' })), 'DPOR unknown (no answer in time)');
    assert.equal(textAfter(notChecked, failed({ kind: 'notAvailableInCloud' })), 'DPOR not available in this cloud');
  });

  it('a failure leaves what was known, as of its time, and says why it could not be read again, until an answer comes', () => {
    const later = at + 3 * 86_400_000;
    for (const [before, text] of [
      [designated(contoso), 'DPOR 1234567 · Contoso Consulting'],
      [noneReported, 'DPOR: none reported'],
    ] as const) {
      const known = dporAfterReading(notChecked, before, at);
      const old = dporAfterReading(known, failed({ kind: 'timedOut' }), later);
      assert.deepEqual(old, { ...known, failed: { failure: { kind: 'timedOut' }, at: later } });
      assert.equal(
        dporText(old, [], utc).replaceAll(' ', ' '),
        `${text}, as of May 4, 2026, 10:20 AM; could not be checked since: no answer in time. Try again; if it keeps happening, check the network connection.`,
      );
      assert.deepEqual(dporAfterReading(old, before, later + 1), { ...known, at: later + 1 });
    }
  });

  it('changes nothing when it was cancelled', () => {
    assert.equal(
      textAfter(notChecked, designated(contoso), failed({ kind: 'cancelled' })),
      'DPOR 1234567 · Contoso Consulting',
    );
  });

  it('a change is waited for until it shows: an old answer, an ambiguous one or a failure is no news', () => {
    const waiting = 'DPOR submitted, waiting for Azure';
    const submitted = dporSubmitted(designate, fabrikam, at);
    for (const outcome of [designated(fabrikam), noneReported, failed({ kind: 'offline' })] as const) {
      assert.equal(textAfter(submitted, outcome), waiting);
    }
    assert.equal(textAfter(submitted, designated(fabrikam), designated(contoso)), 'DPOR 1234567 · Contoso Consulting');
    assert.equal(textAfter(submitted, designated(third)), 'DPOR 5557121');
    const removal = dporSubmitted(remove, fabrikam, at);
    assert.equal(textAfter(removal, designated(fabrikam)), waiting);
    assert.equal(textAfter(removal, noneReported), 'DPOR: none reported');
    // An answer from before it, once one comes again, is no failure.
    const failedOnce = dporAfterReading(submitted, failed({ kind: 'offline' }), at);
    assert.deepEqual(dporAfterReading(failedOnce, noneReported, at), submitted);
  });

  it('what nobody waits for any more stays *not visible yet* until it shows', () => {
    const givenUp = dporNotWaitedFor(dporSubmitted(designate, undefined, at));
    assert.equal(textAfter(givenUp, noneReported), 'DPOR submitted, not visible yet');
    assert.equal(textAfter(givenUp, noneReported, designated(contoso)), 'DPOR 1234567 · Contoso Consulting');
    assert.equal(dporNotWaitedFor(notChecked), notChecked);
  });

  it('what the person said outlives a failure, not an answer', () => {
    const said = dporConfirmed(designate, at);
    const failure = { kind: 'clientNotAccepted' } as const;
    assert.deepEqual(dporAfterReading(said, failed(failure), at + 1), { ...said, failed: { failure, at: at + 1 } });
    assert.equal(textAfter(said, designated(fabrikam)), 'DPOR 7654321 · Fabrikam');
  });

  it('does not matter where DPOR does not apply', () => {
    const known = dporAfterReading(notChecked, noneReported, at);
    const shown = (quotaId: string, agreement: AgreementState): DporState =>
      shownDpor({ quotaId }, { agreement, dpor: known });
    const ea: AgreementState = { kind: 'known', agreement: { agreementType: 'EnterpriseAgreement' } };
    const not = { kind: 'doesNotApply', why: 'csp', source: 'offer' } as const;
    assert.deepEqual(shown('CSP_2015-05-01', { kind: 'notChecked' }), not);
    assert.equal(shown('EnterpriseAgreement_2014-09-01', { kind: 'notChecked' }), known);
    assert.equal(shown('EnterpriseAgreement_2014-09-01', ea), known);
  });

  it('is unknown and not *not checked* where the agreement could not be read', () => {
    const failure = { kind: 'forbidden' } as const;
    assert.deepEqual(shownDpor({}, { agreement: { kind: 'unknown', failure }, dpor: notChecked }), {
      kind: 'unknown',
      failure,
      source: 'agreement',
    });
  });
});

const failureKinds: readonly FailureKind[] = [
  'ambiguousAnswer',
  'clientNotAccepted',
  'unexpectedAnswer',
  'serviceError',
  'forbidden',
  'signInNeeded',
  'notJson',
  'cutOff',
  'offline',
  'timedOut',
  'throttled',
  'wrongTenant',
  'notAvailableInCloud',
  'cancelled',
  'unknown',
];
const partners = [contoso, fabrikam, third] as const;

type Step =
  | { readonly what: 'reading'; readonly outcome: Outcome<DporReading> }
  | { readonly what: 'submitted'; readonly change: DporChange; readonly before?: DporPartner }
  | { readonly what: 'confirmed' }
  | { readonly what: 'notWaitedFor' };

const anyFailure = fc.constantFrom(...failureKinds).map((kind): Outcome<DporReading> => failed({ kind }));
const anyReading = fc.oneof(anyFailure, fc.constant(noneReported), fc.constantFrom(...partners).map(designated));
const anyChange = fc.oneof(
  fc.constant(remove),
  fc.constantFrom(...partners).map((partner): DporChange => ({ do: 'designate', partner })),
);
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: anyReading.map((outcome): Step => ({ what: 'reading', outcome })) },
  fc
    .record({ change: anyChange, before: fc.option(fc.constantFrom(...partners), { nil: undefined }) })
    .map((parts): Step => ({ what: 'submitted', ...parts })),
  fc.constantFrom<Step>({ what: 'confirmed' }, { what: 'notWaitedFor' }),
);

function follow(before: DporState, step: Step): DporState {
  switch (step.what) {
    case 'reading':
      return dporAfterReading(before, step.outcome, at);
    case 'submitted':
      return dporSubmitted(step.change, step.before, at);
    case 'confirmed':
      return dporConfirmed(designate, at);
    case 'notWaitedFor':
      return dporNotWaitedFor(before);
  }
}

/** The same, whether or not it could be read again. */
function sameButFor(a: DporState, b: DporState): boolean {
  return isDeepStrictEqual(withoutFailed(a), withoutFailed(b));
}

function claims({ kind }: DporState): boolean {
  return kind === 'designated' || kind === 'noneReported' || kind === 'confirmed' || kind.startsWith('submitted');
}

describe('whatever the answers are, in whatever order', () => {
  it('an error is never a fact: nothing but an answer says who is designated, or that none is reported', () => {
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 12 }), (steps) => {
        let state: DporState = notChecked;
        for (const step of steps) {
          const before: DporState = state;
          state = follow(before, step);
          const failure = step.what === 'reading' && !step.outcome.ok ? step.outcome.failure : undefined;
          const reading = step.what === 'reading' && step.outcome.ok ? step.outcome.value : undefined;
          if (failure) {
            assert.ok(
              state === before ||
                sameButFor(before, state) ||
                (state.kind === 'unknown' && state.failure === failure && !claims(before)) ||
                (state.kind === 'notAvailableInCloud' && failure.kind === 'notAvailableInCloud'),
            );
          }
          if (!sameButFor(before, state) && state.kind === 'designated') {
            assert.deepEqual(reading, { kind: 'designated', partner: state.partner });
          }
          if (!sameButFor(before, state) && state.kind === 'noneReported') {
            assert.equal(reading?.kind, 'noneReported');
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('the words are those of the list, and never that there is no DPOR', () => {
    const list =
      /^(?:DPOR (?:\d+(?: · .+)?|confirmed by you on .+|submitted, waiting for Azure|submitted, not visible yet|not checked|unknown \(.+\)|not available in this cloud)|DPOR: none reported)(?:, as of .+; could not be checked since: .+)?$/u;
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 12 }), (steps) => {
        const state = steps.reduce(follow, notChecked);
        const text = dporText(state, [], utc);
        assert.match(text, list);
        const all = [text, dporSourceText(state), dporHint(state)].join(' ');
        assert.doesNotMatch(all, /\bno DPOR\b|\bno partner of record\b|\bnot designated\b/i);
      }),
      { numRuns: 500 },
    );
  });
});
