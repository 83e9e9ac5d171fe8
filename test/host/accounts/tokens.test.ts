import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { sampleTenantIds } from '../../../src/sandbox/scenario/scenario.ts';
import { mira, providerCalls } from '../support/accounts.ts';
import { openAccountsWorld, palOf, type AccountsWorld } from '../support/accountsWorld.ts';
import { execute } from '../support/extension.ts';
import { rowReads } from '../support/rows.ts';

describe('Tokens of VS Code’s accounts', () => {
  let accounts: AccountsWorld | undefined;

  afterEach(async () => {
    await accounts?.close();
    accounts = undefined;
  });

  it('of another tenant are refused: the row says so and nothing is sent with them', async () => {
    const account = mira({ alpine: 'wrongTenant' });
    accounts = await openAccountsWorld({ accounts: [account] });
    await execute('refresh');
    await rowReads(accounts.world, 'Alpine Ski House', /unknown \(answer for another tenant\. /);
    const known: readonly string[] = Object.values(sampleTenantIds);
    assert.ok(accounts.network.requests().every(({ tenantId = '' }) => known.includes(tenantId)));
    assert.deepEqual(accounts.requestsOf('alpine'), []);
    assert.equal(palOf(accounts.row(account, 'woodgrove')), 'linked', 'the others go on');
  });

  it('that do not say whose they are link nothing', async () => {
    const account = mira({ northwind: 'noClaims' });
    accounts = await openAccountsWorld({ accounts: [account] });
    await execute('refresh');
    assert.deepEqual(accounts.requestsOf('northwind'), []);
    assert.equal(palOf(accounts.row(account, 'northwind')), 'unknown');
  });

  it('that Azure asks more of are asked for anew, once, with its claims', async () => {
    const account = mira();
    accounts = await openAccountsWorld({ accounts: [account] });
    const { northwind: tenantId } = sampleTenantIds;
    accounts.network.setSwitches({ faults: [{ match: { tenantId }, answer: { kind: 'claimsChallenge' } }] });
    await execute('refresh');
    assert.equal(palOf(accounts.row(account, 'northwind')), 'notLinked');
    const challenged = (await providerCalls()).filter(({ claims }) => claims !== undefined);
    assert.equal(challenged.length, 1);
    assert.ok(challenged.every(({ account: id, call }) => id === account.id && call === 'getSessionsFromChallenges'));
  });

  it('leave no trace in the log', async () => {
    accounts = await openAccountsWorld({ accounts: [mira({ alpine: 'wrongTenant', litware: 'broken' })] });
    await execute('refresh');
    const lines = accounts.world.log.lines.join('\n');
    assert.ok(lines.includes(sampleTenantIds.alpine), 'the failure is logged');
    assert.doesNotMatch(lines, /eyJ|mira/);
  });
});
