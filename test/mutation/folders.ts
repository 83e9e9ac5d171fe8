/** What is mutated, folder by folder, and the tests that are asked to notice. */

export interface Folder {
  /** Under `src`. */
  readonly name: string;
  /** Globs under `test/unit`. */
  readonly tests: readonly string[];
}

export const folders: readonly Folder[] = [
  { name: 'storage', tests: ['storage/**/*.test.ts'] },
  { name: 'azure/http', tests: ['azure/{api,errors,http,pipeline}/*.test.ts', 'azure/sandbox.test.ts'] },
  { name: 'azure/tokens', tests: ['azure/{api,identities,pipeline,tokens}/*.test.ts', 'azure/sandbox.test.ts'] },
  ...['plan', 'journal', 'run', 'text', 'lists', 'reports', 'scripts', 'control'].map((part) => ({
    name: `operations/${part}`,
    tests: ['operations/**/*.test.ts'],
  })),
];

/** What asks in a process of its own, where no mutant is active, takes half a minute to notice nothing. */
export const processTests: readonly string[] = ['azure/http/boundedResponse.test.ts'];

/** Of every folder, in percent. */
export const wantedScore = 85;
