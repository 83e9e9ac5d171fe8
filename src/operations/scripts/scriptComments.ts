/** What scripts of every shell say of themselves, in comments. Fixed words: see scriptTargets.ts. */
import type { ScriptGroup, ScriptParts } from './scriptTargets.ts';

export const whatWritingDoes: readonly string[] = [
  'Sets Partner Admin Links as reviewed in Partner Link for Azure.',
  'A tenant that holds something else than the plan showed is skipped; one that is as wanted is left alone.',
  'Run it again as often as you like.',
  'Ends with 0: all as planned; 1: something failed; 3: something was skipped; 2: it could not begin.',
];

export const whatStatusDoes: readonly string[] = [
  'Tells which partner ID is linked in each tenant. Changes nothing.',
  'Ends with 0: all could be read; 1: some could not; 2: it could not begin.',
];

/** Whose links these are; with several identities, by which number each is asked for. */
export function whoseLinks(groups: readonly ScriptGroup[]): readonly string[] {
  return groups.length > 1
    ? [
        '#',
        `# It is for ${String(groups.length)} identities. Give the number of the one that is signed in, and run it for each:`,
        ...groups.map(({ comment }, index) => `#   ${String(index + 1)} for: ${comment} .`),
      ]
    : ['#', ...groups.map(({ comment }) => `# For: ${comment} .`)];
}

/** What is not in the script though it was in the plan. */
export function whatIsLeftOut({ dporLeftOut }: Pick<ScriptParts, 'dporLeftOut'>): readonly string[] {
  return dporLeftOut === 0
    ? []
    : [
        '#',
        `# Left out: Digital Partner of Record, of so many subscriptions: ${String(dporLeftOut)}. There is no published API for it.`,
        '# Use the Azure portal: Subscriptions, the subscription, Partner information.',
      ];
}
