/** A window over real files that is killed at one of its file operations: `victim.ts <folder> <seed> <operation> <moment>`. */
import './hooks.ts';
import type { KillMoment } from '../disk/disk.ts';
import { killAt, operationsSoFar } from './countedFiles.ts';
import { clientOverParent, type Ended } from './wire.ts';

const [folder = '', seed = '0', operation = '0', moment = 'before'] = process.argv.slice(2);
const { openVictim, planOfKill } = await import('./killedRun.ts');

const session = openVictim(folder, 'victim', Number(seed), clientOverParent());
if (operation !== '0') {
  killAt(Number(operation), moment as KillMoment);
}
await session.open();
await session.scanner.scanAll();
for (const { ref } of session.store.allTenants()) {
  await session.dpor.tenantOpened(ref);
}
const run = await session.operations.start(planOfKill(session), { continueAfterFirst: () => Promise.resolve(true) });
if (run.ok) {
  await run.value.finished;
}
await session.save();
await session.dispose();
const ended: Ended = { kind: 'ended', operations: operationsSoFar() };
process.send?.(ended, () => process.exit(0));
