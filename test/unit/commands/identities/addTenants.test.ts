import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, it } from 'mocha';
import { addTenants, removeAddedTenants } from '../../../../src/commands/identities/addTenants.ts';
import { fromPalette } from '../../../../src/commands/context/rowArguments.ts';
import { IdentitiesFile } from '../../../../src/estate/files/identitiesFile.ts';
import { generatedTenantId } from '../../../../src/sandbox/scenario/generator.ts';
import { sampleIdentityKeys, sampleTenantIds } from '../../../../src/sandbox/scenario/scenario.ts';
import type { Outcome } from '../../../../src/shared/model/outcome.ts';
import { identityId } from '../../../../src/tree/nodes.ts';
import { openCommandWorld, type CommandWorld } from '../support/world.ts';

const trey = 'treyresearch.example';
const key = sampleIdentityKeys.consultant;

describe('Tenants that Azure does not list', () => {
  let world: CommandWorld;

  afterEach(() => world.close());

  /** Adds what is on the clipboard. */
  async function paste(text: string, says: RegExp, kind: 'info' | 'warn' = 'info'): Promise<void> {
    world.copied.splice(0, world.copied.length, text);
    world.dialogs.expect(
      { kind: 'pick', title: /^Add Tenants to /, choose: 'From the Clipboard' },
      { kind, says, press: kind === 'warn' ? 'Show Report' : undefined },
    );
    await addTenants(world.context, fromPalette);
    world.dialogs.holds();
  }

  async function remembered(identity: string = key): Promise<readonly string[]> {
    const file = new IdentitiesFile({ folder: world.folder, log: world.context.window.log });
    await file.refresh();
    return file.tenants(identity);
  }

  it('are added by domain, shown and read at once, and listed by the next scan beside the others', async () => {
    world = await openCommandWorld();
    await paste(trey, /^1 tenant added to mira\.lindqvist@/);
    const row = world.row('treyResearch');
    assert.deepEqual([row.pal.kind, row.subscriptions.kind, row.info.added], ['notLinked', 'known', true]);
    await world.session.scanner.scanAll();
    assert.equal(world.row('treyResearch').info.added, true);
    assert.equal(world.session.store.allTenants().length, 14);
    assert.deepEqual(await remembered(), [sampleTenantIds.treyResearch]);
  });

  it('are added from a file, and as typed with spaces for line ends', async () => {
    world = await openCommandWorld();
    world.files.choosesText('customers.csv', `Tenant;Label\n${trey};Trey\n`);
    world.dialogs.expect(
      { kind: 'pick', title: /^Add Tenants to /, choose: 'From a File…' },
      { kind: 'info', says: /^1 tenant added/ },
    );
    await addTenants(world.context, fromPalette);
    world.dialogs.expect(
      { kind: 'pick', title: /^Add Tenants to /, choose: 'Type…' },
      { kind: 'input', title: /^Add Tenants to /, type: ` ${trey}  ${sampleTenantIds.coho},alpineskihouse.example` },
      { kind: 'info', says: /^1 tenant added to .* Of the other lines: 2 already there\.$/ },
    );
    await addTenants(world.context, { clicked: { kind: 'identity', id: identityId(key), key }, picked: [] });
    world.dialogs.holds();
    const coho = world.row('coho').pal;
    assert.equal(coho.kind === 'unknown' && coho.failure.kind, 'noAccountInTenant');
  });

  it('that cannot be added are told, each line with why', async () => {
    world = await openCommandWorld();
    const text = `tenant\n${trey}\nnobody.example\nno domain\nalpineskihouse.example\n`;
    await paste(text, /^1 tenant added .*: 1 already there, 1 not found, 1 cannot be used\.$/, 'warn');
    const report = world.documents.get('Tenants added') ?? '';
    assert.match(report, /\| 3 \| nobody&#46;example \|  \| not found/);
    assert.match(report, /\| 4 \| no domain \|  \| neither a tenant ID nor a domain \|/);
    assert.match(report, /\| 5 \|.*\| already there \|/);
  });

  it('say so where the authority cannot be reached, and nothing is kept of them', async () => {
    world = await openCommandWorld();
    const match = { pathIncludes: '/.well-known/' };
    world.sandbox.setSwitches({ faults: [{ match, answer: { kind: 'offline' } }] });
    await paste(trey, /^0 tenants added .*: 1 could not be looked up\.$/, 'warn');
    assert.deepEqual(await remembered(), []);
    assert.equal(world.session.store.allTenants().length, 13);
  });

  it('are asked for their identity where there are several', async () => {
    world = await openCommandWorld();
    const azure = await world.session.azure();
    await azure.signIn({ kind: 'newAccount' });
    await world.session.scanner.scanAll();
    world.copied.push(sampleTenantIds.alpine);
    world.dialogs.expect(
      { kind: 'pick', title: 'Add Tenants', choose: 'tomas.brandt' },
      { kind: 'pick', title: /^Add Tenants to tomas\.brandt/, choose: 'From the Clipboard' },
      { kind: 'info', says: /^1 tenant added to tomas\.brandt/ },
    );
    await addTenants(world.context, fromPalette);
    world.dialogs.holds();
    const ref = { identity: sampleIdentityKeys.colleague, tenantId: sampleTenantIds.alpine };
    assert.equal(world.session.store.tenant(ref)?.pal.kind, 'unknown', 'he has no account there');
  });

  it('are removed again, and stay away; those that Azure lists stay', async () => {
    world = await openCommandWorld();
    await paste(`${trey}\n${sampleTenantIds.coho}`, /^2 tenants added/);
    world.dialogs.expect({
      kind: 'confirm',
      says: 'Remove Trey Research?',
      detail: ['Azure lists these, so they stay:', 'Alpine Ski House', /doesn’t change any links/],
      press: 'Remove',
    });
    // Its name is known by now.
    world.session.store.addTenants(key, [{ ...world.row('treyResearch').info, displayName: 'Trey Research' }]);
    await removeAddedTenants(world.context, { picked: [world.node('treyResearch'), world.node('alpine')] });
    world.dialogs.holds();
    const ids = (): readonly string[] => world.session.store.allTenants().map(({ ref }) => ref.tenantId);
    assert.ok(!ids().includes(sampleTenantIds.treyResearch) && ids().includes(sampleTenantIds.alpine));
    await world.session.scanner.scanAll();
    assert.ok(!ids().includes(sampleTenantIds.treyResearch));
    assert.deepEqual(await remembered(), [sampleTenantIds.coho]);
    world.dialogs.expect({ kind: 'info', says: /^Azure lists Alpine Ski House anyway\./ });
    await removeAddedTenants(world.context, { picked: [world.node('alpine')] });
    world.dialogs.expect({ kind: 'pickMany', title: 'Remove Added Tenants', choose: undefined });
    await removeAddedTenants(world.context, fromPalette);
    world.dialogs.holds();
  });

  it('are not doubled when Azure lists them later, and are its own then', async () => {
    const scenario = { kind: 'generated', tenants: 5, subscriptionsPerTenant: 1, listed: 2 } as const;
    world = await openCommandWorld({ switches: { scenario } });
    const rows = () => world.session.store.allTenants();
    await paste('customer0003.example\ncustomer0004.example', /^2 tenants added/);
    assert.deepEqual(
      rows().map(({ info }) => info.added),
      [undefined, undefined, true, true],
    );
    world.sandbox.setSwitches({ scenario: { ...scenario, listed: 3 } });
    await world.session.scanner.scanAll();
    assert.deepEqual(
      rows().map(({ info }) => [info.displayName, info.added]),
      [
        ['Customer 0001', undefined],
        ['Customer 0002', undefined],
        ['Customer 0003', undefined],
        [undefined, true],
      ],
    );
  });

  it('are four hundred in one go: looked up, kept and read, each once', async function () {
    this.timeout(60_000);
    const scenario = { kind: 'generated', tenants: 401, subscriptionsPerTenant: 2, listed: 1 } as const;
    world = await openCommandWorld({ switches: { scenario } });
    world.sandbox.clearRequests();
    const lines = Array.from({ length: 400 }, (_, index) =>
      index % 2 === 0 ? `customer${String(index + 2).padStart(4, '0')}.example` : generatedTenantId(index + 1),
    );
    const began = performance.now();
    await paste(lines.join('\n'), /^400 tenants added to consultant0@contoso-consulting\.example\.$/);
    const took = performance.now() - began;
    const rows = world.session.store.allTenants();
    assert.equal(rows.length, 401);
    assert.ok(rows.every(({ pal, subscriptions }) => pal.kind !== 'notChecked' && subscriptions.kind === 'known'));
    const asked = world.sandbox.requests();
    const count = (part: string): number => asked.filter(({ path }) => path.includes(part)).length;
    assert.deepEqual([count('/.well-known/'), count('/partners'), count('/subscriptions')], [200, 400, 400]);
    assert.equal(asked.length, 1000, 'nothing else is asked: neither identities nor tenants are listed anew');
    assert.equal((await remembered('sample:generated-0')).length, 400);
    const bytes = (await readFile(join(world.folder, 'identities.json'))).length;
    assert.ok(bytes < 20_000, `${bytes} bytes`);
    console.log(`      400 tenants: ${String(Math.round(took))} ms, 1000 requests, ${String(bytes)} bytes kept`);
    // A budget with room for a slow machine; it takes about a second.
    assert.ok(took < 20_000, `${took} ms`);
  });

  it('are no news to identities: nobody is asked for a token again', async () => {
    world = await openCommandWorld();
    let heard = 0;
    world.session.identities.onDidChange(() => (heard += 1));
    await paste(trey, /^1 tenant added/);
    assert.equal(heard, 0);
    const outcome: Outcome<void> = await world.session.identities.remove(key);
    assert.deepEqual([outcome.ok, heard], [true, 1]);
  });
});
