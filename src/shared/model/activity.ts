/** What a run of this window is doing to a target right now, or failed to do to it last, and the words for it. */
import * as l10n from '@vscode/l10n';
import type { Failure } from './failure.ts';

export interface Writing {
  readonly of: 'pal' | 'dpor';
  readonly do: 'link' | 'change' | 'remove';
}

export type Activity =
  | ({ readonly kind: 'writing' } & Writing)
  /** Azure refused it for now; it begins anew after `waitMs` milliseconds. */
  | { readonly kind: 'throttled'; readonly waitMs: number };

export function activityText(activity: Activity): string {
  if (activity.kind === 'throttled') {
    return throttledText(activity.waitMs);
  }
  switch (activity.do) {
    case 'link':
      return activity.of === 'pal' ? l10n.t('linking…') : l10n.t('designating…');
    case 'change':
      return l10n.t('changing…');
    case 'remove':
      return l10n.t('removing…');
  }
}

/** Until the target is read again, or somebody has taken notice. */
export interface FailedWrite extends Writing {
  readonly failure: Failure;
}

/** `why`: one or two words on a row, more where there is room. */
export function failedWriteText(write: Writing, why: string): string {
  switch (write.do) {
    case 'link':
      return write.of === 'pal' ? l10n.t('last link failed: {0}', why) : l10n.t('last designation failed: {0}', why);
    case 'change':
      return l10n.t('last change failed: {0}', why);
    case 'remove':
      return l10n.t('last removal failed: {0}', why);
  }
}

/** In seconds up to two minutes, then in minutes. */
export function throttledText(waitMs: number): string {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  const time = seconds < 120 ? l10n.t('{0} s', seconds) : l10n.t('{0} min', Math.ceil(seconds / 60));
  return l10n.t('throttled, next try in {0}', time);
}
