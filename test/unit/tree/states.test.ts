import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Failure } from '../../../src/shared/model/failure.ts';
import type { IdentityListing } from '../../../src/shared/ports/identitySource.ts';
import { goldenIn } from '../support/golden.ts';
import { alice, bob, known, linked, notLinked, ours, subscription, TestEstate, withState } from './support/estate.ts';
import { renderTree } from './support/render.ts';

const assertGolden = goldenIn(import.meta.dirname);

const serviceError: Failure = {
  kind: 'serviceError',
  status: 500,
  code: 'InternalServerError',
  serviceMessage: 'Something [broke](command:workbench.action.quit) <b>badly</b>',
  requestId: 'req-42',
};

describe('Rows of the Tenants view', () => {
  it('say every state in words, on the row, to a screen reader and in the tooltip', () => {
    const estate = new TestEstate().identities(alice).tenants(
      alice.identity.key,
      {
        tenantId: 't-1',
        displayName: 'Linked to us',
        defaultDomain: 'linked.example',
        category: 'Home',
        countryCode: 'SE',
        pal: linked(),
        subscriptions: known(
          subscription('s-1'),
          subscription('s-2', { state: 'Disabled' }),
          subscription('s-3', { state: 'PastDue' }),
          subscription('s-4', { state: 'SomethingNew' }),
          subscription('s-5', { tenantId: 't-2', displayName: 'Delegated by a tenant we see' }),
          subscription('s-6', { tenantId: 't-far', displayName: 'Delegated by a tenant we do not see' }),
          subscription('s-7', { displayName: undefined, state: undefined }),
        ),
      },
      {
        tenantId: 't-2',
        displayName: 'Not linked',
        pal: notLinked,
        subscriptions: known(subscription('s-1', { tenantId: 't-2' })),
      },
      { tenantId: 't-3', displayName: 'Not linked, nothing to earn', pal: notLinked, subscriptions: known() },
      {
        tenantId: 't-4',
        displayName: 'Other partner',
        pal: linked('7654321', 'Fabrikam'),
        subscriptions: known(subscription('s-1', { tenantId: 't-4' })),
      },
      {
        tenantId: 't-5',
        displayName: 'Linked without a name',
        pal: linked('7777777', null),
        subscriptions: known(),
      },
      { tenantId: 't-6', displayName: 'Never checked' },
      {
        tenantId: 't-7',
        displayName: 'Checking for the first time',
        pal: { kind: 'checking' },
        subscriptions: { kind: 'checking' },
      },
      {
        tenantId: 't-8',
        displayName: 'Checking again',
        before: linked(),
        subscriptions: { kind: 'checking', list: [subscription('s-1', { tenantId: 't-8' })] },
        pal: { kind: 'checking' },
      },
      { tenantId: 't-9', displayName: 'Sign-in', pal: { kind: 'signInNeeded' } },
      {
        tenantId: 't-10',
        displayName: 'Sign-in, reason known',
        pal: { kind: 'signInNeeded', failure: { kind: 'signInNeeded', code: 'AADSTS50076' } },
        subscriptions: { kind: 'unknown', failure: { kind: 'signInNeeded', code: 'AADSTS50076' } },
      },
      { tenantId: 't-11', displayName: 'Account', pal: { kind: 'accountNotAllowed' } },
      { tenantId: 't-12', displayName: 'Sovereign', pal: { kind: 'notAvailableInCloud' }, subscriptions: known() },
      {
        tenantId: 't-13',
        displayName: 'Blocked',
        pal: { kind: 'unknown', failure: { kind: 'tenantBlocked', code: 'AADSTS53003' } },
        subscriptions: { kind: 'unknown', failure: { kind: 'tenantBlocked', code: 'AADSTS53003' } },
      },
      {
        tenantId: 't-14',
        displayName: 'Broken',
        pal: { kind: 'unknown', failure: serviceError },
        subscriptions: {
          kind: 'unknown',
          failure: { kind: 'timedOut' },
          list: [subscription('s-1', { tenantId: 't-14' })],
        },
      },
      {
        tenantId: 't-15',
        displayName: 'Link lost',
        before: linked(),
        pal: notLinked,
        subscriptions: known(subscription('s-1', { tenantId: 't-15' })),
      },
      {
        tenantId: 't-16',
        displayName: 'Link changed',
        before: linked(),
        pal: linked('7654321', 'Fabrikam'),
        subscriptions: known(subscription('s-1', { tenantId: 't-16' })),
      },
      {
        tenantId: 't-17',
        displayName: 'Newly linked by somebody',
        before: notLinked,
        pal: linked(),
        subscriptions: known(subscription('s-1', { tenantId: 't-17' })),
      },
      {
        tenantId: 't-18',
        displayName: 'Not ours',
        pal: linked('7654321', 'Fabrikam'),
        subscriptions: known(subscription('s-1', { tenantId: 't-18' })),
      },
      { tenantId: 't-19', displayName: 'Zzz pinned', pal: linked(), subscriptions: known() },
      { tenantId: 't-20', displayName: 'Hidden', pal: linked(), subscriptions: known() },
    );
    estate.mark('t-18', 'notOurs').mark('t-19', 'pinned').mark('t-20', 'hidden');
    estate.store.scanEnded(estate.now);
    estate.now += 3 * 3_600_000 + 5;
    estate.choice.showHidden = true;
    assertGolden('states.txt', renderTree(estate.model(), { tooltips: true }));
  });

  it('say what could not be read again as it was, with its age, grey, and why', () => {
    const list = known(subscription('s-1'));
    const down = { kind: 'unknown', failure: serviceError } as const;
    const estate = new TestEstate().identities(alice);
    estate.now -= 3 * 86_400_000;
    estate.tenants(
      alice.identity.key,
      { tenantId: 't-1', displayName: 'Ours', pal: linked(), subscriptions: list },
      { tenantId: 't-2', displayName: 'Other', pal: linked('7654321', 'Fabrikam'), subscriptions: list },
      { tenantId: 't-3', displayName: 'Not linked', pal: notLinked, subscriptions: list },
      { tenantId: 't-4', displayName: 'Checked again', pal: linked(), subscriptions: list },
      { tenantId: 't-5', displayName: 'Sign-in', pal: linked(), subscriptions: list },
      { tenantId: 't-6', displayName: 'No subscriptions', pal: notLinked, subscriptions: known() },
      { tenantId: 't-7', displayName: 'Never read', subscriptions: list },
    );
    estate.now += 3 * 86_400_000 - 5 * 60_000;
    for (const tenantId of ['t-1', 't-2', 't-3', 't-4', 't-6', 't-7']) {
      const ref = { identity: alice.identity.key, tenantId };
      estate.store.setPal(ref, down, 'scan');
      estate.store.setSubscriptions(ref, down);
    }
    estate.store.setPal({ identity: alice.identity.key, tenantId: 't-4' }, { kind: 'checking' }, 'scan');
    estate.store.setPal({ identity: alice.identity.key, tenantId: 't-5' }, { kind: 'signInNeeded' }, 'scan');
    estate.now += 5 * 60_000;
    assertGolden('stale.txt', renderTree(estate.model(), { tooltips: true }));
  });

  it('call a link right that is to the expected partner ID, saved or not', () => {
    const estate = new TestEstate().identities(alice).expect('t-1', '7654321').expect('t-2', '7654321');
    estate.tenants(
      alice.identity.key,
      {
        tenantId: 't-1',
        displayName: 'As expected',
        pal: linked('7654321', 'Fabrikam'),
        subscriptions: known(subscription('s-1')),
      },
      {
        tenantId: 't-2',
        displayName: 'Another one',
        pal: linked('5557121', 'Tailspin'),
        subscriptions: known(subscription('s-2')),
      },
      {
        tenantId: 't-3',
        displayName: 'Nothing expected',
        pal: linked('7654321', 'Fabrikam'),
        subscriptions: known(subscription('s-3')),
      },
    );
    const model = estate.model();
    const rows = model.children(undefined).map((node) => model.row(node));
    assert.deepEqual(
      rows.map((row) => [row?.label, row?.description, row?.icon]),
      [
        ['Another one', 'expected 7654321 · other: 5557121', { id: 'organization', color: 'list.warningForeground' }],
        ['As expected', 'PAL 7654321', { id: 'pass', color: 'charts.green' }],
        ['Nothing expected', 'other: 7654321', { id: 'organization', color: 'list.warningForeground' }],
      ],
    );
    assert.equal(model.texts().badge?.value, 2);
    estate.choice.filter = 'anotherPartner';
    model.update([]);
    assert.equal(model.outline.shown.map(({ ref }) => ref.tenantId).join(' '), 't-2 t-3');
  });

  it('stand below their identity where there are two or more', () => {
    const third = { ...bob, identity: { ...bob.identity, key: 'vscode:cy', name: 'cy@contoso.example' } };
    const fourth = { ...bob, identity: { ...bob.identity, key: 'vscode:di', name: 'di@contoso.example' } };
    const fifth = { ...bob, identity: { ...bob.identity, key: 'vscode:eve', name: 'eve@contoso.example' } };
    const estate = new TestEstate()
      .identities(
        alice,
        bob,
        withState(third, { kind: 'signInNeeded' }),
        withState(fourth, { kind: 'notAllowed' }),
        withState(fifth, { kind: 'failed', failure: serviceError }),
      )
      .tenants(
        alice.identity.key,
        { tenantId: 't-1', displayName: 'Contoso', pal: linked(), subscriptions: known(subscription('s-1')) },
        { tenantId: 't-2', displayName: 'Northwind', pal: notLinked, subscriptions: known() },
      )
      .tenants(bob.identity.key, {
        tenantId: 't-1',
        displayName: 'Contoso',
        pal: notLinked,
        subscriptions: known(subscription('s-1')),
      });
    assertGolden('two-identities.txt', renderTree(estate.model(), { tooltips: true }));
  });

  it('say of identities beside VS Code’s accounts what they sign in as, and why one cannot', () => {
    const objectId = 'aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
    const principal: IdentityListing = {
      identity: {
        key: `servicePrincipal:t-1.${objectId}`,
        kind: 'servicePrincipal',
        name: 'Contoso Partner Automation',
        homeTenantId: 't-1',
        objectId,
        principal: 'servicePrincipal',
      },
      state: { kind: 'ready' },
    };
    const refused: IdentityListing = {
      identity: { ...principal.identity, key: 'servicePrincipal:t-2.o-2', name: 'Old Automation' },
      state: { kind: 'failed', failure: { kind: 'credentialRefused', code: 'AADSTS7000222', tenantId: 't-2' } },
    };
    const cli: IdentityListing = {
      identity: { key: 'azureCli:1', kind: 'azureCli', name: 'alice@contoso.example', homeTenantId: 't-1' },
      state: { kind: 'ready' },
    };
    const powerShell: IdentityListing = {
      identity: { key: 'azurePowerShell:', kind: 'azurePowerShell', name: 'Azure PowerShell' },
      state: { kind: 'signInNeeded', failure: { kind: 'signInNeeded', tool: 'azurePowerShell' } },
    };
    const estate = new TestEstate()
      .identities(principal, refused, cli, powerShell)
      .tenants(principal.identity.key, { tenantId: 't-1', displayName: 'Contoso', pal: linked() })
      .tenants(cli.identity.key, {
        tenantId: 't-3',
        displayName: 'Northwind',
        pal: {
          kind: 'signInNeeded',
          failure: { kind: 'signInNeeded', code: 'AADSTS50076', tenantId: 't-3', tool: 'azureCli' },
        },
      });
    assertGolden('identity-kinds.txt', renderTree(estate.model(), { tooltips: true }));
  });

  it('have the default domain beside the name where names collide, and in place of one that is missing or Azure’s own', () => {
    const estate = new TestEstate()
      .identities(alice)
      .tenants(
        alice.identity.key,
        { tenantId: 't-1', displayName: 'Default Directory', defaultDomain: 'one.onmicrosoft.com', pal: notLinked },
        { tenantId: 't-2', displayName: 'default directory', defaultDomain: 'two.onmicrosoft.com', pal: notLinked },
        { tenantId: 't-3', displayName: 'Default Directory', pal: notLinked },
        { tenantId: 't-4', defaultDomain: 'guest.onmicrosoft.com', pal: notLinked },
        { tenantId: 't-5', pal: notLinked },
        { tenantId: 't-6', displayName: 'Only One', defaultDomain: 'only.onmicrosoft.com', pal: notLinked },
        { tenantId: 't-7', displayName: 'Contoso', defaultDomain: 'contosodev.onmicrosoft.com', pal: notLinked },
        { tenantId: 't-8', displayName: 'Contoso', defaultDomain: 'contoso.example', pal: notLinked },
      );
    assertGolden('names.txt', renderTree(estate.model()));
  });

  it('say which partner ID a kept list expects where another one, or none, is there', () => {
    const estate = new TestEstate().identities(alice);
    const list = known(subscription('s-1'));
    estate.tenants(
      alice.identity.key,
      { tenantId: 't-1', displayName: 'Linked to another', pal: linked('7654321', 'Fabrikam'), subscriptions: list },
      { tenantId: 't-2', displayName: 'Linked to another own', pal: linked(), subscriptions: known() },
      { tenantId: 't-3', displayName: 'Not linked', pal: notLinked, subscriptions: known() },
      { tenantId: 't-4', displayName: 'As expected', pal: linked(), subscriptions: list },
      { tenantId: 't-5', displayName: 'Not checked', subscriptions: list },
      { tenantId: 't-6', displayName: 'Not ours', pal: linked(), subscriptions: list },
      { tenantId: 't-7', displayName: 'Nothing expected', pal: linked(), subscriptions: list },
    );
    estate.mark('t-6', 'notOurs');
    for (const number of [1, 4]) {
      estate.expect(`t-${String(number)}`, ours.id, '[Alps](command:x) \u202E$(zap)');
    }
    for (const number of [2, 3, 5, 6]) {
      estate.expect(`t-${String(number)}`, '2222222');
    }
    const model = estate.model();
    assertGolden('expected.txt', renderTree(model, { tooltips: true }));
    estate.choice.filter = 'needsAttention';
    model.update([]);
    assert.equal(model.outline.shown.map(({ ref }) => ref.tenantId).join(' '), 't-1 t-2 t-3');
  });

  it('make hostile names harmless', () => {
    const names = [
      '[free money](command:workbench.action.quit)',
      '<img src=x onerror=alert(1)>',
      '$(error) not an icon',
      'evil\u202Egnp.exe',
      'two\nlines\r\nand\u2028more',
      '**bold** _it_ `code` | table',
      '=HYPERLINK("https://evil.example")',
      '\u200B',
      `${'long '.repeat(60)}end`,
    ];
    const estate = new TestEstate().identities({
      ...alice,
      identity: { ...alice.identity, name: 'al[ice](command:x)' },
    });
    estate.tenants(
      alice.identity.key,
      ...names.map((name, index) => ({
        tenantId: `t-${String(index)}`,
        displayName: name,
        defaultDomain: name,
        category: name,
        pal: linked('7654321', name),
        subscriptions: known(
          subscription(`s-${String(index)}`, {
            tenantId: `t-${String(index)}`,
            displayName: name,
            state: name,
            quotaId: name,
          }),
        ),
      })),
    );
    assertGolden('hostile.txt', renderTree(estate.model(), { tooltips: true }));
  });
});
