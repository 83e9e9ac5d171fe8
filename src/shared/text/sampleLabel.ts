/** Sample data is always labelled, also where the view is not in sight. */
import * as l10n from '@vscode/l10n';
import type { Mode } from '../model/model.ts';

/** `undefined` where the tenants are real. */
export function sampleLabel(mode: Mode): string | undefined {
  return mode === 'sandbox' ? l10n.t('Sample data: no real tenant is touched.') : undefined;
}
