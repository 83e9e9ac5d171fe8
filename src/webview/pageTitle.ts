import * as l10n from '@vscode/l10n';
import { forTree } from '../shared/escaping/foreignText.ts';
import { isPublic, type CloudChoice } from '../shared/model/cloudChoice.ts';
import type { Mode } from '../shared/model/model.ts';
import { cloudText } from '../shared/text/cloudText.ts';

/** A panel's title as the view has it: sample data and clouds other than the public one are always named. */
export function pageTitle(title: string, mode: Mode, choice: CloudChoice): string {
  if (mode === 'sandbox') {
    return l10n.t('{0} (Sample Data)', title);
  }
  return isPublic(choice) ? title : l10n.t('{0} ({1})', title, forTree(cloudText(choice)));
}
