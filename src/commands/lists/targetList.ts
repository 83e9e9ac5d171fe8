/** Lists of targets from files: chosen, read, planned, and the lines that cannot be used told with why. */
import * as l10n from '@vscode/l10n';
import { planContext } from '../../operations/plan/planContext.ts';
import { planList } from '../../operations/plan/plan.ts';
import type { LineProblem } from '../../operations/lists/targetLine.ts';
import {
  decodeText,
  parseTargets,
  targetsLimits,
  tooBigProblem,
  type ParsedTargets,
} from '../../operations/lists/parseTargets.ts';
import { targetsOf, type MatchedTarget, type MatchedTargets } from '../../operations/lists/matchTargets.ts';
import { markdownHead, markdownRow } from '../../shared/escaping/markdownTable.ts';
import { tenantKey } from '../../shared/model/model.ts';
import { forMarkdown } from '../../shared/escaping/foreignText.ts';
import type { FileChoice } from '../../form/contract/formHost.ts';
import type { App } from '../context/app.ts';
import { readUnknown } from '../links/changeLinks.ts';
import { askPartnerId, partnerIdQuestion } from '../context/askPartnerId.ts';
import { confirmAndRun } from '../runs/runs.ts';
import { nothingKnown, rowsOf } from '../context/askTenants.ts';

/** Never rejects. */
export async function chooseList(app: App, title = l10n.t('Load Targets from CSV')): Promise<FileChoice> {
  const kind = { name: l10n.t('Lists of tenants'), endings: ['csv', 'tsv', 'txt'] };
  try {
    const file = await app.files.choose(title, kind, targetsLimits.bytes);
    if (!file) {
      return { kind: 'none' };
    }
    return file.bytes === undefined
      ? { kind: 'refused', why: tooBigProblem().why }
      : { kind: 'file', name: file.name, bytes: file.bytes };
  } catch (error) {
    app.log.warn(`A list cannot be read: ${error instanceof Error ? error.name : 'unknown error'}`);
    return { kind: 'refused', why: l10n.t('The file cannot be read.') };
  }
}

export interface ReadList extends MatchedTargets {
  readonly source: string;
}

/** Asks for a file and matches it with the estate; `undefined`: there is none to go on with, and the person knows why. */
export async function readList(app: App): Promise<ReadList | undefined> {
  const rows = app.session.store.allTenants();
  if (rows.length === 0) {
    await app.dialogs.info(nothingKnown());
    return undefined;
  }
  const file = await readTargetsFile(app);
  if (!file) {
    return undefined;
  }
  const { matched, problems } = targetsOf(file.lines, rows);
  if (matched.length === 0) {
    await app.dialogs.warn(
      [l10n.t('The list names none of your tenants.'), ...problems.slice(0, 1).map(problemText)].join(' '),
    );
    return undefined;
  }
  return { source: file.name, matched, problems };
}

/** Asks for a file with one tenant a line; `undefined`: none was chosen, or the person was told why it cannot be used. */
export async function readTargetsFile(
  app: App,
  title?: string,
): Promise<{ readonly name: string; readonly lines: ParsedTargets } | undefined> {
  const file = await chooseList(app, title);
  switch (file.kind) {
    case 'none':
      return undefined;
    case 'refused':
      await app.dialogs.error(file.why);
      return undefined;
    case 'file':
      return { name: file.name, lines: parseTargets(decodeText(file.bytes)) };
  }
}

export function problemText({ line, why }: LineProblem): string {
  return line === 0 ? why : l10n.t('Line {0}: {1}', line, why);
}

/** *Link from List…*: a partner ID for each tenant, or one for those that the list gives none. */
export async function linkFromList(app: App): Promise<void> {
  const list = await readList(app);
  const matched = list && (await withPartnerIds(app, list.matched));
  if (!matched) {
    return;
  }
  const known = await readUnknown(
    app,
    rowsOf(
      app.session,
      matched.map(({ ref }) => ref),
    ),
  );
  if (known) {
    const ids = new Map(matched.map(({ ref, partnerId }) => [tenantKey(ref), partnerId]));
    const targets = known.flatMap((row) => {
      const partnerId = ids.get(tenantKey(row.ref));
      return partnerId === undefined ? [] : [{ row, partnerId }];
    });
    await confirmAndRun(app, planList(targets, planContext(app.session.store)), problemsDocument(list.problems));
  }
}

async function withPartnerIds(
  app: App,
  matched: readonly MatchedTarget[],
): Promise<readonly MatchedTarget[] | undefined> {
  const without = matched.filter(({ partnerId }) => partnerId === undefined).length;
  if (without === 0) {
    return matched;
  }
  const title =
    without === matched.length
      ? l10n.t('Link from List')
      : l10n.t('Link from List: {0} tenants without a partner ID', without);
  const typed = await askPartnerId(partnerIdQuestion(app), title);
  return typed === undefined ? undefined : matched.map((one) => ({ partnerId: typed, ...one }));
}

/** Below the plan, in its document. */
function problemsDocument(problems: readonly LineProblem[]): string {
  if (problems.length === 0) {
    return '';
  }
  return [
    '',
    `## ${l10n.t('Lines that cannot be used')}`,
    '',
    ...markdownHead([l10n.t('Line'), l10n.t('Text'), l10n.t('Why')]),
    ...problems.map(({ line, text, why }) =>
      markdownRow([line === 0 ? '' : String(line), forMarkdown(text), forMarkdown(why)]),
    ),
    '',
  ].join('\n');
}
