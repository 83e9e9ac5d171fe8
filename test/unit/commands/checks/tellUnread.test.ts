import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Azure } from '../../../../src/shared/ports/azure.ts';
import { refreshAll, refreshTenants } from '../../../../src/commands/checks/checkLinks.ts';
import { sampleIdentityKeys, sampleTenantIds } from '../../../../src/sandbox/scenario/scenario.ts';
import type { Failure, FailureKind } from '../../../../src/shared/model/failure.ts';
import { failureAdvice, failureReason } from '../../../../src/shared/text/failureText.ts';
import { knownPal, stalePal } from '../../../../src/shared/model/model.ts';
import { failed } from '../../../../src/shared/model/outcome.ts';
import { identityId } from '../../../../src/tree/nodes.ts';
import { until } from '../../estate/support/fakeAzure.ts';
import { openCommandWorld, type CommandWorld } from '../support/world.ts';

const again = ['Try Again'];
const withLog = ['Try Again', 'Show Log'];
const signIn = ['Sign In', 'Try Again'];

/** The buttons of the message that a refresh ends in; `undefined`: it is no failure, and the row says all. */
const buttons: Readonly<Record<FailureKind, readonly string[] | undefined>> = {
  partnerIdInvalid: again,
  alreadyLinked: again,
  noAccountInTenant: again,
  forbidden: again,
  signInNeeded: signIn,
  accountNotAllowed: ['Allow Access'],
  signInUnavailable: withLog,
  credentialRefused: ['Add Identity…', 'Try Again'],
  credentialUnusable: ['Add Identity…', 'Try Again'],
  appNotInTenant: again,
  tenantNotFound: again,
  clockWrong: again,
  toolMissing: again,
  tenantBlocked: again,
  throttled: again,
  offline: again,
  proxyOrCertificate: withLog,
  timedOut: again,
  notJson: withLog,
  cutOff: again,
  wrongTenant: signIn,
  unexpectedAnswer: withLog,
  notAvailableInCloud: undefined,
  cloudUnusable: ['Choose Cloud…', 'Try Again'],
  clientNotAccepted: again,
  ambiguousAnswer: again,
  serviceError: withLog,
  journalNotWritable: again,
  storageNotWritable: again,
  storageNotReadable: again,
  storageNewer: again,
  runningElsewhere: again,
  runEnded: again,
  interrupted: again,
  cancelled: undefined,
  unknown: withLog,
};

