/** The table on its way to the page. */
import type { FromHost, Target } from '../../shared/form/messages.ts';
import type { TargetTable } from './table.ts';

/** As many rows as the page takes in at once without a pause that is felt. */
const partSize = 500;

/** One at least: an empty table is a part, too. */
export function tableParts(table: TargetTable): readonly FromHost[] {
  const targets = table.targets();
  const parts: FromHost[] = [];
  for (let from = 0; from === 0 || from < targets.length; from += partSize) {
    parts.push({
      kind: 'targets',
      generation: table.generation,
      from,
      of: targets.length,
      targets: targets.slice(from, from + partSize),
    });
  }
  return parts;
}

export function changedTargets(table: TargetTable, entries: readonly number[]): FromHost {
  return {
    kind: 'changed',
    generation: table.generation,
    targets: entries.flatMap((at): [number, Target][] => {
      const target = table.target(at);
      return target ? [[at, target]] : [];
    }),
  };
}
