/** What a screen reader says without being asked: politely, and errors at once. */
import type { Severity } from '../../src/shared/webview/contract.ts';
import { make } from './dom.ts';

export interface LiveRegion {
  readonly element: HTMLElement;
  say(text: string, severity: Severity): void;
  /** Once nothing more of the kind comes for a moment: counts while typing. */
  saySoon(text: string): void;
}

export function liveRegion(): LiveRegion {
  const polite = make('div', { role: 'status', 'aria-live': 'polite' });
  const assertive = make('div', { role: 'alert', 'aria-live': 'assertive' });
  const element = make('div', { class: 'read-only-by-ear', 'data-part': 'live' }, polite, assertive);
  let soon: ReturnType<typeof setTimeout> | undefined;
  const say = (text: string, severity: Severity): void => {
    const region = severity === 'error' ? assertive : polite;
    // The same words again are news again: a node that was there is not.
    region.replaceChildren(make('p', {}, text));
  };
  return {
    element,
    say,
    saySoon(text) {
      clearTimeout(soon);
      soon = setTimeout(() => say(text, 'info'), 600);
    },
  };
}
