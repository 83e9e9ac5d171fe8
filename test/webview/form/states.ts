/** Every state that the form can show, to be checked and looked at in each theme. */
import type { Draft } from '../../../src/shared/form/messages.ts';
import { quietPage, runInfo, type Answer } from './fakeHost.ts';
import { openForm, type FormOptions, type FormPage } from './formPage.ts';
import { mixedTargets, sampleTarget, sampleTargets } from './sampleTargets.ts';

export const linkDraft: Draft = { action: 'link', partnerId: '1234567', fromList: false };

const targets = sampleTargets(300);
/** Tenants, and subscriptions of every status after some of them. */
const mixed = mixedTargets(60);
const mixedSelected = ['t2', 't2|s0', 't5|s1', 't8|s2', 't11|s3', 't20|s6'];

const selected = ['t0', 't1', 't2', 't3', 't8', 't9', 't16'];

/** What the host says of a partner ID whose name a link shows. */
export const fabrikamSeen: Answer = {
  ok: true,
  knowledge: { severity: 'info', sentences: ['Fabrikam, as seen on the link of Woodgrove Bank.'], canSave: true },
};

interface State {
  readonly options: FormOptions;
  /** Brings it about, and ends when it is there. */
  reach?(form: FormPage): Promise<void>;
}

const rows = async (form: FormPage): Promise<void> => {
  await form.ready();
  await form.part('summary').filter({ hasText: 'Link' }).waitFor();
};

const problems = [
  { line: 3, text: 'not-a-tenant', why: 'No tenant that you can reach has this ID or domain.' },
  { line: 7, text: '"=HYPERLINK(1)",abc', why: 'abc is no partner ID: a partner ID has digits only.' },
];

const list = { source: 'targets.csv', matched: 18, problems, givesPartnerIds: true, keptAsExpected: false };

