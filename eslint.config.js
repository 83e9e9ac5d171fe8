/** Type-checked lint, and the walls between the rooms of `src/` as docs and design have them. */
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** The rooms, and which rooms each may import besides itself; `types` are the rooms it may take types from only. */
const walls = {
  shared: { may: [] },
  storage: { may: ['shared'] },
  azure: { may: ['shared'] },
  estate: { may: ['storage', 'shared'] },
  operations: { may: ['estate', 'storage', 'shared'] },
  sandbox: { may: ['shared'] },
  session: { may: ['azure', 'estate', 'operations', 'storage', 'shared'] },
  tree: { may: ['session', 'estate', 'operations', 'storage', 'shared'] },
  form: { may: ['session', 'estate', 'operations', 'storage', 'shared'] },
  commands: { may: ['azure', 'session', 'estate', 'operations', 'storage', 'shared', 'tree', 'form'] },
};

/** Where `vscode` may be imported; `src/azure` holds one such file. */
const seesVSCode = ['tree', 'commands', 'form'];

const rooms = Object.keys(walls);

/** What only one room may import from outside. */
const outside = {
  azureClients: { regex: '^@azure/', message: 'Only src/azure talks to Azure.' },
  vscode: { regex: '^vscode$', message: 'This room knows no VS Code: see the walls in eslint.config.js.' },
};

function wallsOf(room) {
  const { may, types = [] } = walls[room];
  const closed = rooms.filter((other) => other !== room && !may.includes(other) && !types.includes(other));
  const inside = (names) => String.raw`^\.\.?/(.*/)?(${names.join('|')})/`;
  return [
    ...(closed.length > 0
      ? [{ regex: inside(closed), message: `src/${room} may not import this room: see the walls in eslint.config.js.` }]
      : []),
    ...types.map((other) => ({
      regex: inside([other]),
      allowTypeImports: true,
      message: `src/${room} takes only types from src/${other}.`,
    })),
    // Files of the top level put the rooms together; no room looks up at them, but for what they share by type.
    { regex: String.raw`^\.\./(extension|app/.*)\.ts$`, message: 'Rooms do not import what puts them together.' },
    ...(seesVSCode.includes(room) ? [] : [outside.vscode]),
    ...(room === 'azure'
      ? []
      : room === 'sandbox'
        ? [{ regex: '^@azure/(?!core-rest-pipeline$)', message: 'The sandbox is an HttpClient and nothing more.' }]
        : [outside.azureClients]),
  ];
}

const messageFunctions = [
  'showInformationMessage',
  'showWarningMessage',
  'showErrorMessage',
  'withProgress',
  'showInputBox',
  'showQuickPick',
  'createQuickPick',
  'createInputBox',
  'setStatusBarMessage',
];

const noDefaultExport = {
  selector: 'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"]',
  message: 'A name says what it is, at both ends: no default exports.',
};

const noBarrel = { selector: 'ExportAllDeclaration', message: 'Import from the file that holds it: no barrels.' };

const onlyInToolkit = {
  regex: '^(@vscode/webview-ui-toolkit|@microsoft/fast-)',
  message: 'Only webview-ui/toolkit.ts knows the toolkit: it is archived, and may have to be replaced.',
};

/** Text becomes text. What could make elements of it is not used at all. */
const noHtmlFromText = [
  {
    selector:
      'MemberExpression[property.name=/^(innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|createContextualFragment|parseFromString|srcdoc)$/]',
    message: 'Names are somebody else’s text: use textContent.',
  },
  {
    selector: "MemberExpression[object.name='document'][property.name=/^write(ln)?$/]",
    message: 'Names are somebody else’s text: use textContent.',
  },
];

export default defineConfig(
  globalIgnores(['dist/', 'out/', '.vscode-test/', 'coverage/', 'node_modules/']),
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      // `async` without `await` is how a function that promises keeps what it throws a rejection.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', noDefaultExport, noBarrel],
    },
  },
  ...rooms.map((room) => ({
    files: [`src/${room}/**/*.ts`],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: wallsOf(room) }] },
  })),
  {
    // VS Code's accounts are an identity like the others, and the one file of that room that needs VS Code.
    files: ['src/azure/identities/vscodeAccounts.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { patterns: wallsOf('azure').filter((wall) => wall !== outside.vscode) },
      ],
    },
  },
  {
    files: ['src/*.ts', 'src/app/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            outside.azureClients,
            {
              regex: String.raw`^\.\.?/(app/)?(azure/(open|connect)|sandbox/(open|sandbox)|services|commands/(commandTable|form/manageLinks))\.ts$`,
              allowTypeImports: true,
              message: 'Loaded on first use: import() it.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/commands/ui/vscodeDialogs.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        noDefaultExport,
        noBarrel,
        {
          selector: `MemberExpression[property.name=/^(${messageFunctions.join('|')})$/][object.property.name='window'], MemberExpression[property.name=/^(${messageFunctions.join('|')})$/][object.name='window']`,
          message: 'Messages and questions go through src/commands/ui/dialogs.ts, which makes foreign text harmless.',
        },
      ],
    },
  },
  {
    files: ['webview-ui/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: String.raw`^(\.\./)+src/(?!shared/)`,
              message: 'The form’s page shares src/shared with the extension and nothing else.',
            },
            outside.azureClients,
            { regex: '^(node:|vscode$)', message: 'This runs in a page.' },
            onlyInToolkit,
          ],
        },
      ],
      'no-restricted-syntax': ['error', noDefaultExport, noBarrel, ...noHtmlFromText],
    },
  },
  {
    files: ['webview-ui/toolkit.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': 'off' },
  },
  {
    // An assertion narrows the type that the next line asserts more of: what looks needless there is the test.
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-unnecessary-condition': 'off' },
  },
);
