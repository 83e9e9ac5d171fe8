/** A process that links a tenant in a shared folder and is killed at once: `node writeAndDie.ts <folder> <tenant> <partner ID>`. */
import { openSandbox } from '../../../../src/sandbox/open.ts';
import { ask, palVersion, partners, tokenFor } from '../support/ask.ts';

const [folder = '', tenantId = '', partnerId = ''] = process.argv.slice(2);
const silent = (): void => undefined;
const opened = openSandbox({ folder, log: { debug: silent, info: silent, warn: silent, error: silent } });
if (opened.ok) {
  const token = await tokenFor(opened.value, tenantId);
  await ask(opened.value, `PUT ${partners}/${partnerId}?${palVersion}`, { token });
  process.kill(process.pid, 'SIGKILL');
}
