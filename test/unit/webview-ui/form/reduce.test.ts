import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { FromHost, PlannedTarget } from '../../../../src/shared/form/messages.ts';
import { planSummaryText } from '../../../../src/shared/text/planSummary.ts';
import { reduce, type FormEvent } from '../../../../webview-ui/form/model/reduce.ts';
import { shownPlaces, sortedPlaces } from '../../../../webview-ui/form/model/shown.ts';
import { initialState, type FormState, type Sort } from '../../../../webview-ui/form/model/state.ts';
import { applyText, hiddenText, summarize, whyNotApply } from '../../../../webview-ui/form/model/summary.ts';
import { quietPage, runInfo } from '../../../webview/form/fakeHost.ts';
import { sampleSubscription, sampleTarget, sampleTargets } from '../../../webview/form/sampleTargets.ts';

const draft = { action: 'link', partnerId: '1234567', fromList: false } as const;

function after(state: FormState, ...events: readonly (FormEvent | FromHost)[]): FormState {
  return events.reduce<FormState>(
    (now, event) => reduce(now, isEvent(event) ? event : { kind: 'fromHost', message: event }),
    state,
  );
}

function isEvent(event: FormEvent | FromHost): event is FormEvent {
  return [
    'fromHost',
    'drafted',
    'draftSent',
    'selected',
    'cleared',
    'filtered',
    'searched',
    'sorted',
    'moved',
    'asked',
    'answered',
    'known',
  ].includes(event.kind);
}

function rows(count: number, generation = 1): FromHost {
  return { kind: 'targets', generation, from: 0, of: count, targets: [...sampleTargets(count)] };
}

const link: PlannedTarget = { do: 'link', fromOther: false, text: 'link to 1234567' };
const change: PlannedTarget = { do: 'change', fromOther: true, text: 'change 7654321 → 1234567' };
const already: PlannedTarget = { do: 'nothing', fromOther: false, text: 'already linked' };
const cannot: PlannedTarget = { do: 'cannot', fromOther: false, text: 'cannot: sign-in needed', remedy: 'signIn' };

function actions(
  of: readonly number[],
  more: { readonly draft?: number; readonly at?: number[]; readonly generation?: number } = {},
): FromHost {
  return { kind: 'actions', generation: 1, draft: 0, actions: [link, change, already, cannot], of: [...of], ...more };
}

const opened = after(
  initialState,
  { kind: 'opened', mode: 'azure', draft, selected: ['t0', 't1', 't2', 't3'] },
  { kind: 'page', page: quietPage },
  rows(6),
  actions([0, 1, 2, 3, 0, 0]),
);

const inOrder = (state: FormState): readonly number[] => state.rows.map((_, place) => place);
const summaryOf = (state: FormState): ReturnType<typeof summarize> =>
  summarize(state, shownPlaces(state, inOrder(state)));

describe('The form’s rows', () => {
  it('become current with the last part of their generation', () => {
    const parts = sampleTargets(5);
    const half = after(opened, { kind: 'targets', generation: 2, from: 0, of: 5, targets: parts.slice(0, 3) });
    assert.equal(half.rows.length, 6);
    const whole = after(half, { kind: 'targets', generation: 2, from: 3, of: 5, targets: parts.slice(3) });
    assert.equal(whole.rows.length, 5);
    assert.equal(whole.places.get('t4'), 4);
  });

  it('are not made of parts of several generations, or with a part missing', () => {
    const parts = sampleTargets(6);
    const mixed = after(
      opened,
      { kind: 'targets', generation: 2, from: 0, of: 6, targets: parts.slice(0, 3) },
      { kind: 'targets', generation: 3, from: 3, of: 6, targets: parts.slice(3) },
      { kind: 'targets', generation: 2, from: 4, of: 6, targets: parts.slice(4) },
    );
    assert.equal(mixed.generation, 1);
  });

  it('keep their actions to themselves: those of another generation are void', () => {
    assert.equal(after(opened, actions([2, 2, 2, 2, 2, 2], { generation: 2 })), opened);
  });

  it('change one by one, never into another target', () => {
    const changed = after(opened, {
      kind: 'changed',
      generation: 1,
      targets: [
        [1, sampleTarget(1, { current: 'checking…' })],
        [2, sampleTarget(5, { current: 'checking…' })],
        [99, sampleTarget(99)],
      ],
    });
    assert.deepEqual(
      changed.rows.map(({ target }) => target.current === 'checking…'),
      [false, true, false, false, false, false],
    );
  });
});

