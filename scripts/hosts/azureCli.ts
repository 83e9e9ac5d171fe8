/** The Azure CLI that the form's scripts are run by in tests. Tried: Debian 12's own package, 2.45. */
import { available, missing, type Availability } from './availability.ts';
import { findProgram } from './command.ts';
import { installDebianPackages } from './debianPackages.ts';

/** Finds it on PATH, or installs Debian's as root (18 MB to fetch, 670 MB on disk); never asks for a password. */
export async function ensureAzureCli(): Promise<Availability<string>> {
  const found = findProgram('az');
  if (found !== undefined) {
    return available(found);
  }
  const gap = await installDebianPackages('the Azure CLI', ['azure-cli']);
  if (gap !== undefined) {
    return gap;
  }
  const installed = findProgram('az');
  return installed === undefined ? missing('apt-get installed an Azure CLI that is not on PATH') : available(installed);
}
