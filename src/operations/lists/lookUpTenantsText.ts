/** What became of a list of tenants to add, in words. */
import * as l10n from '@vscode/l10n';
import { failureInBrackets } from '../../shared/text/failureText.ts';
import { markdownHead, markdownRow } from '../../shared/escaping/markdownTable.ts';
import { forMarkdown } from '../../shared/escaping/foreignText.ts';
import type { LineEnd, ReportedLine } from './lookUpTenants.ts';
import { troubleText } from './targetLine.ts';

/** What became of a line. Foreign text comes out raw. */
export function lineEndText(end: LineEnd): string {
  switch (end.kind) {
    case 'added':
      return l10n.t('added');
    case 'alreadyThere':
      return l10n.t('already there');
    case 'sameAs':
      return troubleText({ kind: 'duplicate', of: end.line });
    case 'notFound':
      return l10n.t('not found: no tenant has this domain');
    case 'notReached':
      return l10n.t('could not be looked up ({0})', failureInBrackets(end.failure));
    case 'cancelled':
      return l10n.t('cancelled');
    case 'malformed':
      return end.why;
  }
}

export interface AddingCounts {
  readonly added: number;
  /** Already there, or named by an earlier line as well. */
  readonly already: number;
  readonly notFound: number;
  readonly notReached: number;
  readonly cancelled: number;
  readonly malformed: number;
}

export function addingCounts(lines: readonly ReportedLine[]): AddingCounts {
  const count = (...kinds: readonly LineEnd['kind'][]): number =>
    lines.filter(({ end }) => kinds.includes(end.kind)).length;
  return {
    added: count('added'),
    already: count('alreadyThere', 'sameAs'),
    notFound: count('notFound'),
    notReached: count('notReached'),
    cancelled: count('cancelled'),
    malformed: count('malformed'),
  };
}

/** `3 tenants added to anna@…. 2 already there, 1 not found.` */
export function addingText(lines: readonly ReportedLine[], identityName: string): string {
  const { added, already, notFound, notReached, cancelled, malformed } = addingCounts(lines);
  const others = [
    ...(already > 0 ? [l10n.t('{0} already there', already)] : []),
    ...(notFound > 0 ? [l10n.t('{0} not found', notFound)] : []),
    ...(notReached > 0 ? [l10n.t('{0} could not be looked up', notReached)] : []),
    ...(cancelled > 0 ? [l10n.t('{0} cancelled', cancelled)] : []),
    ...(malformed > 0 ? [l10n.t('{0} cannot be used', malformed)] : []),
  ].join(', ');
  const first =
    added === 1
      ? l10n.t('1 tenant added to {0}.', identityName)
      : l10n.t('{0} tenants added to {1}.', added, identityName);
  return others === '' ? first : l10n.t('{0} Of the other lines: {1}.', first, others);
}

/** Whether a user should look at the lines: something was not done. */
export function hasTrouble(lines: readonly ReportedLine[]): boolean {
  const { notFound, notReached, cancelled, malformed } = addingCounts(lines);
  return notFound + notReached + cancelled + malformed > 0;
}

/** Every line, and what became of it. */
export function addingDocument(lines: readonly ReportedLine[], identityName: string): string {
  return [
    `# ${l10n.t('Tenants added')}`,
    '',
    forMarkdown(addingText(lines, identityName)),
    '',
    ...markdownHead([l10n.t('Line'), l10n.t('Text'), l10n.t('Tenant ID'), l10n.t('Result')]),
    ...lines.map(({ line, text, end }) =>
      markdownRow([
        line === 0 ? '' : String(line),
        forMarkdown(text),
        'tenantId' in end ? forMarkdown(end.tenantId) : '',
        forMarkdown(lineEndText(end)),
      ]),
    ),
    '',
  ].join('\n');
}
