/** What only the machine's package manager can bring. Nothing here ever asks for a password. */
import { say, took } from '../say.ts';
import { missing, type Gap } from './availability.ts';
import { findProgram, isRoot, runQuietly } from './command.ts';

/** Installs as root on Debian and its kin; ends in what is still missing and why, or undefined. `what` is for people. */
export async function installDebianPackages(what: string, packages: readonly string[]): Promise<Gap | undefined> {
  if (findProgram('apt-get') === undefined) {
    return missing(`${what} is missing and this machine has no apt-get: install ${packages.join(', ')}`);
  }
  if (!isRoot()) {
    return missing(`${what} is missing and only root may install it`, packages);
  }
  say(`Installing ${what} with apt-get (${packages.join(' ')}; a minute or a few)…`);
  const began = Date.now();
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const update = await runQuietly('apt-get', ['update', '-q'], { env });
  const install = await runQuietly('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], { env });
  if (install.code !== 0) {
    console.error(`${update.code === 0 ? '' : update.output}${install.output}`);
    return missing(`apt-get could not install ${what}`, packages);
  }
  say(`Installed ${what} in ${took(began)}.`);
  return undefined;
}
