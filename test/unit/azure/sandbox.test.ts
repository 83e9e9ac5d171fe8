/** The recorded facts over the sandbox as the product has it, and what can go wrong on the way. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { azureCloud } from '../../../src/azure/clouds/cloud.ts';
import { connect } from '../../../src/azure/connect.ts';
import { samplePartnerIds } from '../../../src/sandbox/scenario/partners.ts';
import { createSandbox } from '../../../src/sandbox/sandbox.ts';
import { sampleTenantIds } from '../../../src/sandbox/scenario/scenario.ts';
import type { FaultAnswer } from '../../../src/sandbox/switches/faults.ts';
import type { SwitchesChange } from '../../../src/sandbox/switches/switches.ts';
import type { FailureKind } from '../../../src/shared/model/failure.ts';
import {
  fault,
  itAnswersAsRecorded,
  itKnowsWhatMayHaveHappened,
  kindOf,
  never,
  ref,
  valueOf,
} from './support/recorded.ts';
import { manualClock } from '../support/manualClock.ts';

function start(switches: SwitchesChange = {}) {
  const sandbox = createSandbox({ switches });
  const time = manualClock(1_700_000_000_000);
  const lines: string[] = [];
  const note = (line: string): void => {
    lines.push(line);
  };
  const azure = connect({
    cloud: azureCloud,
    sources: [sandbox.identities],
    httpClient: sandbox.httpClient,
    log: { debug: note, info: note, warn: note, error: note },
    clock: time,
    random: () => 0.5,
  });
  return { sandbox, azure, time, lines };
}

itAnswersAsRecorded(async (switches) => start(switches));
itKnowsWhatMayHaveHappened(async (switches) => start(switches));

describe('trouble on the way, through the SDKs', () => {
  const kinds: readonly (readonly [FaultAnswer, FailureKind])[] = [
    [{ kind: 'offline' }, 'offline'],
    [{ kind: 'certificate' }, 'proxyOrCertificate'],
    [{ kind: 'html' }, 'notJson'],
    [{ kind: 'html', status: 403 }, 'notJson'],
    [{ kind: 'cutOff' }, 'cutOff'],
    [{ kind: 'cutOff', how: 'stream' }, 'cutOff'],
    [{ kind: 'hang' }, 'timedOut'],
    [{ kind: 'claimsChallenge', never: true }, 'signInNeeded'],
    [{ kind: 'wrongTenantAnswer' }, 'wrongTenant'],
    [{ kind: 'providerMissing' }, 'notAvailableInCloud'],
    [{ kind: 'status', status: 429 }, 'throttled'],
    [{ kind: 'status', status: 500 }, 'serviceError'],
  ];
  for (const [answer, kind] of kinds) {
    it(`${answer.kind}${'how' in answer ? ` (${answer.how ?? ''})` : ''} is ${kind}`, async () => {
      const { azure, time } = start(fault(answer, { pathIncludes: 'ManagementPartner' }));
      assert.equal(kindOf(await time.run(azure.readLink(ref('contoso'), never))), kind);
    });
  }

  it('answers a claims challenge once and goes on', async () => {
    const { azure, sandbox } = start(fault({ kind: 'claimsChallenge' }));
    assert.equal(valueOf(await azure.readLink(ref('northwind'), never)), undefined);
    assert.equal(sandbox.requests().filter(({ path }) => path.includes('partners')).length, 2);
  });

  it('sends nothing with a token of another tenant', async () => {
    const { azure, sandbox } = start(fault({ kind: 'wrongTenantToken', tenantId: sampleTenantIds.contoso }));
    assert.equal(kindOf(await azure.createLink(ref('northwind'), samplePartnerIds.contoso, never)), 'wrongTenant');
    assert.equal(sandbox.requests().filter(({ method }) => method !== 'TOKEN').length, 0);
  });

  it('lets one trouble pass when reading', async () => {
    for (const answer of [
      { kind: 'status', status: 503 },
      { kind: 'status', status: 429, headers: { 'retry-after': '3' } },
      { kind: 'cutOff' },
      { kind: 'offline', code: 'ECONNRESET' },
    ] as const) {
      const { azure, time } = start(fault(answer, { method: 'GET' }, 1));
      assert.equal(kindOf(await time.run(azure.readLink(ref('contoso'), never))), 'success');
    }
  });
});
