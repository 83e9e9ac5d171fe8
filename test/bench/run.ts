/** `npm run bench [-- <name>…]`: measures (everything, or what is named), prints figure and budget, and ends non-zero when one is over or could not be had. */
import { spawn } from 'node:child_process';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { benches, byNameOnly } from './benches.ts';
import { isFigures, isGood, type Figure } from './figure.ts';

type Row = { readonly bench: string } & ({ readonly figure: Figure } | { readonly failed: string });

const marker = 'FIGURES ';
const [first, ...rest] = process.argv.slice(2);
const known = { ...benches, ...byNameOnly };

if (first === '--one' && rest[0] !== undefined) {
  const bench = await known[rest[0]]?.();
  console.log(`${marker}${JSON.stringify(await bench?.run())}`);
  process.exit(0);
} else {
  const wanted = first === undefined ? Object.keys(benches) : [first, ...rest];
  const unknown = wanted.filter((name) => !(name in known));
  if (unknown.length > 0) {
    console.error(`No such bench: ${unknown.join(', ')}. There are: ${Object.keys(known).join(', ')}.`);
    process.exit(2);
  }
  const rows: Row[] = [];
  for (const name of wanted) {
    console.error(`measuring ${name} …`);
    rows.push(...(await measure(name)));
  }
  print(rows);
  process.exit(rows.every(isGoodRow) ? 0 : 1);
}

async function measure(name: string): Promise<readonly Row[]> {
  const child = spawn(process.execPath, ['--expose-gc', fileURLToPath(import.meta.url), '--one', name], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const line = out.split('\n').find((one) => one.startsWith(marker));
  let figures: unknown;
  try {
    figures = line === undefined ? undefined : JSON.parse(line.slice(marker.length));
  } catch {
    figures = undefined;
  }
  if (code !== 0 || !isFigures(figures)) {
    return [{ bench: name, failed: errors.trim() || `ended with ${String(code)} and no figures` }];
  }
  return figures.map((figure) => ({ bench: name, figure }));
}

function isGoodRow(row: Row): boolean {
  return 'figure' in row && isGood(row.figure);
}

function budgetOf({ budget, least, unit }: Figure): string {
  return budget === undefined ? (least === undefined ? '' : `≥ ${told(least, unit)}`) : `≤ ${told(budget, unit)}`;
}

function told(value: number, unit: string): string {
  return `${value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2)} ${unit}`.trim();
}

function print(rows: readonly Row[]): void {
  const table = rows.map((row) =>
    'failed' in row
      ? ['FAILED', row.bench, '', '', row.failed.split('\n')[0] ?? '']
      : [
          budgetOf(row.figure) === '' ? '' : isGood(row.figure) ? 'ok' : 'OVER',
          row.figure.what,
          told(row.figure.value, row.figure.unit),
          budgetOf(row.figure),
          row.figure.note ?? '',
        ],
  );
  const all = [['', 'figure', 'measured', 'budget', 'note'], ...table];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((cells) => cells[column]?.length ?? 0)));
  console.log(`Node ${process.version}, ${String(cpus().length)} cores, ${new Date().toISOString()}`);
  for (const cells of all) {
    console.log(
      cells
        .map((cell, column) =>
          column === 2 || column === 3 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    );
  }
  for (const row of rows) {
    if ('failed' in row) {
      console.log(`\n${row.bench}:\n${row.failed}`);
    }
  }
}
