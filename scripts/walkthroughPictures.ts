/**
 * `node scripts/bootstrap.mjs scripts/walkthroughPictures.ts`: the walkthrough's pictures, into media/walkthrough. Drawn from the words
 * that the product itself says of its sample data, in colours of VS Code's theme, so that they fit every theme; a test draws them again
 * and compares.
 */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { azureCloud } from '../src/azure/clouds/cloud.ts';
import { connect } from '../src/azure/connect.ts';
import { confirmation } from '../src/operations/text/planText.ts';
import { resultText } from '../src/operations/text/runText.ts';
import { planPal } from '../src/operations/plan/plan.ts';
import { createSandbox } from '../src/sandbox/sandbox.ts';
import { samplePartnerIds } from '../src/sandbox/scenario/partners.ts';
import { sampleTenantIds } from '../src/sandbox/scenario/scenario.ts';
import { Session } from '../src/session/session.ts';
import { sampleLabel } from '../src/shared/text/sampleLabel.ts';
import { systemClock } from '../src/shared/async/clock.ts';
import { success } from '../src/shared/model/outcome.ts';
import type { TreeModel } from '../src/tree/treeModel.ts';
import { treeOf } from '../src/tree/treeModel.ts';
import { root } from './hosts/paths.ts';
import { say } from './say.ts';

export const walkthroughFolder = path.join(root, 'media/walkthrough');

const silent = { debug: noop, info: noop, warn: noop, error: noop };
const width = 460;
const rowHeight = 22;

/** The rows of the sample data as the view shows them before anything was changed. */
export async function sampleRows(): Promise<readonly (readonly [label: string, description: string, marks: string])[]> {
  return overSample((_, model) =>
    Promise.resolve(shownRows(model).map(({ label, description, marks = '' }) => [label, description, marks] as const)),
  );
}

/** Names of files, and what is in them. */
export async function walkthroughPictures(): Promise<Readonly<Record<string, string>>> {
  return overSample(async (session, model) => {
    const tenants = treePicture(model);
    session.choice.setFilter('needsAttention');
    model.update([]);
    const attention = treePicture(model);
    session.choice.setFilter('all');

    const northwind = session.store.allTenants().filter(({ ref }) => ref.tenantId === sampleTenantIds.northwind);
    const plan = planPal(northwind, { kind: 'link', partnerId: samplePartnerIds.contoso }, session.planContext());
    const { message, detail, button } = confirmation(plan, 'document');
    const link = dialogPicture(message, detail, button);

    const run = await session.operations.start(plan);
    if (!run.ok) {
      throw new Error(`The run did not start: ${run.failure.kind}`);
    }
    const result = await run.value.finished;
    model.update([{ kind: 'all' }]);
    const linked = shownRows(model).filter(({ label }) => label === 'Northwind Traders');
    const undo = resultPicture(linked, resultText(result, plan));
    return { 'tenants.svg': tenants, 'attention.svg': attention, 'link.svg': link, 'undo.svg': undo };
  });
}

