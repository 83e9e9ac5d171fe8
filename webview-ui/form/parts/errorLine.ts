/** What went wrong with a request, where it belongs. It is announced by whoever asked. */
import { oneLine } from '../../../src/shared/escaping/foreignText.ts';
import type { FormPart } from '../context.ts';
import { make, setText } from '../../kit/dom.ts';
import type { Place } from '../model/state.ts';

/** Longer than any sentence of ours, and of Azure's that is worth reading here. */
const longest = 600;

export function errorLine(place: Place): FormPart {
  const element = make('p', { class: 'message error', dir: 'auto', 'data-part': `error-${place}` });
  return {
    element,
    update({ state }) {
      const text = state.errors[place];
      element.hidden = text === undefined;
      setText(element, text === undefined ? '' : oneLine(text, longest));
    },
  };
}
