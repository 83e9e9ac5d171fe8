import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/shared/async/clock.ts';
import type { Azure } from '../../src/shared/ports/azure.ts';
import { Store } from '../../src/estate/store/store.ts';
import { Operations } from '../../src/operations/operations.ts';
import { planPal } from '../../src/operations/plan/plan.ts';
import { progressText } from '../../src/operations/text/runText.ts';
import { generatedTenantId } from '../../src/sandbox/scenario/generator.ts';
import { samplePartnerIds } from '../../src/sandbox/scenario/partners.ts';
import { Throttle } from '../../src/shared/async/throttle.ts';
import type { PartnerLink, TenantRef } from '../../src/shared/model/model.ts';
import { success } from '../../src/shared/model/outcome.ts';
import { FollowedRun } from '../../src/form/runs/followedRun.ts';
import { silent } from './estate.ts';
import type { Bench } from './figure.ts';

const identity = 'sample:bench';
const [few, many] = [2_500, 10_000];
const partnerId = samplePartnerIds.proseware;

/** The host's own time over a run whose answers come at once, with a notification and the form listening to each change. */
export const runsBench: Bench = {
  name: 'runs',
  async run() {
    // Warm first.
    await hostTimeOf(few);
    const less = [await hostTimeOf(few), await hostTimeOf(few)];
    const more = await hostTimeOf(many);
    return [
      {
        what: `a run of ${String(many)} items, listened to: processor time of the host`,
        value: more.total,
        unit: 's',
        budget: 12,
      },
      {
        what: `  times as much as for ${String(few)} items, without the system's share`,
        value: more.own / Math.min(...less.map(({ own }) => own)),
        unit: '',
        budget: 6,
        note: `linear would be ${String(many / few)}`,
      },
    ];
  },
};

/** Seconds of processor time, and those of them outside of the system, which other processes slow down. */
interface HostTime {
  readonly total: number;
  readonly own: number;
}

async function hostTimeOf(items: number): Promise<HostTime> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-runs-'));
  const store = new Store(systemClock, silent);
  const infos = Array.from({ length: items }, (_, index) => ({ tenantId: generatedTenantId(index) }));
  store.putIdentities([{ identity: { key: identity, kind: 'sample', name: 'bench' }, state: { kind: 'ready' } }]);
  store.putTenants(identity, infos);
  for (const { tenantId } of infos) {
    store.setPal({ identity, tenantId }, { kind: 'notLinked' }, 'scan');
  }
  const azure = answeringAtOnce();
  const operations = new Operations({
    folder,
    windowId: 'bench',
    azure: async () => azure,
    store,
    log: silent,
    concurrency: () => 64,
  });
  try {
    const context = { identityName: (key: string) => key, partnerName: () => 'Proseware Managed IT' };
    const before = process.cpuUsage();
    const run = await operations.start(planPal(store.allTenants(), { kind: 'link', partnerId }, context));
    if (!run.ok) {
      throw new Error(`The run did not start: ${run.failure.kind}`);
    }
    let told = 0;
    const tell = (): void => {
      told += progressText(run.value.progress).length + followed.info().title.length + followed.items('changed').length;
    };
    const soon = new Throttle(100, tell);
    const followed = new FollowedRun({ run: run.value, changed: () => soon.trigger(), ended: async () => undefined });
    run.value.onDidChange(() => (told += progressText(run.value.progress).length));
    const { counts } = await run.value.finished;
    await followed.over;
    tell();
    soon.dispose();
    const { user, system } = process.cpuUsage(before);
    if (counts.done !== items || told === 0) {
      throw new Error(`Only ${String(counts.done)} of ${String(items)} were linked`);
    }
    return { total: 1e-6 * (user + system), own: 1e-6 * user };
  } finally {
    await operations.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What a run asks of Azure, without a network. */
function answeringAtOnce(): Azure {
  const links = new Map<string, PartnerLink>();
  const azure: Partial<Azure> = {
    readLink: async ({ tenantId }: TenantRef) => success(links.get(tenantId)),
    createLink: async ({ tenantId }: TenantRef, id: string) => {
      const link = { partnerId: id, partnerName: 'Proseware Managed IT' };
      links.set(tenantId, link);
      return success({ link });
    },
  };
  return azure as Azure;
}
