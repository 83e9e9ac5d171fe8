/** What is mutated, folder by folder, and the tests that are asked to notice. */

export interface Folder {
  /** Under `src`. */
  readonly name: string;
  /** Globs under `test/unit`. */
  readonly tests: readonly string[];
}

export const folders: readonly Folder[] = [
  { name: 'storage', tests: ['storage/*.test.ts'] },
  { name: 'azure/http', tests: ['azure/{errors,http,pipeline}/*.test.ts'] },
  { name: 'azure/tokens', tests: ['azure/{identities,tokens}/*.test.ts'] },
  { name: 'operations/plan', tests: ['operations/{plan,text}/*.test.ts'] },
  { name: 'operations/journal', tests: ['operations/{journal,reports}/*.test.ts', 'operations/run/tidyRuns.test.ts'] },
  { name: 'operations/run', tests: ['operations/run/*.test.ts'] },
  { name: 'operations/text', tests: ['operations/text/*.test.ts', 'operations/reports/dporTexts.test.ts'] },
  { name: 'operations/lists', tests: ['operations/lists/*.test.ts'] },
  { name: 'operations/reports', tests: ['operations/reports/*.test.ts'] },
  { name: 'operations/scripts', tests: ['operations/scripts/*.test.ts'] },
  { name: 'operations/control', tests: ['operations/control/*.test.ts'] },
];

/** Tests that take too long to be asked about every mutant. */
export const leftOut: readonly string[] = [
  // Ask in processes of their own, where no mutant is active, or which take seconds each.
  'azure/http/boundedResponse.test.ts',
  'operations/scripts/runCliScript.test.ts',
  // Hundreds of random runs, and a run cut off after each of its lines.
  'operations/run/{anyDporRun,resumeRun}.test.ts',
];

/** Of every folder, in percent. */
export const wantedScore = 85;
