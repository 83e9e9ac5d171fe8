/** What a run of this window is doing to a target right now, and its words. */
import * as l10n from '@vscode/l10n';

export type Activity =
  | { readonly kind: 'writing'; readonly do: 'link' | 'change' | 'remove' }
  /** Azure refused it for now; it begins anew after `waitMs` milliseconds. */
  | { readonly kind: 'throttled'; readonly waitMs: number };

export function activityText(activity: Activity): string {
  if (activity.kind === 'throttled') {
    return throttledText(activity.waitMs);
  }
  switch (activity.do) {
    case 'link':
      return l10n.t('linking…');
    case 'change':
      return l10n.t('changing…');
    case 'remove':
      return l10n.t('removing…');
  }
}

/** In seconds up to two minutes, then in minutes. */
export function throttledText(waitMs: number): string {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  const time = seconds < 120 ? l10n.t('{0} s', seconds) : l10n.t('{0} min', Math.ceil(seconds / 60));
  return l10n.t('throttled, next try in {0}', time);
}
