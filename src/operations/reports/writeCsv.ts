/** CSV for spreadsheets: RFC 4180 with a byte order mark, without which Excel takes UTF-8 for the machine's old code page. */
import Papa from 'papaparse';
import { forSpreadsheet } from '../../shared/escaping/foreignText.ts';

/** Every cell is quoted and no formula. */
export function writeCsv(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [columns, ...rows].map((row) => row.map(forSpreadsheet));
  return `\uFEFF${Papa.unparse(cells, { newline: '\r\n', quotes: true })}\r\n`;
}
