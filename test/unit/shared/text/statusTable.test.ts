import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Activity } from '../../../../src/shared/model/activity.ts';
import type { DporState } from '../../../../src/shared/model/dpor.ts';
import type { FailureKind } from '../../../../src/shared/model/failure.ts';
import { failureTraits } from '../../../../src/shared/model/failureTraits.ts';
import type { PalState } from '../../../../src/shared/model/model.ts';
import { failureWord } from '../../../../src/shared/text/failureText.ts';
import { activityStatus, dporStatus, palStatus, type Status } from '../../../../src/shared/text/statusTable.ts';

const at = Date.UTC(2026, 10, 4);
const own = [{ id: '1234567' }];
const write = { to: { partnerId: '1234567' }, at, failure: { kind: 'timedOut' } } as const;
const contoso = { partnerId: '1234567', partnerName: 'Contoso Consulting' };
const fabrikam = { partnerId: '7654321', partnerName: 'Fabrikam' };
const change = { do: 'designate', partner: contoso } as const;
const utc = { locale: 'en', timeZone: 'UTC' };

type Row = readonly [mark: string, short: string, long: string | RegExp];

function tells({ mark, short, long }: Status, [wantedMark, wantedShort, wantedLong]: Row): void {
  assert.deepEqual([mark, short], [wantedMark, wantedShort]);
  if (typeof wantedLong === 'string') {
    assert.equal(long, wantedLong);
  } else {
    assert.match(long, wantedLong);
  }
}

describe('The table of statuses', () => {
  const pals: readonly (readonly [PalState, ...Row])[] = [
    [{ kind: 'linked', link: contoso }, '✓', 'PAL 1234567', 'PAL 1234567 · Contoso Consulting'],
    [{ kind: 'linked', link: fabrikam }, '≠', 'other: 7654321', 'another partner: 7654321 · Fabrikam'],
    [{ kind: 'notLinked' }, '○', 'not linked', 'not linked'],
    [
      { kind: 'covered', through: [{ tenantId: 't', name: 'Managing' }], itself: { kind: 'notChecked' } },
      '↗',
      'covered',
      'covered through Managing',
    ],
    [{ kind: 'checking' }, '…', 'checking…', 'checking…'],
    [{ kind: 'notChecked' }, '·', 'not checked', 'not checked'],
    [{ kind: 'unclear', write }, '?', 'unclear', 'unclear: may have been written (no answer in time)'],
    [{ kind: 'signInNeeded' }, '!', 'sign in', 'sign-in needed'],
    [{ kind: 'accountNotAllowed' }, '!', 'allow access', 'access to this account not yet allowed'],
    [{ kind: 'notAvailableInCloud' }, '–', 'no PAL here', 'not available in this cloud'],
    [
      { kind: 'unknown', failure: { kind: 'offline' } },
      '?',
      'unknown: offline',
      'unknown (Azure cannot be reached. Check the network connection, then try again.)',
    ],
  ];
  for (const [pal, ...row] of pals) {
    it(`tells a PAL by ${row[0]} and “${row[1]}”`, () => {
      tells(palStatus(pal, own), row);
    });
  }

  const dpors: readonly (readonly [DporState, ...Row])[] = [
    [
      { kind: 'designated', partner: contoso, at, source: 'portalService' },
      '✓',
      'DPOR 1234567',
      'DPOR 1234567 · Contoso Consulting',
    ],
    [
      { kind: 'designated', partner: fabrikam, at, source: 'portalService' },
      '≠',
      'DPOR other: 7654321',
      'DPOR of another partner: 7654321 · Fabrikam',
    ],
    [{ kind: 'confirmed', change, at, source: 'person' }, '~', 'DPOR by you', /^DPOR confirmed by you on Nov 4, 2026/],
    [{ kind: 'submitted', change, at, source: 'portalService' }, '…', 'DPOR sent', 'DPOR submitted, waiting for Azure'],
    [
      { kind: 'submittedNotVisible', change, at, source: 'portalService' },
      '…',
      'DPOR sent',
      'DPOR submitted, not visible yet',
    ],
    [
      { kind: 'submitted', change: { do: 'remove' }, at, source: 'portalService' },
      '…',
      'DPOR removal sent',
      'DPOR submitted, waiting for Azure',
    ],
    [
      { kind: 'confirmed', change: { do: 'remove' }, at, source: 'person' },
      '~',
      'no DPOR, by you',
      /^DPOR confirmed by you on Nov 4, 2026/,
    ],
    [{ kind: 'noneReported', at, source: 'portalService' }, '○', 'no DPOR seen', 'DPOR: none reported'],
    [{ kind: 'notChecked' }, '·', 'DPOR not checked', 'DPOR not checked'],
    [
      { kind: 'unknown', failure: { kind: 'timedOut' }, source: 'portalService' },
      '?',
      'DPOR unknown',
      'DPOR unknown (no answer in time)',
    ],
    [{ kind: 'doesNotApply', why: 'azurePlan', source: 'agreement' }, '–', '', 'DPOR does not apply (Azure plan)'],
    [{ kind: 'notAvailableInCloud', source: 'cloud' }, '–', '', 'DPOR not available in this cloud'],
  ];
  for (const [dpor, ...row] of dpors) {
    it(`tells a DPOR by ${row[0]} and “${row[1]}”: ${String(row[2])}`, () => {
      tells(dporStatus(dpor, own, utc), row);
    });
  }

  it('tells what a run is doing', () => {
    const activities: readonly (readonly [Activity, string])[] = [
      [{ kind: 'writing', of: 'pal', do: 'link' }, 'linking…'],
      [{ kind: 'writing', of: 'dpor', do: 'link' }, 'designating…'],
      [{ kind: 'throttled', waitMs: 40_000 }, 'throttled, next try in 40 s'],
    ];
    for (const [activity, text] of activities) {
      tells(activityStatus(activity), ['…', text, text]);
    }
  });

  it('calls no link another partner’s while no partner ID is saved', () => {
    assert.equal(palStatus({ kind: 'linked', link: fabrikam }, []).mark, '✓');
    assert.equal(dporStatus({ kind: 'designated', partner: fabrikam, at, source: 'portalService' }, []).mark, '✓');
  });

  it('has one character for a mark', () => {
    for (const status of [
      ...pals.map(([pal]) => palStatus(pal, own)),
      ...dpors.map(([dpor]) => dporStatus(dpor, own)),
    ]) {
      assert.equal(status.mark.length, 1, status.long);
    }
  });

  it('has at most three words for why a reading failed, which fit a narrow row', () => {
    for (const kind of Object.keys(failureTraits) as FailureKind[]) {
      const word = failureWord({ kind });
      assert.ok(word.length <= 14 && word.split(' ').length <= 3, word);
    }
  });
});
