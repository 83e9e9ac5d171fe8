import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { linkTenants } from '../../../../src/commands/links/changeLinks.ts';
import { signInForRun, signInToTenants } from '../../../../src/commands/identities/signIn.ts';
import { generatedTenantId } from '../../../../src/sandbox/scenario/generator.ts';
import { sampleTenantIds } from '../../../../src/sandbox/scenario/scenario.ts';
import type { SignInRequest } from '../../../../src/shared/ports/identitySource.ts';
import { failed, type Outcome } from '../../../../src/shared/model/outcome.ts';
import type { Identity } from '../../../../src/shared/model/model.ts';
import { tenantId, type TenantNode } from '../../../../src/tree/nodes.ts';
import { openCommandWorld, type CommandWorld } from '../support/world.ts';

/** What the user or the provider does at each tenant's page, beside signing in. */
type Page = (request: SignInRequest) => Promise<Outcome<Identity> | undefined>;

describe('Signing in to several tenants', () => {
  let world: CommandWorld;
  const asked: string[] = [];

  afterEach(() => world.close());

  /** Everybody's tenants but the first need a sign-in. */
  async function open(page: Page = async () => undefined): Promise<readonly TenantNode[]> {
    asked.length = 0;
    const scenario = { kind: 'generated', tenants: 6, subscriptionsPerTenant: 0, signInShare: 1 } as const;
    world = await openCommandWorld({ switches: { scenario } });
    await replacePages(page);
    return Array.from({ length: 5 }, (_, number) => {
      const ref = { identity: 'sample:generated-0', tenantId: generatedTenantId(number + 1) };
      return { kind: 'tenant', id: tenantId(ref), ref };
    });
  }

  async function replacePages(page: Page): Promise<void> {
    const azure = await world.session.azure();
    const signIn = azure.signIn.bind(azure);
    azure.signIn = async (request) => {
      asked.push(request.kind === 'tenant' ? request.tenant.tenantId : request.kind);
      return (await page(request)) ?? signIn(request);
    };
  }

  function kinds(nodes: readonly TenantNode[]): readonly string[] {
    return nodes.map(({ ref }) => world.session.store.tenant(ref)?.pal.kind ?? 'gone');
  }

  const tenantOf = (number: number): string => generatedTenantId(number);

  it('walks through those that need it, one page at a time, without a picker, and checks each', async () => {
    let pages = 0;
    const nodes = await open(async () => {
      pages += 1;
      assert.equal(pages, 1, 'one page at a time');
      await new Promise((resolve) => setImmediate(resolve));
      pages -= 1;
      return undefined;
    });
    assert.deepEqual(new Set(kinds(nodes)), new Set(['signInNeeded']));
    await signInToTenants(world.context, { picked: nodes });
    assert.deepEqual(asked, [1, 2, 3, 4, 5].map(tenantOf));
    assert.ok(kinds(nodes).every((kind) => kind === 'linked' || kind === 'notLinked'));
    assert.deepEqual(
      world.dialogs.shown.map((one) => (one.kind === 'progress' ? one.title : one.kind)),
      ['Signing in to tenants'],
    );
  });

  it('goes on where one cannot be signed in to, and says so at the end', async () => {
    const nodes = await open(async (request) =>
      request.kind === 'tenant' && [tenantOf(1), tenantOf(3)].includes(request.tenant.tenantId)
        ? failed({ kind: 'tenantBlocked', code: 'AADSTS53003' })
        : undefined,
    );
    world.dialogs.expect({
      kind: 'error',
      says: /^Sign-in to 2 tenants failed: Customer 0002, Customer 0004\. For the first one: Tenant blocked\./,
    });
    await signInToTenants(world.context, { picked: nodes });
    world.dialogs.holds();
    assert.equal(asked.length, 5);
    assert.deepEqual(
      kinds(nodes).map((kind) => kind === 'signInNeeded'),
      [true, false, true, false, false],
    );
  });

  it('ends where the person closes a page, or stops the walk; those before count', async () => {
    const nodes = await open(async (request) =>
      request.kind === 'tenant' && request.tenant.tenantId === tenantOf(3) ? failed({ kind: 'cancelled' }) : undefined,
    );
    await signInToTenants(world.context, { picked: nodes });
    assert.equal(asked.length, 3);
    assert.deepEqual(
      kinds(nodes).map((kind) => kind === 'signInNeeded'),
      [false, false, true, true, true],
    );
  });
});

describe('A run that a challenge stops in one tenant', () => {
  let world: CommandWorld;

  beforeEach(async () => {
    world = await openCommandWorld();
  });

  afterEach(() => world.close());

  it('waits for the sign-in with that tenant alone, and links it in the same run', async () => {
    const { northwind: tenantId } = sampleTenantIds;
    const answer = { kind: 'claimsChallenge', bySignIn: true } as const;
    world.sandbox.setSwitches({ faults: [{ match: { method: 'PUT', tenantId }, answer }] });
    world.dialogs.expect(
      { kind: 'pick', title: 'Link Partner ID', choose: '4810337' },
      { kind: 'confirm', says: /^Link 2 tenants/, press: 'Link 2 Tenants' },
      {
        kind: 'warn',
        says: 'Northwind Traders is waiting for you to sign in. Azure requires a stronger sign-in than the current one.',
        press: 'Sign In',
        meanwhile: () => assert.equal(world.row('northwind').pal.kind, 'signInNeeded'),
      },
      { kind: 'info', says: '2 linked.' },
    );
    await linkTenants(world.context, { picked: [world.node('northwind'), world.node('adventureWorks')] });
    world.dialogs.holds();
    assert.equal(world.row('northwind').pal.kind, 'linked');
  });

  it('asks nothing about tenants that are not there any more', async () => {
    const gone = { identity: 'sample:gone', tenantId: sampleTenantIds.northwind };
    world.dialogs.expect();
    assert.equal(await signInForRun(world.context).ask([gone]), false);
    assert.deepEqual(world.dialogs.shown, []);
  });

  it('signs in to that tenant first when it is retried, and leaves the others alone', async () => {
    const { northwind } = sampleTenantIds;
    const signedInTo: string[] = [];
    const azure = await world.session.azure();
    const signIn = azure.signIn.bind(azure);
    azure.signIn = async (request) => {
      signedInTo.push(request.kind === 'tenant' ? request.tenant.tenantId : request.kind);
      world.sandbox.setSwitches({ faults: [] });
      return signIn(request);
    };
    const answer = { kind: 'claimsChallenge', never: true } as const;
    world.sandbox.setSwitches({ faults: [{ match: { method: 'PUT', tenantId: northwind }, answer }] });
    world.dialogs.expect(
      { kind: 'pick', title: 'Link Partner ID', choose: '4810337' },
      { kind: 'confirm', says: /^Link 2 tenants/, press: 'Link 2 Tenants' },
      { kind: 'warn', says: /^Northwind Traders is waiting for you to sign in\./, press: 'Leave Out' },
      {
        kind: 'warn',
        says: /sign-in needed/i,
        press: 'Retry Failed',
        meanwhile: () => assert.equal(world.row('northwind').pal.kind, 'signInNeeded'),
      },
      { kind: 'confirm', says: /^Link Northwind Traders/, press: 'Link' },
      { kind: 'info', says: /^Northwind Traders.* is linked to/ },
    );
    await linkTenants(world.context, { picked: [world.node('northwind'), world.node('adventureWorks')] });
    world.dialogs.holds();
    assert.deepEqual(signedInTo, [northwind]);
    assert.equal(world.row('northwind').pal.kind, 'linked');
  });
});