describe('The form’s draft', () => {
  it('takes no actions until it has been sent, and then only its own', () => {
    const edited = after(opened, { kind: 'drafted', draft: { ...draft, partnerId: '5557123' } });
    assert.equal(after(edited, actions([2, 2, 2, 2, 2, 2])), edited);
    const sent = after(edited, { kind: 'draftSent', number: 7 });
    assert.equal(after(sent, actions([2, 2, 2, 2, 2, 2], { draft: 6 })), sent);
    assert.equal(whyNotApply(sent, summaryOf(sent)), 'Working out what will happen…');
    const known = after(sent, actions([0, 0, 0, 0, 0, 0], { draft: 7 }));
    assert.equal(whyNotApply(known, summaryOf(known)), undefined);
  });

  it('is not worked out by a part that tells of changes in the estate', () => {
    const part = after(
      opened,
      { kind: 'drafted', draft },
      { kind: 'draftSent', number: 7 },
      actions([0], { draft: 7, at: [1] }),
    );
    assert.equal(part.draftPending, true);
    assert.equal(part.planned[1], link);
  });

  it('is the host’s again when it opens anew', () => {
    const again = after(
      opened,
      { kind: 'drafted', draft: { ...draft, partnerId: '5' } },
      { kind: 'opened', mode: 'azure', draft, selected: [] },
      actions([0, 0, 0, 0, 0, 0]),
    );
    assert.equal(again.draft.partnerId, '1234567');
    assert.equal(again.draftPending, false);
  });

  it('waits for no answer of a session that is left, and does not go by its plan', () => {
    const left = after(
      opened,
      { kind: 'asked', what: 'apply', place: 'apply' },
      { kind: 'answered', what: 'undoRun', place: 'apply', error: 'It failed.' },
      { kind: 'opened', mode: 'sandbox', draft, selected: ['t0'] },
    );
    assert.equal(left.asking.size, 0);
    assert.deepEqual(left.errors, {});
    assert.equal(whyNotApply(left, summaryOf(left)), 'Working out what will happen…');
  });

  it('lacks a partner ID where those of a list are to be used and the list is gone or gives none', () => {
    const fromList = { ...draft, partnerId: '', fromList: true };
    const list = { source: 'a.csv', matched: 1, problems: [], givesPartnerIds: true, keptAsExpected: false };
    const gone = after(opened, { kind: 'opened', mode: 'azure', draft: fromList, selected: ['t0'] }, actions([0]));
    assert.equal(whyNotApply(gone, summaryOf(gone)), 'No partner ID is given.');
    const there = after(gone, { kind: 'page', page: { ...quietPage, list } });
    assert.equal(whyNotApply(there, summaryOf(there)), undefined);
  });
});

describe('The summary', () => {
  it('says in words what Apply would do', () => {
    assert.equal(
      planSummaryText(summaryOf(opened), false),
      'Link 1, change 1 from another partner, leave 2 (1 already linked, 1 cannot)',
    );
    assert.equal(applyText(opened, summaryOf(opened)), 'Link 1 and Change 1…');
  });

  it('tells changes of other partners’ links from those of one’s own', () => {
    const own = after(opened, {
      kind: 'actions',
      generation: 1,
      draft: 0,
      actions: [change, { ...change, fromOther: false }],
      of: [0, 0, 1, 1, 1, 1],
    });
    assert.equal(planSummaryText(summaryOf(own), false), 'Change 4 (2 from other partners)');
    assert.equal(applyText(own, summaryOf(own)), 'Change 4 Links…');
  });

  it('is what a list names, or what the form was opened from beside what was selected before', () => {
    const listed = after(opened, { kind: 'select', keys: ['t5'] });
    assert.deepEqual([...listed.selected], ['t5']);
    const also = after(listed, { kind: 'select', keys: ['t4'], also: true });
    assert.deepEqual([...also.selected].sort(), ['t4', 't5']);
  });

  it('counts what is selected only, and what of it is not shown', () => {
    const searched = after(opened, { kind: 'searched', query: 'ALPINE' });
    const summary = summaryOf(searched);
    assert.equal(summary.selected, 4);
    assert.equal(summary.hidden, 3);
    assert.equal(hiddenText(summary), '3 of the selected are not shown');
    assert.deepEqual(summary.toSignIn, ['t3']);
  });

  it('counts designations apart from links, and a subscription that is seen in two ways once', () => {
    const targets = [sampleTarget(0), sampleSubscription(0, 0), sampleTarget(1), sampleSubscription(1, 0)];
    const designate: PlannedTarget = { do: 'link', fromOther: false, text: 'designate 1234567' };
    const planned = (of: number[], more: Partial<typeof draft> = {}): FormState =>
      after(
        initialState,
        {
          kind: 'opened',
          mode: 'azure',
          draft: { ...draft, ...more },
          selected: targets.map(({ key }) => key),
        },
        { kind: 'page', page: quietPage },
        { kind: 'targets', generation: 1, from: 0, of: 4, targets },
        { kind: 'actions', generation: 1, draft: 0, actions: [link, designate, already, cannot], of },
      );
    const said = (state: FormState): readonly string[] => [
      planSummaryText(summaryOf(state), false),
      applyText(state, summaryOf(state)),
    ];
    assert.deepEqual(said(planned([0, 1, 3, 1])), ['Link 1, designate 1, leave 1 (cannot)', 'Make 2 Changes…']);
    assert.deepEqual(said(planned([2, 1, 2, 1])), [
      'Designate 1, leave 2 (nothing to do)',
      'Designate for 1 Subscription…',
    ]);
    // The way by which something can be done counts.
    assert.deepEqual(said(planned([2, 3, 2, 1])), [
      'Designate 1, leave 3 (2 with nothing to do, 1 cannot)',
      'Designate for 1 Subscription…',
    ]);
    assert.equal(whyNotApply(planned([2, 2, 2, 2]), summaryOf(planned([2, 2, 2, 2]))), 'Nothing would change.');
  });

  it('gives the reason when nothing can be applied', () => {
    const why = (...events: readonly FormEvent[]): string | undefined => {
      const state = after(opened, ...events);
      return whyNotApply(state, summaryOf(state));
    };
    assert.equal(why({ kind: 'cleared' }), 'Nothing is selected.');
    assert.equal(why({ kind: 'drafted', draft: { ...draft, partnerId: ' ' } }), 'No partner ID is given.');
    assert.equal(why({ kind: 'drafted', draft: { ...draft, partnerId: 'x' } }), 'The partner ID cannot be used.');
    assert.equal(why({ kind: 'cleared' }, { kind: 'selected', keys: ['t2', 't3'], on: true }), 'Nothing would change.');
    assert.equal(why(), undefined);
  });
});

