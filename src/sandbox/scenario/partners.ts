/** The partners of the stand-in: which partner IDs the service takes, and by which names it knows them. All fictional. */

/** Partner IDs of the default scenario, for tests. */
export const samplePartnerIds = {
  /** Contoso Consulting, the partner whose life the default scenario shows. */
  contoso: '4810337',
  /** A second location of the same company. */
  contosoNordics: '4810352',
  /** Its global account, refused: the first location is this + 1. */
  contosoGlobal: '4810336',
  fabrikam: '6203519',
  fabrikamGlobal: '6203518',
  proseware: '5557121',
  /** Taken, and the service sends no name with it. */
  withoutName: '3921745',
  /** Looks like one, and is refused. */
  notValid: '4999000',
} as const;

const names: ReadonlyMap<string, string | undefined> = new Map([
  [samplePartnerIds.contoso, 'Contoso Consulting'],
  [samplePartnerIds.contosoNordics, 'Contoso Consulting Nordics'],
  [samplePartnerIds.fabrikam, 'Fabrikam Cloud Services'],
  [samplePartnerIds.proseware, 'Proseware Managed IT'],
  [samplePartnerIds.withoutName, undefined],
]);

const globalAccounts: ReadonlySet<string> = new Set([samplePartnerIds.contosoGlobal, samplePartnerIds.fabrikamGlobal]);

const firstWords = ['Blue', 'North', 'Silver', 'Maple', 'Harbor', 'Summit', 'River'] as const;
const secondWords = ['Peak Systems', 'Wind IT', 'Line Cloud', 'Stone Digital', 'Lake Consulting'] as const;

export type PartnerIdAnswer = { readonly kind: 'valid'; readonly name?: string } | { readonly kind: 'invalid' };

/**
 * What the service makes of a partner ID.
 * assumed: 5 to 10 digits are taken unless they end in 000; a third of the partners outside the table have no name.
 */
export function lookUpPartner(partnerId: string): PartnerIdAnswer {
  if (names.has(partnerId)) {
    return { kind: 'valid', name: names.get(partnerId) };
  }
  if (globalAccounts.has(partnerId) || !/^[0-9]{5,10}$/.test(partnerId) || partnerId.endsWith('000')) {
    return { kind: 'invalid' };
  }
  const number = Number(partnerId);
  if (number % 3 === 0) {
    return { kind: 'valid' };
  }
  const first = firstWords[number % firstWords.length] ?? firstWords[0];
  const second = secondWords[number % secondWords.length] ?? secondWords[0];
  return { kind: 'valid', name: `${first} ${second}` };
}
