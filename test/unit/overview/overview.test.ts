/** The overview's host over the sample data: what its page is told, and what its requests do. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { Overview } from '../../../src/overview/overview.ts';
import type { NextStep } from '../../../src/overview/nextSteps.ts';
import type { OverviewHost } from '../../../src/overview/overviewHost.ts';
import type { Chosen } from '../../../src/estate/view/filter.ts';
import { readFromHost, type FromHost, type OverviewView, type Request } from '../../../src/shared/overview/messages.ts';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import { Emitter } from '../../../src/shared/async/emitter.ts';
import { eventually } from '../../e2e/support/eventually.ts';
import { openSampleSession, type SampleSession } from '../support/sampleSession.ts';

const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

class FakePage {
  readonly messages: FromHost[] = [];
  readonly #asks = new Emitter<unknown>();
  #last = 0;
  readonly channel = {
    onMessage: this.#asks.event,
    post: (message: FromHost): void => {
      assert.deepEqual(readFromHost(structuredClone(message)), message);
      this.messages.push(message);
    },
  };

  send(message: unknown): void {
    this.#asks.fire(message);
  }

  async ask(request: Request): Promise<Extract<FromHost, { kind: 'answer' }>> {
    this.#last += 1;
    const id = this.#last;
    this.send({ id, request });
    return eventually(() => {
      const found = this.messages.find((one) => one.kind === 'answer' && one.to === id);
      assert.ok(found?.kind === 'answer');
      return found;
    });
  }

  get view(): OverviewView {
    const found = this.messages.findLast((one) => one.kind === 'view');
    assert.ok(found?.kind === 'view');
    return found.view;
  }
}

class FakeHost implements OverviewHost {
  readonly shown: (Chosen | 'needsAttention')[] = [];
  readonly steps: NextStep[] = [];
  readonly performed: string[] = [];
  readonly told: string[] = [];
  show = (rows: Chosen | 'needsAttention'): Promise<void> => Promise.resolve(void this.shown.push(rows));
  takeStep = (step: NextStep): Promise<void> => Promise.resolve(void this.steps.push(step));
  perform = (command: string): Promise<void> => Promise.resolve(void this.performed.push(command));
  tell = (text: string): Promise<void> => Promise.resolve(void this.told.push(text));
}

describe('The overview’s host', () => {
  let sample: SampleSession;
  let page: FakePage;
  let host: FakeHost;
  let overview: Overview;

  const open = (): void => {
    page = new FakePage();
    host = new FakeHost();
    overview = new Overview({ channel: page.channel, session: sample.session, host, log: silent, language: 'en' });
  };

  beforeEach(async () => {
    sample = await openSampleSession({
      log: silent,
      own: [{ id: samplePartnerIds.contoso, label: 'Contoso Consulting' }],
    });
    open();
    await page.ask({ ask: 'ready' });
  });

  afterEach(async () => {
    overview.dispose();
    await sample.close();
  });

  it('tells everything when the page is ready, labelled as sample data', () => {
    assert.equal(page.view.sampleLabel, 'Sample data: no real tenant is touched.');
    assert.equal(page.view.estate.state, 'rows');
    assert.equal(
      page.view.tenants.reduce((sum, { count }) => sum + count, 0),
      sample.session.store.allTenants().length,
    );
  });

  it('keeps a line of the day once the scan has ended', async () => {
    await sample.session.history.dispose();
    const { days } = await sample.session.history.read();
    assert.equal(days.length, 1);
    assert.ok((days[0]?.tenants ?? 0) > 0);
  });

  it('shows just those that a number counts', async () => {
    const part = page.view.tenants.find(({ group }) => group === 'notLinked');
    assert.ok(part);
    await page.ask({ ask: 'show', of: 'tenants', group: 'notLinked' });
    const [chosen] = host.shown;
    assert.ok(chosen !== undefined && chosen !== 'needsAttention');
    sample.session.choice.showOnly(chosen);
    assert.equal(sample.session.countMatching('chosen'), part.count);
    assert.equal(chosen.text, 'not linked');
  });

  it('takes a step for those that it is about now, and refuses one that is done', async () => {
    const step = page.view.steps.find(({ kind }) => kind === 'link');
    assert.ok(step);
    assert.ok((await page.ask({ ask: 'takeStep', step: 'link' })).ok);
    assert.equal(step.button, `Link ${String(host.steps[0]?.rows.length)} Tenants`);
    assert.equal(
      (await page.ask({ ask: 'takeStep', step: 'settle' })).ok,
      page.view.steps.some(({ kind }) => kind === 'settle'),
    );
  });

  it('is told again when a link is read otherwise', async () => {
    const before = page.view.tenants.find(({ group }) => group === 'notLinked')?.count ?? 0;
    const row = sample.session.store.allTenants().find(({ pal }) => pal.kind === 'notLinked');
    assert.ok(row);
    sample.session.store.setPal(row.ref, { kind: 'linked', link: { partnerId: samplePartnerIds.contoso } }, 'run');
    await eventually(() =>
      assert.equal(page.view.tenants.find(({ group }) => group === 'notLinked')?.count ?? 0, before - 1),
    );
  });

  it('compares the next look with how this one ended', async () => {
    assert.equal(page.view.changes, undefined);
    overview.dispose();
    await sample.session.history.dispose();
    open();
    await page.ask({ ask: 'ready' });
    assert.deepEqual(page.view.changes, { since: 'just now', parts: [] });
  });

  it('drops what is no message of its page', async () => {
    for (const message of [undefined, { id: 1 }, { id: 7, request: { ask: 'takeStep', step: 'remove all' } }]) {
      page.send(message);
    }
    await page.ask({ ask: 'refresh' });
    assert.deepEqual([host.performed, host.steps], [['refresh'], []]);
    assert.equal(page.messages.filter(({ kind }) => kind === 'answer').length, 2);
  });
});
