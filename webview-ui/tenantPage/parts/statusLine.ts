import { oneLine } from '../../../src/shared/escaping/foreignText.ts';
import type { ShownStatus } from '../../../src/shared/tenantPage/messages.ts';
import { make } from '../../kit/dom.ts';

/** A status with its mark, which only repeats the words. */
export function statusLine({ mark, text, tone }: ShownStatus): HTMLElement {
  return make(
    'p',
    { class: 'status' },
    make('span', { class: `mark ${tone}`, 'aria-hidden': 'true' }, oneLine(mark)),
    make('bdi', {}, oneLine(text, 1_000)),
  );
}
