import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { known, alice, noon, notLinked, linked, subscription, TestEstate } from './support/estate.ts';
import { descriptionText, messageText, welcomedFailure, type ViewFacts } from '../../../src/tree/viewText.ts';
import { badgeText, titleText } from '../../../src/tree/viewTitle.ts';
import { publicCloud } from '../../../src/shared/model/cloudChoice.ts';
import { timeAgo } from '../../../src/shared/text/relativeTime.ts';

const hour = 3_600_000;

const inPublic = { choice: publicCloud, workspaceIgnored: false } as const;
const inUSGovernment = { kind: 'named', name: 'AzureUSGovernment' } as const;

function facts(more: Omit<Partial<ViewFacts>, 'outline'> & { state?: ViewFacts['outline']['state'] } = {}): ViewFacts {
  const { state = 'rows', ...rest } = more;
  return {
    outline: { state, shown: [], total: 12 },
    progress: { kind: 'idle' },
    filter: 'all',
    mode: 'azure',
    cloud: inPublic,
    withoutPal: false,
    knownAsOf: noon,
    now: noon,
    time: { locale: 'en', timeZone: 'UTC' },
    ...rest,
  };
}

const scanning = { kind: 'scanning', done: 148, total: 400 } as const;

describe('What the Tenants view says about itself', () => {
  it('says nothing when all is fresh and nothing is filtered', () => {
    assert.equal(messageText(facts()), undefined);
    assert.equal(descriptionText(facts()), undefined);
  });

  it('says how old the estate is', () => {
    assert.equal(messageText(facts({ now: noon + 3 * hour })), 'As of 3 hours ago');
  });

  it('says how far a scan is', () => {
    assert.equal(messageText(facts({ progress: scanning })), '148 of 400 tenants checked');
    assert.equal(messageText(facts({ progress: { kind: 'scanning', done: 0, total: 0 } })), 'Looking for tenants…');
  });

  it('says what a filter leaves', () => {
    assert.equal(messageText(facts({ filter: 'notLinked' })), 'Showing 0 of 12 · not linked');
  });

  it('leaves the message out beside a welcome text, which VS Code would hide, and says how far a scan is beside the title', () => {
    for (const state of ['noIdentity', 'noTenants', 'allFiltered', 'allHidden'] as const) {
      const welcome = facts({ state, progress: scanning, filter: 'notLinked', now: noon + hour });
      assert.equal(messageText(welcome), undefined);
      assert.equal(descriptionText(welcome), '148 of 400 tenants checked');
    }
  });

  it('says why nothing could be scanned: above the rows, or beside the welcome text that offers to try again', () => {
    const failure = { kind: 'offline' } as const;
    assert.equal(messageText(facts({ state: 'failed', failure })), undefined);
    assert.equal(descriptionText(facts({ state: 'failed', failure })), 'Azure cannot be reached');
    assert.equal(welcomedFailure(facts({ state: 'failed', failure })), 'offline');
    assert.equal(welcomedFailure(facts({ state: 'failed', failure: { kind: 'serviceError' } })), 'other');
    assert.equal(welcomedFailure(facts({ state: 'noIdentity' })), 'none');
    assert.equal(
      messageText(facts({ trouble: 'Azure cannot be reached', now: noon + 3 * hour })),
      'Azure cannot be reached · As of 3 hours ago',
    );
    // Which setting it is, only a sentence can say.
    const cloud = { kind: 'cloudUnusable', code: 'NotHttps' } as const;
    assert.match(messageText(facts({ state: 'failed', failure: cloud })) ?? '', /^Cloud settings cannot be used\. /);
  });

  it('always labels the sandbox', () => {
    assert.equal(titleText('sandbox', inUSGovernment), 'Tenants (Sample Data)');
    assert.equal(titleText('azure', publicCloud), 'Tenants');
    assert.equal(messageText(facts({ mode: 'sandbox' })), 'Sample data');
  });

  it('names a cloud other than the public one in the title and above the rows', () => {
    assert.equal(titleText('azure', inUSGovernment), 'Tenants (Azure US Government)');
    assert.equal(
      titleText('azure', { kind: 'custom', arm: 'https://management.local.azurestack.external' }),
      'Tenants (management.local.azurestack.external)',
    );
    const cloud = { choice: inUSGovernment, workspaceIgnored: false };
    assert.equal(messageText(facts({ cloud })), 'Azure US Government');
    assert.equal(messageText(facts({ cloud, state: 'noIdentity' })), undefined, 'the welcome text stays');
    assert.equal(messageText(facts({ cloud, mode: 'sandbox' })), 'Sample data');
  });

  it('says where a workspace has settings about the cloud that are ignored', () => {
    const ignored = 'the workspace’s microsoft-sovereign-cloud settings are ignored';
    assert.equal(messageText(facts({ cloud: { ...inPublic, workspaceIgnored: true } })), ignored);
    assert.equal(
      messageText(facts({ cloud: { choice: inUSGovernment, workspaceIgnored: true } })),
      `Azure US Government · ${ignored}`,
    );
  });

  it('says once that a cloud has no Partner Admin Link, and its rows say nothing of it', () => {
    assert.equal(messageText(facts({ withoutPal: true })), 'Partner Admin Link is not offered in this cloud');
    const estate = new TestEstate().identities(alice).tenants(alice.identity.key, {
      tenantId: 't-1',
      displayName: 'Sovereign',
      pal: { kind: 'notAvailableInCloud' },
      subscriptions: known(subscription('s-1', { tenantId: 't-1' })),
    });
    const model = estate.model();
    assert.equal(model.texts().message, 'Partner Admin Link is not offered in this cloud');
    const [tenant] = model.children(undefined);
    const [below] = model.children(tenant);
    assert.ok(tenant && below);
    assert.equal(model.row(tenant)?.description, '');
    assert.equal(model.row(below)?.description, 'DPOR not checked');
    assert.match(model.row(tenant)?.spoken ?? '', /not available in this cloud/, 'who cannot see the icon is told');
  });

  it('counts what needs attention in the badge, but not zero, and says where that is sample data', () => {
    assert.equal(badgeText(0, 'azure'), undefined);
    assert.deepEqual(badgeText(3, 'sandbox'), { value: 3, tooltip: 'Sample data: 3 tenants need attention' });
    assert.deepEqual(badgeText(1, 'azure'), { value: 1, tooltip: '1 tenant needs attention' });
    const estate = new TestEstate()
      .identities(alice)
      .tenants(
        alice.identity.key,
        { tenantId: 't-1', pal: notLinked, subscriptions: known(subscription('s-1')) },
        { tenantId: 't-2', pal: linked('7654321', 'Fabrikam'), subscriptions: known(subscription('s-2')) },
        { tenantId: 't-3', pal: linked(), subscriptions: known(subscription('s-3')) },
      );
    assert.equal(estate.model().texts().badge?.value, 2);
    assert.equal(estate.model('sandbox').texts().badge?.value, 2);
  });
});

describe('How long ago', () => {
  const ago = (ms: number): string => timeAgo(noon - ms, noon, { locale: 'en' });

  it('is said in the largest unit that still says something', () => {
    assert.equal(ago(0), 'just now');
    assert.equal(ago(59_999), 'just now');
    assert.equal(ago(60_000), '1 minute ago');
    assert.equal(ago(5 * 60_000), '5 minutes ago');
    assert.equal(ago(hour), '1 hour ago');
    assert.equal(ago(3 * hour), '3 hours ago');
    assert.equal(ago(47 * hour), '47 hours ago');
    assert.equal(ago(48 * hour), '2 days ago');
    assert.equal(ago(90 * 24 * hour), '2 months ago');
    assert.equal(ago(3 * 366 * 24 * hour), '3 years ago');
  });

  it('is just now for a clock that runs ahead', () => {
    assert.equal(ago(-5 * hour), 'just now');
  });

  it('is said in the language of the person', () => {
    assert.equal(timeAgo(noon - 3 * hour, noon, { locale: 'de' }), 'vor 3 Stunden');
  });
});