async function overSample<T>(draw: (session: Session, model: TreeModel) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'partner-link-walkthrough-'));
  const session = openSample(folder);
  try {
    await session.open();
    await session.scanner.scanAll();
    const model = treeOf(session, { clock: systemClock, time: { locale: 'en', timeZone: 'UTC' } });
    model.update([]);
    return await draw(session, model);
  } finally {
    await session.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

function shownRows(model: TreeModel): readonly Shown[] {
  return model.outline.roots.flatMap((node) => model.row(node) ?? []);
}

function openSample(folder: string): Session {
  const sandbox = createSandbox();
  const { identities, httpClient } = sandbox;
  return new Session({
    mode: 'sandbox',
    folder,
    windowId: 'walkthrough',
    ownPartnerIds: {
      list: () => [{ id: samplePartnerIds.contoso, label: 'Contoso Consulting' }],
      save: () => Promise.resolve(success(undefined)),
      onDidChange: () => ({ dispose: noop }),
      dispose: noop,
    },
    connect: () => Promise.resolve(connect({ cloud: azureCloud, sources: [identities], httpClient, log: silent })),
    log: silent,
    refreshAfterHours: () => 12,
    runConcurrency: () => 1,
    dporMode: { get: () => 'ask', set: () => Promise.resolve(success(undefined)) },
  });
}

type Shown = NonNullable<ReturnType<TreeModel['row']>>;

function treePicture(model: TreeModel): string {
  const rows = shownRows(model).slice(0, 9);
  return picture(44 + rows.length * rowHeight, [
    panel(0, 44 + rows.length * rowHeight, 'sideBar-background'),
    text(16, 24, model.texts().message ?? '', 'descriptionForeground'),
    ...rows.map((row, index) => rowDrawing(row, 40 + index * rowHeight)),
  ]);
}

function rowDrawing({ label, description, marks = '', icon }: Shown, top: number): string {
  const baseline = top + 16;
  return [
    `<circle cx="22" cy="${String(top + 11)}" r="5" fill="${colour(icon.color?.replace('.', '-') ?? 'icon-foreground')}"/>`,
    `<text x="36" y="${String(baseline)}" fill="${colour('foreground')}">${escaped(label)}<tspan dx="8" font-size="12" fill="${colour('descriptionForeground')}">${escaped(description)}</tspan></text>`,
    `<text x="${String(width - 16)}" y="${String(baseline)}" text-anchor="end" fill="${colour('foreground')}">${escaped(marks)}</text>`,
  ].join('\n');
}

function dialogPicture(message: string, detail: readonly string[], button: string): string {
  const heading = wrapped(message, 52);
  const lines = [...detail, sampleLabel('sandbox') ?? ''].flatMap((line) => wrapped(line, 62));
  const height = 84 + heading.length * 20 + lines.length * 18;
  const top = 34 + heading.length * 20;
  return picture(height, [
    panel(0, height, 'editorWidget-background'),
    ...heading.map((line, index) => text(20, 32 + index * 20, line, 'editorWidget-foreground', 15)),
    ...lines.map((line, index) => text(20, top + index * 18, line, 'descriptionForeground', 12)),
    buttonDrawing(width - 190, height - 44, button, true),
    buttonDrawing(width - 100, height - 44, 'Cancel', false),
  ]);
}

function resultPicture(rows: readonly Shown[], message: string): string {
  const lines = wrapped(message, 60);
  const top = 24 + rows.length * rowHeight;
  const height = top + 70 + lines.length * 18;
  return picture(height, [
    panel(0, top - 10, 'sideBar-background'),
    ...rows.map((row, index) => rowDrawing(row, 8 + index * rowHeight)),
    panel(top, height - top, 'notifications-background'),
    ...lines.map((line, index) => text(20, top + 28 + index * 18, line, 'notifications-foreground')),
    buttonDrawing(width - 190, height - 42, 'Undo', true),
    buttonDrawing(width - 110, height - 42, 'Show Report', false),
  ]);
}

function buttonDrawing(left: number, top: number, label: string, isPrimary: boolean): string {
  const [back, front] = isPrimary
    ? ['button-background', 'button-foreground']
    : ['button-secondaryBackground', 'button-secondaryForeground'];
  const wide = label.length * 7 + 22;
  return [
    `<rect x="${String(left)}" y="${String(top)}" width="${String(wide)}" height="26" rx="4" fill="${colour(back)}" stroke="${border}"/>`,
    `<text x="${String(left + wide / 2)}" y="${String(top + 18)}" text-anchor="middle" fill="${colour(front)}">${escaped(label)}</text>`,
  ].join('\n');
}

/** Drawn by high-contrast themes only. */
const border = 'var(--vscode-contrastBorder, transparent)';

function panel(top: number, height: number, back: string): string {
  return `<rect x="1" y="${String(top + 1)}" width="${String(width - 2)}" height="${String(height - 2)}" rx="6" fill="${colour(back)}" stroke="var(--vscode-contrastBorder, var(--vscode-widget-border, transparent))"/>`;
}

function text(left: number, baseline: number, content: string, front: string, size = 13): string {
  return `<text x="${String(left)}" y="${String(baseline)}" font-size="${String(size)}" fill="${colour(front)}">${escaped(content)}</text>`;
}

function colour(name: string): string {
  return `var(--vscode-${name})`;
}

function picture(height: number, parts: readonly string[]): string {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}" viewBox="0 0 ${String(width)} ${String(height)}" font-family="system-ui, sans-serif" font-size="13">`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

/** In lines of at most so many characters, where words allow it. */
function wrapped(content: string, most: number): readonly string[] {
  const lines: string[] = [];
  for (const word of content.split(' ')) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > most) {
      lines.push(word);
    } else {
      lines[lines.length - 1] = `${line} ${word}`;
    }
  }
  return lines;
}

function escaped(content: string): string {
  return content.replace(/[&<>]/g, (sign) => `&#${String(sign.charCodeAt(0))};`);
}

function noop(): void {
  // Nobody is told.
}

if (import.meta.main) {
  await mkdir(walkthroughFolder, { recursive: true });
  for (const [name, content] of Object.entries(await walkthroughPictures())) {
    await writeFile(path.join(walkthroughFolder, name), content);
  }
  say(`Drew the walkthrough’s pictures into ${path.relative(root, walkthroughFolder)}`);
}
