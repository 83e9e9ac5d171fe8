/** What the view says about itself before there is an estate to show: title and badge. Pure, and read at activation. */
import * as l10n from '@vscode/l10n';
import { isPublic, type CloudChoice } from '../shared/model/cloudChoice.ts';
import { cloudText } from '../shared/text/cloudText.ts';
import type { Mode } from '../shared/model/model.ts';
import { forTree } from '../shared/escaping/foreignText.ts';

/** The view's title. The sandbox and other clouds are always named, here and above the rows: a narrow side bar cuts the title off. */
export function titleText(mode: Mode, choice: CloudChoice): string {
  if (mode === 'sandbox') {
    return l10n.t('Tenants (Sample Data)');
  }
  return isPublic(choice) ? l10n.t('Tenants') : l10n.t('Tenants ({0})', forTree(cloudText(choice)));
}

export interface BadgeText {
  readonly value: number;
  readonly tooltip: string;
}

/** None for zero. */
export function badgeText(attention: number, mode: Mode): BadgeText | undefined {
  if (attention === 0) {
    return undefined;
  }
  const text = attention === 1 ? l10n.t('1 tenant needs attention') : l10n.t('{0} tenants need attention', attention);
  return { value: attention, tooltip: mode === 'sandbox' ? l10n.t('Sample data: {0}', text) : text };
}