describe('A refresh that fails', () => {
  let world: CommandWorld;
  let azure: Azure;

  beforeEach(async () => {
    world = await openCommandWorld();
    azure = await world.session.azure();
    // A refresh tells what could not be read since it began, to the millisecond: the first scan is older than that.
    const scanned = Date.now();
    await until(() => Date.now() > scanned, 'the clock goes on');
  });

  afterEach(async () => {
    try {
      world.dialogs.holds();
    } finally {
      await world.close();
    }
  });

  /** From now on nothing of these tenants can be read. */
  function breakLinks(failureOf: (tenantId: string) => Failure | undefined): void {
    const readLink = azure.readLink.bind(azure);
    azure.readLink = async (tenant, signal) => {
      const failure = failureOf(tenant.tenantId);
      return failure ? failed(failure) : readLink(tenant, signal);
    };
  }

  function told(): readonly { readonly message: string; readonly buttons: readonly string[] }[] {
    return world.dialogs.shown.flatMap((one) =>
      one.kind === 'info' || one.kind === 'warn' || one.kind === 'error' ? [one] : [],
    );
  }

  for (const [kind, expected] of Object.entries(buttons) as readonly (readonly [
    FailureKind,
    typeof again | undefined,
  ])[]) {
    it(`(${kind}) ${expected === undefined ? 'for no reason to tell of ends without a message' : `says what could not be read, why and what to do, and offers ${expected.join(', ')}`}`, async () => {
      const failure: Failure = { kind };
      breakLinks((tenantId) => (tenantId === sampleTenantIds.alpine ? failure : undefined));
      if (expected) {
        world.dialogs.expect({ kind: 'warn', says: /^Couldn’t read Alpine Ski House\. / });
      }
      await refreshTenants(world.context, { clicked: world.node('alpine'), picked: [] });
      const [message] = told();
      assert.equal(told().length, expected === undefined ? 0 : 1);
      assert.deepEqual(message?.buttons, expected && [...expected, 'Learn More']);
      if (message) {
        assert.ok(message.message.toLowerCase().includes(failureReason(failure).toLowerCase()), message.message);
        assert.ok(message.message.endsWith(failureAdvice(failure)), message.message);
      }
    });
  }

  it('of all tenants ends in one message, which names those that failed; what waits for a sign-in says so on its row', async () => {
    breakLinks((tenantId) =>
      tenantId === sampleTenantIds.alpine
        ? { kind: 'timedOut' }
        : tenantId === sampleTenantIds.woodgrove
          ? { kind: 'throttled' }
          : undefined,
    );
    world.dialogs.expect({
      kind: 'warn',
      says: /^Couldn’t read Alpine Ski House \(no answer in time\), Humongous Insurance \(tenant blocked\), Relecloud \(no account in this tenant\), Woodgrove Bank \(Azure asks to slow down\)\. The tooltip of each says what to do\.$/,
    });
    await refreshAll(world.context);
    assert.equal(told().length, 1);
  });

  it('of all tenants says nothing of those marked hidden or not ours', async () => {
    await world.session.marks.set([sampleTenantIds.humongous], 'notOurs', true);
    await world.session.marks.set([sampleTenantIds.relecloud], 'hidden', true);
    await refreshAll(world.context);
    assert.deepEqual(told(), []);
  });

  it('keeps the link that was known, and reads only what failed when tried again', async () => {
    let down = true;
    const read: string[] = [];
    breakLinks((tenantId) => {
      read.push(tenantId);
      return down && tenantId === sampleTenantIds.alpine ? { kind: 'offline' } : undefined;
    });
    world.dialogs.expect({
      kind: 'warn',
      says: /^Couldn’t read Alpine Ski House\. Azure cannot be reached\./,
      press: 'Try Again',
      meanwhile: () => {
        assert.equal(knownPal(world.row('alpine')).kind, 'linked');
        assert.equal(stalePal(world.row('alpine'))?.failure.kind, 'offline');
        down = false;
        read.length = 0;
      },
    });
    const nodes = [world.node('alpine'), world.node('woodgrove')];
    await refreshTenants(world.context, { clicked: nodes[0], picked: nodes });
    assert.deepEqual(read, [sampleTenantIds.alpine]);
    assert.equal(stalePal(world.row('alpine')), undefined);
    assert.equal(told().length, 1);
  });

  it('names the identity whose tenants cannot be listed, although it has rows', async () => {
    azure.tenants = async () => failed({ kind: 'offline' });
    azure.hasToken = () => false;
    const key = sampleIdentityKeys.consultant;
    world.dialogs.expect({
      kind: 'error',
      says: /^Couldn’t read the tenants of mira\.lindqvist@.*\. Azure cannot be reached\. Check the network/,
    });
    await refreshTenants(world.context, { clicked: { kind: 'identity', id: identityId(key), key }, picked: [] });
    assert.deepEqual(told()[0]?.buttons, [...again, 'Learn More']);
  });

  it('says that nothing could be read where not even the identities could', async () => {
    azure.identities = async () => failed({ kind: 'proxyOrCertificate' });
    world.dialogs.expect({ kind: 'error', says: /^Couldn’t read your tenants\. Proxy or certificate problem\. / });
    await refreshAll(world.context);
    assert.deepEqual(told()[0]?.buttons, [...withLog, 'Learn More']);
  });

  it('says which subscriptions could not be listed where the link could be read', async () => {
    azure.subscriptions = async () => failed({ kind: 'timedOut' });
    world.dialogs.expect({
      kind: 'warn',
      says: /^Couldn’t read the subscriptions of Alpine Ski House\. No answer in time\. /,
    });
    await refreshTenants(world.context, { clicked: world.node('alpine'), picked: [] });
  });
});