export const states: Readonly<Record<string, State>> = {
  'nobody signed in': {
    options: { page: { ...quietPage, estate: { state: 'noIdentity' }, savedPartnerIds: [] } },
    reach: (form) => form.button('Add Identity…').waitFor(),
  },
  'no tenants': {
    options: { page: { ...quietPage, estate: { state: 'noTenants' } } },
    reach: (form) => form.page.getByText('No tenants were found.').waitFor(),
  },
  loading: {
    options: { page: { ...quietPage, estate: { state: 'loading' }, scan: { done: 12, total: 300 } } },
    reach: (form) => form.page.getByText('Checking: 12 of 300').waitFor(),
  },
  rows: {
    options: { targets, selected, draft: linkDraft, page: { ...quietPage, sampleLabel: 'Sample data' } },
    reach: rows,
  },
  'nothing selected': {
    options: { targets },
    reach: (form) => form.page.getByText('Nothing is selected.').waitFor(),
  },
  'a partner ID that cannot be used': {
    options: { targets, selected, draft: { ...linkDraft, partnerId: '12 34x' } },
    reach: (form) => form.page.getByText('A partner ID has digits only.').waitFor(),
  },
  'a validated partner ID': {
    options: { targets, selected, draft: { ...linkDraft, partnerId: '5557123' } },
    async reach(form) {
      form.host.answers.validate = () => fabrikamSeen;
      await rows(form);
      await form.button('Validate').click();
      await form.button('Save as Ours').waitFor();
    },
  },
  'a list with problems': {
    options: {
      targets: sampleTargets(300, (index) => (index < 18 ? { listed: { partnerId: '5557123', label: 'West' } } : {})),
      selected,
      draft: { ...linkDraft, fromList: true },
      page: { ...quietPage, list, expected: { count: 12 } },
    },
    async reach(form) {
      await rows(form);
      await form.page.getByText('2 lines could not be used').click();
      await form.page.getByText('not-a-tenant').waitFor();
    },
  },
  'selected rows that are not shown, and details': {
    options: { targets, selected, draft: linkDraft },
    async reach(form) {
      await rows(form);
      await form.search.fill('alpine');
      await form.part('hidden').first().waitFor();
      await form.page.locator('.body .row').first().click();
      await form.page.getByText('00000000-0000-4000-8000-000000000001').waitFor();
    },
  },
  removal: {
    options: { targets, selected, draft: { ...linkDraft, action: 'remove' } },
    reach: (form) => form.button('Remove 3 Links…').waitFor(),
  },
  'tenants and subscriptions': {
    options: { targets: mixed, selected: mixedSelected, draft: linkDraft },
    async reach(form) {
      await rows(form);
      await form.button('Make 3 Changes…').waitFor();
      await form.row(/EA Production 1\b/).click();
      await form.page
        .getByRole('region', { name: 'Details of the current row' })
        .getByText('Subscription ID')
        .waitFor();
    },
  },
  'subscriptions alone, with what to do in the portal': {
    options: { targets: mixed, selected: ['t20|s6'], draft: linkDraft },
    async reach(form) {
      await form.ready();
      await form.kind('Subscriptions (DPOR)');
      await form.row(/EA Production 7\b/).click();
      await form.button('Handle It in the Portal…').waitFor();
    },
  },
  'a removal of links and designations': {
    options: { targets: mixed, selected: ['t0', 't8|s2', 't2|s0'], draft: { ...linkDraft, action: 'remove' } },
    reach: (form) => form.button('Make 2 Changes…').waitFor(),
  },
  'a finished run of links and designations': {
    options: { targets: mixed, selected: mixedSelected, draft: linkDraft },
    async reach(form) {
      await rows(form);
      await form.host.runItems([
        { key: 't2', state: 'done', text: 'done' },
        { key: 't2|s0', state: 'done', text: 'done (submitted, waiting for Azure)' },
        { key: 't5|s1', state: 'failed', text: 'failed (access denied)' },
      ]);
      await form.host.setPage({
        run: runInfo({
          title: 'Link 1, designate 1, change 1 DPOR',
          phase: 'finished',
          done: 3,
          total: 3,
          failed: 1,
          result: '1 linked, 1 DPOR submitted, 1 failed. It might take some time for Azure to show it.',
          canRetry: true,
          canUndo: true,
        }),
      });
      await form.button('Retry Failed').waitFor();
    },
  },
  'an unfinished run': {
    options: {
      targets,
      selected,
      draft: linkDraft,
      page: {
        ...quietPage,
        unfinished: [
          { id: 'r1', text: 'Link 40 tenants to 1234567, begun today at 09:12: 22 of 40 done', where: 'nobody' },
          { id: 'r2', text: 'Remove 3 links: running in another window', where: 'anotherWindow' },
        ],
      },
    },
    reach: (form) => form.button('Discard').waitFor(),
  },
  running: {
    options: { targets, selected, draft: linkDraft },
    async reach(form) {
      await rows(form);
      await form.host.runItems([
        { key: 't1', state: 'done', text: 'done' },
        { key: 't2', state: 'running', text: 'running' },
        { key: 't8', state: 'queued', text: 'queued' },
      ]);
      await form.host.setPage({ run: runInfo({ done: 1, total: 3 }) });
      await form.page.getByRole('progressbar').waitFor();
    },
  },
  throttled: {
    options: { targets, selected, draft: linkDraft },
    async reach(form) {
      await rows(form);
      await form.host.runItems([
        { key: 't1', state: 'done', text: 'done' },
        { key: 't2', state: 'throttled', text: 'throttled, next try in 40 s' },
        { key: 't8', state: 'running', text: 'running' },
      ]);
      await form.host.setPage({ run: runInfo({ done: 1, total: 3, throttled: 1 }) });
      await form.part('run').filter({ hasText: '1 throttled by Azure, waiting' }).waitFor();
      await form.page.getByText('throttled, next try in 40 s').waitFor();
    },
  },
  'finished, something unclear': {
    options: { targets, selected, draft: linkDraft },
    async reach(form) {
      await rows(form);
      await form.host.runItems([
        { key: 't1', state: 'done', text: 'done' },
        { key: 't2', state: 'unclear', text: 'unclear: may have been written (no answer in time)' },
      ]);
      const result =
        '1 linked, 1 unclear. Fabrikam 3: unclear: may have been written (no answer in time). It’s read again until the result is known.';
      await form.host.setPage({ run: runInfo({ phase: 'finished', done: 2, total: 2, result, canUndo: true }) });
      await form.page.getByText('unclear: may have been written (no answer in time)', { exact: true }).waitFor();
    },
  },
  asking: {
    options: { targets, selected, draft: linkDraft },
    async reach(form) {
      await rows(form);
      await form.host.runItems([{ key: 't1', state: 'done', text: 'done' }]);
      await form.host.setPage({ run: runInfo({ phase: 'asking', done: 1, total: 3 }) });
      await form.page.getByText('Waiting for your answer in the dialog').first().waitFor();
    },
  },
  'finished with failures': {
    options: { targets, selected, draft: linkDraft },
    async reach(form) {
      await rows(form);
      await form.host.runItems([
        { key: 't1', state: 'done', text: 'done' },
        { key: 't2', state: 'failed', text: 'failed (the partner ID is not known: check it in Partner Center)' },
        { key: 't8', state: 'skipped', text: 'skipped (changed since it was planned)' },
        { key: 't9', state: 'cancelled', text: 'cancelled' },
      ]);
      await form.host.setPage({
        run: runInfo({
          phase: 'finished',
          done: 4,
          total: 4,
          failed: 1,
          result: '1 linked, 1 failed, 1 skipped, 1 cancelled.',
          canRetry: true,
          canUndo: true,
          canResume: false,
        }),
      });
      await form.button('Retry Failed').waitFor();
    },
  },
  'an error of a request': {
    options: { targets, selected, draft: linkDraft },
    async reach(form) {
      form.host.answers.apply = () => ({ ok: false, text: 'Another window is writing to 3 of these tenants.' });
      await rows(form);
      await form.button(/^Link 3 and Change 2/).click();
      await form.part('error-apply').filter({ hasText: 'Another window' }).waitFor();
    },
  },
  'no row matches': {
    options: { targets: [sampleTarget(0)], draft: linkDraft },
    async reach(form) {
      await form.ready();
      await form.search.fill('nothing like it');
      await form.page.getByText('Nothing matches.').waitFor();
    },
  },
};

export async function openState(name: string, options: FormOptions = {}): Promise<FormPage> {
  const state = states[name];
  if (state === undefined) {
    throw new Error(`No state ${name}`);
  }
  const form = await openForm({ ...state.options, ...options });
  await form.whole();
  await state.reach?.(form);
  return form;
}
