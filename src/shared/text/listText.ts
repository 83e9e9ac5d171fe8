/** How a list of targets went, in words. */
import * as l10n from '@vscode/l10n';

export function unusableLinesText(lines: number): string {
  return lines === 1 ? l10n.t('1 line cannot be used.') : l10n.t('{0} lines cannot be used.', lines);
}

export function nothingToExpectText(): string {
  return l10n.t('The list gives none of your tenants a partner ID, so there is nothing to expect.');
}

export function selectedFromListText(tenants: number): string {
  return tenants === 1
    ? l10n.t('1 tenant selected from the list.')
    : l10n.t('{0} tenants selected from the list.', tenants);
}
