/** The cloud that a script is for. Only names of our own and a plain origin get into code. */
import type { CloudName } from '../../shared/model/cloudChoice.ts';

export interface ScriptCloud {
  /** As the Azure CLI and Az PowerShell name it. Absent: it goes by whatever name the user registered it with. */
  readonly name?: CloudName;
  /** Where Azure Resource Manager answers, without a slash at the end. */
  readonly arm: string;
}

/** Throws where it is no https origin. */
export function armOf({ arm }: ScriptCloud): string {
  if (!/^https:\/\/(?:[a-z0-9.-]+|\[[0-9a-f:]+\])(?::[0-9]{1,5})?$/.test(arm)) {
    throw new TypeError('Not the address of an Azure Resource Manager');
  }
  return arm;
}
