import type { Look, Tone } from '../shared/text/statusTable.ts';
import type { RowIcon } from './rowText.ts';

/** Theme colours; `plain` has none. */
const toneColours: Readonly<Record<Tone, string | undefined>> = {
  good: 'charts.green',
  warning: 'list.warningForeground',
  wanting: 'charts.yellow',
  needsPerson: 'charts.blue',
  unclear: 'list.warningForeground',
  failed: 'charts.red',
  stale: 'disabledForeground',
  plain: undefined,
};

export function rowIcon({ icon, tone }: Look): RowIcon {
  const color = toneColours[tone];
  return color === undefined ? { id: icon } : { id: icon, color };
}
