import * as l10n from '@vscode/l10n';
import { exactTime, timeAgo } from '../../shared/text/relativeTime.ts';
import type { RowContext } from './rowContext.ts';

/** `Tenant ID: 11111111-…`. The value is raw: who shows it makes it harmless. `''`: there is nothing to say, and it is left out. */
export interface Fact {
  readonly what: string;
  readonly value: string;
  /** Worth copying. */
  readonly isId?: true;
}

/** How long ago, and when exactly; `at` in milliseconds since 1970. */
export function whenText(at: number | undefined, { now, time }: Pick<RowContext, 'now' | 'time'>): string {
  return at === undefined ? '' : l10n.t('{0} ({1})', timeAgo(at, now, time), exactTime(at, time));
}
