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
  { name: 'operations/journal', tests: ['operations/journal/*.test.ts'] },
  { name: 'operations/run', tests: ['operations/run/*.test.ts'] },
  { name: 'operations/text', tests: ['operations/text/*.test.ts'] },
  { name: 'operations/lists', tests: ['operations/lists/*.test.ts'] },
  { name: 'operations/reports', tests: ['operations/reports/*.test.ts'] },
  { name: 'operations/scripts', tests: ['operations/scripts/*.test.ts'] },
  { name: 'operations/control', tests: ['operations/control/*.test.ts'] },
];

/** What asks in a process of its own, where no mutant is active, takes half a minute to notice nothing. */
export const processTests: readonly string[] = ['azure/http/boundedResponse.test.ts'];

/** Of every folder, in percent. */
export const wantedScore = 85;
