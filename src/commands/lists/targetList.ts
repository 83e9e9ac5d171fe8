/** Lists of targets from files: chosen, read, planned, and the lines that cannot be used told with why. */
import * as l10n from '@vscode/l10n';
import type { LineProblem } from '../../operations/lists/targetLine.ts';
import {
  decodeText,
  parseTargets,
  targetsLimits,
  tooBigProblem,
  type ParsedTargets,
} from '../../operations/lists/parseTargets.ts';
import { targetsOf, type MatchedTargets } from '../../operations/lists/matchTargets.ts';
import type { FileChoice } from '../../form/contract/formHost.ts';
import type { CommandContext } from '../context/commandContext.ts';
import { nothingKnown } from '../context/askTenants.ts';
import { errorName } from '../../shared/ports/log.ts';

export async function chooseList(
  context: CommandContext,
  title = l10n.t('Load Targets from CSV'),
): Promise<FileChoice> {
  const kind = { name: l10n.t('Lists of tenants'), endings: ['csv', 'tsv', 'txt'] };
  try {
    const file = await context.window.files.choose(title, kind, targetsLimits.bytes);
    if (!file) {
      return { kind: 'none' };
    }
    return file.bytes === undefined
      ? { kind: 'refused', why: tooBigProblem().why }
      : { kind: 'file', name: file.name, bytes: file.bytes };
  } catch (error) {
    context.window.log.warn(`A list cannot be read: ${errorName(error)}`);
    return { kind: 'refused', why: l10n.t('The file cannot be read.') };
  }
}

export interface ReadList extends MatchedTargets {
  readonly source: string;
}

/** Asks for a file and matches it with the estate; `undefined`: there is none to go on with, and the user knows why. */
export async function readList(context: CommandContext): Promise<ReadList | undefined> {
  const rows = context.session.store.allTenants();
  if (rows.length === 0) {
    await context.window.dialogs.info(nothingKnown());
    return undefined;
  }
  const file = await readTargetsFile(context);
  if (!file) {
    return undefined;
  }
  const { matched, problems } = targetsOf(file.lines, rows);
  if (matched.length === 0) {
    await context.window.dialogs.warn(
      [l10n.t('None of your tenants are in the list.'), ...problems.slice(0, 1).map(problemText)].join(' '),
    );
    return undefined;
  }
  return { source: file.name, matched, problems };
}

/** Asks for a file with one tenant a line; `undefined`: none was chosen, or the user was told why it cannot be used. */
export async function readTargetsFile(
  context: CommandContext,
  title?: string,
): Promise<{ readonly name: string; readonly lines: ParsedTargets } | undefined> {
  const file = await chooseList(context, title);
  switch (file.kind) {
    case 'none':
      return undefined;
    case 'refused':
      await context.window.dialogs.error(file.why);
      return undefined;
    case 'file':
      return { name: file.name, lines: parseTargets(decodeText(file.bytes)) };
  }
}

export function problemText({ line, why }: LineProblem): string {
  return line === 0 ? why : l10n.t('Line {0}: {1}', line, why);
}
