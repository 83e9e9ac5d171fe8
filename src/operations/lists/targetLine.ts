/** One line of a list of targets: what its cells may hold, and why a line cannot be used. Pure. */
import { domainToASCII } from 'node:url';
import * as l10n from '@vscode/l10n';
import { isGuid } from '../../shared/model/guid.ts';
import { checkPartnerId } from '../../shared/model/partnerId.ts';
import { fromSpreadsheet, oneLine } from '../../shared/escaping/foreignText.ts';

export type TargetName =
  /** A GUID in lower case. */
  | { readonly kind: 'id'; readonly id: string }
  /** In its ASCII form (`xn--…`), in lower case, without a dot at the end. */
  | { readonly kind: 'domain'; readonly domain: string };

export interface TargetLine {
  /** Counted from 1, as editors count lines of the file. */
  readonly line: number;
  /** The line as it stands in the file, cut. Untrusted text. */
  readonly text: string;
  readonly tenant: TargetName;
  readonly partnerId?: string;
  /** Untrusted text. */
  readonly label?: string;
}

export type LineTrouble =
  | { readonly kind: 'tooBig'; readonly most: number }
  | { readonly kind: 'tooManyLines'; readonly most: number }
  | { readonly kind: 'notText' }
  | { readonly kind: 'noHeader' }
  | { readonly kind: 'quoteNotClosed' }
  | { readonly kind: 'tooManyColumns'; readonly most: number }
  | { readonly kind: 'emptyTenant' }
  | { readonly kind: 'notIdOrDomain' }
  | { readonly kind: 'partnerIdNotDigits' }
  | { readonly kind: 'partnerIdTooLong' }
  /** Excel wrote a long number as `1.23E+06`: its digits are lost. */
  | { readonly kind: 'partnerIdShortened' }
  | { readonly kind: 'noSuchTenant' }
  | { readonly kind: 'severalTenants' }
  /** `lines`: all lines of that tenant, this one included. None of them is used. */
  | { readonly kind: 'contradiction'; readonly lines: readonly number[] }
  /** Says the same as an earlier line, which is used. */
  | { readonly kind: 'duplicate'; readonly of: number };

export interface LineProblem {
  /** Counted from 1; 0: the file as a whole. */
  readonly line: number;
  /** The line as it stands in the file, cut. Untrusted text; `''` for the file as a whole. */
  readonly text: string;
  readonly trouble: LineTrouble;
  /** `trouble` in words. */
  readonly why: string;
}

/** Much longer than any line that can be used. */
const longestText = 200;

export function problemOf(line: number, text: string, trouble: LineTrouble): LineProblem {
  return { line, text: cutLine(text), trouble, why: troubleText(trouble) };
}

export function cutLine(text: string): string {
  const characters = text.length <= longestText ? [] : Array.from(text);
  return characters.length <= longestText ? text : `${characters.slice(0, longestText - 1).join('')}…`;
}

/** `undefined`: neither an id nor a domain. */
export function readTargetName(cell: string): TargetName | undefined {
  const text = cell.toLowerCase();
  if (isGuid(text)) {
    return { kind: 'id', id: text };
  }
  const domain = plainDomain(text);
  return domain === undefined ? undefined : { kind: 'domain', domain };
}

/** A domain as it can be compared: IDN in its ASCII form, lower case. `undefined`: not a domain. */
export function plainDomain(text: string): string | undefined {
  // What is an address, a path or a number to a URL must not be taken for a host.
  if (/[\s/\\:%?#@[\]]/u.test(text)) {
    return undefined;
  }
  const ascii = domainToASCII(text.toLowerCase()).replace(/\.$/, '');
  const labels = ascii.split('.');
  const fits = labels.length > 1 && ascii.length <= 253 && labels.every((label) => /^[a-z0-9-]{1,63}$/.test(label));
  return fits && !/^[0-9]+$/.test(labels.at(-1) ?? '') ? ascii : undefined;
}

export type PartnerIdCell =
  | { readonly kind: 'none' }
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'trouble'; readonly trouble: LineTrouble };

export function readPartnerIdCell(cell: string): PartnerIdCell {
  if (/^[0-9]+(?:[.,][0-9]+)?e\+?[0-9]+$/i.test(cell)) {
    return { kind: 'trouble', trouble: { kind: 'partnerIdShortened' } };
  }
  const check = checkPartnerId(cell);
  if (check.kind === 'usable') {
    return { kind: 'id', id: check.id };
  }
  switch (check.why) {
    case 'empty':
      return { kind: 'none' };
    case 'notDigits':
      return { kind: 'trouble', trouble: { kind: 'partnerIdNotDigits' } };
    case 'tooLong':
      return { kind: 'trouble', trouble: { kind: 'partnerIdTooLong' } };
  }
}

/**
 * White space and what cannot be seen at the ends goes; so does `="1234567"`, by which people keep Excel from touching digits, and what
 * keeps a cell of our own from being a formula.
 */
export function plainCell(cell: string): string {
  const text = oneLine(cell, 2000);
  return /^="(?<kept>[^"]*)"$/.exec(text)?.groups?.['kept']?.trim() ?? fromSpreadsheet(text);
}

/** Why a line cannot be used, and what to do where that is not plain. */
export function troubleText(trouble: LineTrouble): string {
  switch (trouble.kind) {
    case 'tooBig':
      return l10n.t(
        'The file is bigger than {0} MB: keep only the columns tenant, partnerId and label, or split it.',
        trouble.most,
      );
    case 'tooManyLines':
      return l10n.t('The file has more than {0} lines: split it.', trouble.most);
    case 'notText':
      return l10n.t('This is not a text file: save the sheet as CSV.');
    case 'noHeader':
      return l10n.t('the first line does not name the columns: tenant, and optionally partnerId and label');
    case 'quoteNotClosed':
      return l10n.t('a closing quotation mark is missing');
    case 'tooManyColumns':
      return l10n.t('more than the {0} columns of the first line', trouble.most);
    case 'emptyTenant':
      return l10n.t('no tenant');
    case 'notIdOrDomain':
      return l10n.t('neither a tenant ID nor a domain');
    case 'partnerIdNotDigits':
      return l10n.t('the partner ID is not digits only');
    case 'partnerIdTooLong':
      return l10n.t('the partner ID has too many digits');
    case 'partnerIdShortened':
      return l10n.t(
        'a spreadsheet has shortened the partner ID and its digits are lost: format the column as text there, enter it again, and save again',
      );
    case 'noSuchTenant':
      return l10n.t('none of your tenants has this ID or domain');
    case 'severalTenants':
      return l10n.t('several of your tenants have this domain: use the tenant ID');
    case 'contradiction':
      return l10n.t(
        'the same tenant has different partner IDs on lines {0}: none of them is used',
        someOf(trouble.lines),
      );
    case 'duplicate':
      return l10n.t('says the same as line {0}', trouble.of);
  }
}

/** A list of thousands of lines that name the same tenant stays a sentence. */
function someOf(lines: readonly number[]): string {
  return lines.length <= 6 ? lines.join(', ') : `${lines.slice(0, 5).join(', ')}, …`;
}
