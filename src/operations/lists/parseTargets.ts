/**
 * A list of targets from a file: CSV as spreadsheets write it. Pure; every line of the file is used or told with why not.
 *
 * Columns, named by the first line in any order, upper or lower case, with or without spaces, `-` and `_`:
 * - the tenant: `tenant` (ID or domain), `tenantId` (also `directoryId`), `domain` (also `defaultDomain`). Where there are
 *   several, the ID counts before the domain, and that before `tenant`, which then is but a name.
 * - `partnerId` (also `mpnId`, `associatedPartnerId`), optional
 * - `label` (also `customer`), optional
 * Other columns are ignored. One column of IDs or domains needs no first line that names it.
 */
import Papa from 'papaparse';
import {
  cutLine,
  plainCell,
  problemOf,
  readPartnerIdCell,
  readTargetName,
  type LineProblem,
  type LineTrouble,
  type TargetLine,
} from './targetLine.ts';

/** `bytes` is for who reads the file, to look at before reading it. */
export const targetsLimits = { bytes: 5 * 1024 * 1024, lines: 20_000 } as const;

export interface ParsedTargets {
  readonly entries: readonly TargetLine[];
  readonly problems: readonly LineProblem[];
}

/** The refusal of a file that was not read because of its size. */
export function tooBigProblem(): LineProblem {
  return problemOf(0, '', { kind: 'tooBig', most: targetsLimits.bytes / 1024 / 1024 });
}

