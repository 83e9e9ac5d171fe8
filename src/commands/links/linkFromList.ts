/** *Link from List…*: a file says which tenants are linked, and to what. */
import * as l10n from '@vscode/l10n';
import type { MatchedTarget } from '../../operations/lists/matchTargets.ts';
import type { LineProblem } from '../../operations/lists/targetLine.ts';
import { planList } from '../../operations/plan/plan.ts';
import { planContext } from '../../operations/plan/planContext.ts';
import { forMarkdown } from '../../shared/escaping/foreignText.ts';
import { markdownHead, markdownRow } from '../../shared/escaping/markdownTable.ts';
import { tenantKey } from '../../shared/model/model.ts';
import type { CommandContext } from '../context/commandContext.ts';
import { askPartnerId, partnerIdQuestion } from '../context/askPartnerId.ts';
import { rowsOf } from '../context/askTenants.ts';
import { readList } from '../lists/targetList.ts';
import { confirmAndRun } from '../runs/startRun.ts';
import { readUnknown } from './changeLinks.ts';

/** A partner ID for each tenant, or one for those that the list gives none. */
export async function linkFromList(context: CommandContext): Promise<void> {
  const list = await readList(context);
  const matched = list && (await withPartnerIds(context, list.matched));
  if (!matched) {
    return;
  }
  const known = await readUnknown(
    context,
    rowsOf(
      context.session,
      matched.map(({ ref }) => ref),
    ),
  );
  if (known) {
    const ids = new Map(matched.map(({ ref, partnerId }) => [tenantKey(ref), partnerId]));
    const targets = known.flatMap((row) => {
      const partnerId = ids.get(tenantKey(row.ref));
      return partnerId === undefined ? [] : [{ row, partnerId }];
    });
    await confirmAndRun(
      context,
      planList(targets, planContext(context.session.store)),
      problemsDocument(list.problems),
    );
  }
}

async function withPartnerIds(
  context: CommandContext,
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
  const typed = await askPartnerId(partnerIdQuestion(context), title);
  return typed === undefined ? undefined : matched.map((one) => ({ ...one, partnerId: one.partnerId ?? typed }));
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