describe('Filter and search', () => {
  const shown = (state: FormState): readonly string[] =>
    shownPlaces(state, inOrder(state)).map((place) => state.rows[place]?.target.key ?? '');

  it('find all words, in names, domains, ids, identities and partners', () => {
    assert.deepEqual(shown(after(opened, { kind: 'searched', query: ' works  ADVENTURE ' })), ['t0']);
    assert.deepEqual(shown(after(opened, { kind: 'searched', query: '7654321' })), ['t1']);
    assert.deepEqual(shown(after(opened, { kind: 'searched', query: 'no such' })), []);
  });

  it('go together with a status', () => {
    assert.deepEqual(shown(after(opened, { kind: 'filtered', filter: 'notLinked' })), ['t2']);
    assert.deepEqual(shown(after(opened, { kind: 'filtered', filter: 'needsAttention' })), ['t1', 't2']);
  });

  it('show the run that has begun, and afterwards what they showed before', () => {
    const filtered = after(opened, { kind: 'filtered', filter: 'notLinked' }, { kind: 'searched', query: 'contoso' });
    const running = after(
      filtered,
      { kind: 'page', page: { ...quietPage, run: runInfo() } },
      { kind: 'runItems', run: 'run-1', items: [{ key: 't5', state: 'queued', text: 'queued' }] },
      { kind: 'runItems', run: 'run-1', items: [{ key: 't4', state: 'done', text: 'done' }] },
    );
    assert.deepEqual(shown(running), ['t4', 't5']);
    assert.deepEqual(shown(after(running, { kind: 'filtered', filter: 'done' })), ['t4']);
    assert.deepEqual(shown(after(running, { kind: 'page', page: quietPage })), ['t2']);
  });

  it('do not show what another run said', () => {
    const other = after(
      opened,
      { kind: 'runItems', run: 'run-0', items: [{ key: 't5', state: 'failed', text: 'failed' }] },
      { kind: 'page', page: { ...quietPage, run: runInfo() } },
    );
    assert.deepEqual(shown(other), []);
  });
});

describe('Sorting', () => {
  function sorted(state: FormState, sort: Sort): readonly string[] {
    const steps = sortedPlaces(state, sort);
    for (;;) {
      const step = steps.next();
      if (step.done === true) {
        return step.value.map((place) => state.rows[place]?.target.key ?? '');
      }
    }
  }

  const many = after(initialState, { kind: 'page', page: quietPage }, rows(2_000));

  it('puts every row in its place, whichever slices it was worked out in', () => {
    const keys = sorted(many, { column: 'identity', descending: false });
    const plain = many.rows
      .map(({ target }, place) => ({ target, place }))
      .sort((a, b) => a.target.identity.localeCompare(b.target.identity) || a.place - b.place)
      .map(({ target }) => target.key);
    assert.deepEqual(keys, plain);
  });

  it('reads numbers as numbers, and is the host’s order without a column', () => {
    const keys = sorted(many, { column: 'name', descending: false });
    assert.ok(keys.indexOf('t10') < keys.indexOf('t100'));
    assert.deepEqual(sorted(many, undefined).slice(0, 3), ['t0', 't1', 't2']);
  });

  it('puts what would be changed first among what will happen', () => {
    assert.deepEqual(sorted(opened, { column: 'action', descending: false }), ['t1', 't0', 't4', 't5', 't3', 't2']);
  });
});