/** UTF-8 and UTF-16 by their marks or looks; what is neither is taken for Windows-1252, as Excel writes "CSV". Never fails. */
export function decodeText(bytes: Uint8Array): string {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) {
    return new TextDecoder('utf-16le').decode(bytes);
  }
  if (a === 0xfe && b === 0xff) {
    return new TextDecoder('utf-16be').decode(bytes);
  }
  if (a !== 0 && b === 0 && bytes.length % 2 === 0) {
    return new TextDecoder('utf-16le').decode(bytes);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

export function parseTargets(text: string): ParsedTargets {
  const refused = refusalOf(text);
  if (refused) {
    return { entries: [], problems: [problemOf(0, '', refused)] };
  }
  // As Excel writes it: `sep=;` names the separator and is no line of the list.
  const plain = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const named = /^sep=(.)\n/i.exec(plain);
  const separator = named?.[1] ?? separatorOf(plain);
  const records = recordsOf(plain, separator, named ? 2 : 1, named?.[0].length ?? 0).filter(
    ({ cells, broken }) => broken || cells.some((cell) => plainCell(cell) !== ''),
  );
  const [first, ...rest] = records;
  if (!first) {
    return { entries: [], problems: [] };
  }
  const columns = first.broken ? undefined : columnsOf(first.cells);
  const oneColumn = records.every(({ cells, broken }) => broken || filled(cells) <= 1);
  return columns
    ? readAll(rest, columns)
    : oneColumn || filled(first.cells) <= 1
      ? readAll(records, onlyTenants)
      : { entries: [], problems: records.map(({ line, text: raw }) => problemOf(line, raw, { kind: 'noHeader' })) };
}

function refusalOf(text: string): LineTrouble | undefined {
  if (text.length > targetsLimits.bytes) {
    return tooBigProblem().trouble;
  }
  // A workbook is a ZIP file, and no text holds a zero.
  if (text.startsWith('PK\u0003\u0004') || text.includes('\0')) {
    return { kind: 'notText' };
  }
  return text.split(/\r\n?|\n/).length > targetsLimits.lines + 1
    ? { kind: 'tooManyLines', most: targetsLimits.lines }
    : undefined;
}

/** The one of comma, semicolon and tab that is most often on the first line that says anything, quoted text aside. */
function separatorOf(text: string): string {
  const line = /[^\s].*/.exec(text)?.[0].replace(/"[^"]*"/g, '') ?? '';
  const count = (one: string): number => line.split(one).length;
  return [',', ';', '\t'].reduce((best, one) => (count(one) > count(best) ? one : best));
}

interface LineRecord {
  readonly line: number;
  readonly text: string;
  readonly cells: readonly string[];
  /** Its quotation marks do not match. */
  readonly broken: boolean;
}

/** Cells may hold line ends, up to the first line whose quotation marks do not match: from there on, each line stands for itself. */
function recordsOf(text: string, delimiter: string, firstLine: number, from: number): readonly LineRecord[] {
  const records: LineRecord[] = [];
  const list = text.slice(from);
  let [line, start, brokenAt] = [firstLine, 0, -1];
  Papa.parse<string[]>(list, {
    delimiter,
    newline: '\n',
    step: ({ data, errors, meta }, parser) => {
      if (errors.length > 0) {
        brokenAt = start;
        parser.abort();
        return;
      }
      const raw = list.slice(start, meta.cursor);
      records.push({ line, text: raw.replace(/\n$/, ''), cells: data, broken: false });
      line += raw.split('\n').length - 1;
      start = meta.cursor;
    },
  });
  if (brokenAt === -1) {
    return records;
  }
  const alone = list.slice(brokenAt).split('\n');
  return [
    ...records,
    ...alone.map((raw, index) => {
      const { data, errors } = Papa.parse<string[]>(raw, { delimiter, newline: '\n' });
      return { line: line + index, text: raw, cells: data[0] ?? [], broken: errors.length > 0 };
    }),
  ];
}

interface Columns {
  /** By rank: the first one that says something counts. */
  readonly tenant: readonly number[];
  readonly partnerId?: number;
  readonly label?: number;
  /** How many columns the first line has; `undefined`: none but that of the tenant. */
  readonly count: number;
}

const onlyTenants: Columns = { tenant: [0], count: 1 };

const names = {
  tenantId: ['tenantid', 'directoryid'],
  domain: ['domain', 'defaultdomain'],
  tenant: ['tenant'],
  partnerId: ['partnerid', 'mpnid', 'associatedpartnerid'],
  label: ['label', 'customer'],
} as const;

/** `undefined`: the line names no column of tenants, so it is no header. */
function columnsOf(cells: readonly string[]): Columns | undefined {
  const plain = cells.map((cell) =>
    plainCell(cell)
      .toLowerCase()
      .replace(/[\s_-]/g, ''),
  );
  const place = (kind: keyof typeof names): number | undefined => {
    const found = plain.findIndex((cell) => names[kind].some((name) => name === cell));
    return found === -1 ? undefined : found;
  };
  const tenant = [place('tenantId'), place('domain'), place('tenant')].filter((one) => one !== undefined);
  return tenant.length === 0
    ? undefined
    : { tenant, partnerId: place('partnerId'), label: place('label'), count: cells.length };
}

function readAll(records: readonly LineRecord[], columns: Columns): ParsedTargets {
  const entries: TargetLine[] = [];
  const problems: LineProblem[] = [];
  for (const record of records) {
    const read = readRecord(record, columns);
    if ('kind' in read) {
      problems.push(problemOf(record.line, record.text, read));
    } else {
      entries.push(read);
    }
  }
  return { entries, problems };
}

function readRecord({ line, text, cells, broken }: LineRecord, columns: Columns): TargetLine | LineTrouble {
  if (broken) {
    return { kind: 'quoteNotClosed' };
  }
  if (filled(cells) > columns.count) {
    return { kind: 'tooManyColumns', most: columns.count };
  }
  const cell = (place: number | undefined): string => (place === undefined ? '' : plainCell(cells[place] ?? ''));
  const shown = columns.tenant.map(cell).find((one) => one !== '');
  if (shown === undefined) {
    return { kind: 'emptyTenant' };
  }
  const tenant = readTargetName(shown);
  if (!tenant) {
    return { kind: 'notIdOrDomain' };
  }
  const partnerId = readPartnerIdCell(cell(columns.partnerId));
  if (partnerId.kind === 'trouble') {
    return partnerId.trouble;
  }
  return {
    line,
    text: cutLine(text),
    tenant,
    partnerId: partnerId.kind === 'id' ? partnerId.id : undefined,
    label: cell(columns.label) || undefined,
  };
}

/** Up to the last cell that says anything: spreadsheets add empty ones. */
function filled(cells: readonly string[]): number {
  return cells.findLastIndex((cell) => plainCell(cell) !== '') + 1;
}
