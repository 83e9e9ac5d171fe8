/** The table's columns: what their heads say, and what a row shows in each. */
import * as l10n from '@vscode/l10n';
import { oneLine } from '../../../src/shared/escaping/foreignText.ts';
import type { PlannedTarget, RunItem, Target } from '../../../src/shared/form/messages.ts';
import type { Column } from '../model/state.ts';
import type { MarkName } from './marks.ts';

export interface RowContent {
  readonly target: Target;
  readonly planned: PlannedTarget | undefined;
  readonly item: RunItem | undefined;
}

export interface CellText {
  readonly text: string;
  /** Beside it, quieter. */
  readonly beside?: string;
  /** A mark that repeats the words; `undefined`: none. */
  readonly mark?: MarkName;
}

/** Names in Azure are at most 256 characters; all of it can be read in the title and the details. */
const longest = 300;

/** Azure's own words and what to do: the end of it must not be lost. */
const longestResult = 1_000;

export const columns: readonly Column[] = ['name', 'identity', 'access', 'current', 'action', 'result'];

/** What would happen under the draft says nothing beside what a run does. */
export function isColumnShown(column: Column, inRun: boolean): boolean {
  return column === 'result' ? inRun : column === 'action' ? !inRun : true;
}

export function columnTitle(column: Column): string {
  switch (column) {
    case 'name':
      return l10n.t('Tenant or subscription');
    case 'identity':
      return l10n.t('Identity');
    case 'access':
      return l10n.t('Access');
    case 'current':
      return l10n.t('Current partner');
    case 'action':
      return l10n.t('What will happen');
    case 'result':
      return l10n.t('Result');
  }
}

/** A name of nothing visible gives way to the id. */
export function nameOf(target: Target): string {
  return oneLine(target.name, longest) || (target.kind === 'tenant' ? target.tenantId : target.subscriptionId);
}

/** Which one of several of its name it is: its domain, or the tenant that a subscription is seen through. */
export function besideOf(target: Target): string {
  return target.kind === 'tenant'
    ? oneLine(target.domain ?? '', longest)
    : l10n.t('in {0}', oneLine(target.tenant, longest) || target.tenantId);
}

export function cellText({ target, planned, item }: RowContent, column: Column): CellText {
  switch (column) {
    case 'name':
      return { text: nameOf(target), beside: besideOf(target) };
    case 'identity':
      return { text: oneLine(target.identity, longest) };
    case 'access':
      return { text: oneLine(target.access) };
    case 'current':
      return {
        text: oneLine(target.current, longestResult),
        mark: target.kind === 'tenant' && target.reading ? 'running' : target.status,
      };
    case 'action':
      return {
        text: oneLine(planned?.text ?? '', longestResult),
        mark: planned === undefined || planned.text === '' ? undefined : planned.do,
      };
    case 'result':
      return { text: oneLine(item?.text ?? '', longestResult), mark: item?.state };
  }
}
