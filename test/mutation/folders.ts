/** What is mutated, folder by folder, and the tests that are asked to notice. */

export interface Folder {
  /** Under `src`. */
  readonly name: string;
  /** Under `test/unit`, with all that is below. */
  readonly tests: string;
}

export const folders: readonly Folder[] = [
  { name: 'storage', tests: 'storage' },
  { name: 'azure/http', tests: 'azure' },
  { name: 'azure/tokens', tests: 'azure' },
  ...['plan', 'journal', 'run', 'text', 'lists', 'reports', 'scripts', 'control'].map((part) => ({
    name: `operations/${part}`,
    tests: 'operations',
  })),
];

/** Of every folder, in percent. */
export const wantedScore = 85;
