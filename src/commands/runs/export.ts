/** *Export*: what a run came to, and the overview of all tenants, as a file. */
import * as l10n from '@vscode/l10n';
import { inOrder } from '../../estate/store/rowOrder.ts';
import { exportEstate } from '../../operations/reports/estateExport.ts';
import { exportRun, fileEnding, type ExportFormat } from '../../operations/reports/runExport.ts';
import { countsText } from '../../operations/text/planText.ts';
import type { RunRecord } from '../../operations/journal/runRecord.ts';
import { planOf } from '../../operations/journal/unfinishedRuns.ts';
import { planContext } from '../../operations/plan/planContext.ts';
import { exactTime } from '../../shared/text/relativeTime.ts';
import type { CommandContext } from '../context/commandContext.ts';
import type { FileKind } from '../ui/files.ts';
import { namesOf } from './showJournal.ts';
import { labelled } from '../ui/sampleLabel.ts';
import { nothingKnown } from '../context/askTenants.ts';
import { errorName } from '../../shared/ports/log.ts';

/** From the palette: asks which run. */
export async function exportSomeRun(context: CommandContext): Promise<void> {
  const runs = await context.session.operations.history();
  const [only] = runs;
  if (!only) {
    await context.window.dialogs.info(l10n.t('No run has changed anything yet.'));
    return;
  }
  const planning = planContext(context.session.store);
  const run =
    runs.length === 1
      ? only
      : await context.window.dialogs.pick(
          runs.map((one) => ({
            value: one,
            label: countsText(planOf(one, planning)) || l10n.t('Nothing was to be changed'),
            description: exactTime(one.startedAt),
            detail: one.id,
          })),
          { title: l10n.t('Export Run'), placeholder: l10n.t('Run to export') },
        );
  if (run) {
    await exportRecord(context, run);
  }
}

export async function exportRunById(context: CommandContext, id: string): Promise<void> {
  const run = await context.session.operations.record(id);
  if (run) {
    await exportRecord(context, run);
  } else {
    await context.window.dialogs.warn(l10n.t('The journal of that run no longer exists.'));
  }
}

async function exportRecord(context: CommandContext, run: RunRecord): Promise<void> {
  const title = l10n.t('Export Run');
  const format = await askFormat(context, title);
  if (format) {
    await save(context, title, `partner-link-run-${run.id}`, format, exportRun(run, format, namesOf(context)));
  }
}

export async function exportAllTenants(context: CommandContext): Promise<void> {
  const { store, marks } = context.session;
  const title = l10n.t('Export Tenants');
  if (store.allTenants().length === 0) {
    await context.window.dialogs.info(nothingKnown());
    return;
  }
  const format = await askFormat(context, title);
  if (format) {
    const now = Date.now();
    const rows = store.identities().flatMap(({ identity }) => inOrder(store.tenants(identity.key), marks));
    const text = exportEstate(rows, format, {
      ...context.session.attentionContext(),
      identity: (key) => store.identity(key)?.identity,
      now,
    });
    await save(context, title, `partner-link-tenants-${new Date(now).toISOString().slice(0, 10)}`, format, text);
  }
}

async function askFormat(context: CommandContext, title: string): Promise<ExportFormat | undefined> {
  return context.window.dialogs.pick(
    [
      { value: 'csv', label: 'CSV', icon: 'table', detail: l10n.t('For spreadsheets') },
      { value: 'json', label: 'JSON', icon: 'json', detail: l10n.t('For programs') },
      { value: 'markdown', label: 'Markdown', icon: 'markdown', detail: l10n.t('For people') },
    ] as const,
    { title, placeholder: l10n.t('Format') },
  );
}

function kindOf(format: ExportFormat): FileKind {
  const names = { csv: 'CSV', json: 'JSON', markdown: 'Markdown' } as const;
  return { name: names[format], endings: [fileEnding(format)] };
}

async function save(
  context: CommandContext,
  title: string,
  name: string,
  format: ExportFormat,
  text: string,
): Promise<void> {
  // What is no document for people can carry its label in its name only.
  const file = `${context.session.mode === 'sandbox' ? 'sample-data-' : ''}${name}.${fileEnding(format)}`;
  const content = format === 'markdown' ? labelled(context.session, text) : text;
  const open = l10n.t('Open');
  try {
    const show = await context.window.files.save(title, file, kindOf(format), content);
    if (show && (await context.window.dialogs.info(l10n.t('Exported.'), open)) === open) {
      await show();
    }
  } catch (error) {
    context.window.log.warn(`An export cannot be written: ${errorName(error)}`);
    await context.window.dialogs.error(
      l10n.t('The file couldn’t be saved. Choose another folder, or check whether the disk is full.'),
    );
  }
}
