/** Type-checked lint, and the walls between the rooms of `src/` and inside them. */
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import { importRules } from './scripts/lint/importRules.js';

/**
 * The rooms of `src`, and the rooms, parts of rooms or files that each may import besides itself. `app` puts them together; what it
 * imports on first use only is below.
 */
const rooms = {
  'extension.ts': ['app', 'commands', 'shared'],
  app: ['azure', 'commands', 'tree', 'session', 'operations', 'estate', 'sandbox', 'storage', 'shared'],
  commands: [
    'webview',
    'form',
    'overview',
    'tenantPage',
    'tree',
    'session',
    'operations',
    'estate',
    'storage',
    'shared',
    'azure/clouds',
    'azure/credentials/certificate.ts',
    'azure/credentials/federatedToken.ts',
  ],
  form: ['webview', 'session', 'operations', 'estate', 'storage', 'shared'],
  overview: ['webview', 'session', 'estate', 'shared'],
  tenantPage: ['webview', 'tree/facts', 'session', 'operations', 'estate', 'shared'],
  webview: ['shared'],
  tree: ['estate', 'shared'],
  session: ['operations', 'estate', 'storage', 'shared', 'azure/clouds'],
  operations: ['estate', 'storage', 'shared'],
  estate: ['storage', 'shared'],
  azure: ['shared'],
  sandbox: ['shared'],
  storage: ['shared'],
  shared: [],
};

/** Parts of rooms, from the top down: each may import the ones after it. `.` are the room's own files. */
const parts = {
  commands: [
    '.',
    'overview',
    'tenantPage',
    'form',
    'pages',
    'dpor',
    'tenants',
    'checks',
    'links',
    'runs',
    'identities',
    'lists',
    'context',
    'ui',
  ],
  form: ['.', 'runs', 'table', 'contract'],
  operations: ['control', '.', 'reports', 'scripts', 'lists', 'text', 'run', 'journal', 'plan'],
  estate: ['view', 'scan', 'files', 'store'],
  tree: ['.', 'facts'],
  azure: ['.', 'api', 'identities', 'credentials', 'pipeline', 'tokens', 'http', 'clouds', 'errors'],
  sandbox: ['.', 'api', 'identities', 'state', 'switches', 'scenario'],
  shared: ['form', 'overview', 'tenantPage', 'webview', 'text', 'validation', 'escaping', 'ports', 'model', 'async'],
};

/** Where `vscode` may be imported, and the one file of `azure` that needs it: VS Code's accounts are an identity like the others. */
const seesVSCode = [
  'src/*.ts',
  'src/{app,tree,commands,form,webview}/**/*.ts',
  'src/azure/identities/vscodeAccounts.ts',
];

const noVSCode = { regex: '^vscode$', message: 'This room knows no VS Code: see `seesVSCode` in eslint.config.js.' };
const noAzureClients = { regex: '^@azure/', message: 'Only src/azure talks to Azure.' };

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
  message: 'Only webview-ui/kit/toolkit.ts knows the toolkit: it is archived, and may have to be replaced.',
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
  {
    files: ['src/**/*.ts'],
    plugins: { imports: importRules },
    rules: { 'imports/walls': ['error', { rooms, parts }], 'imports/no-circle': 'error' },
  },
  {
    files: ['src/**/*.ts'],
    ignores: ['src/azure/**', ...seesVSCode],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [noVSCode, noAzureClients] }] },
  },
  {
    files: ['src/azure/**/*.ts'],
    ignores: seesVSCode,
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [noVSCode] }] },
  },
  {
    files: ['src/sandbox/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            noVSCode,
            { regex: '^@azure/(?!core-rest-pipeline$)', message: 'The sandbox is an HttpClient and nothing more.' },
          ],
        },
      ],
    },
  },
  {
    files: ['src/{tree,commands,form,webview}/**/*.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns: [noAzureClients] }] },
  },
  {
    files: ['src/*.ts', 'src/app/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            noAzureClients,
            {
              regex: String.raw`^\.\.?/(app/)?(azure/(open|connect)|sandbox/(open|sandbox)|services|commands/commandTable)\.ts$`,
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
            noAzureClients,
            { regex: '^(node:|vscode$)', message: 'This runs in a page.' },
            onlyInToolkit,
          ],
        },
      ],
      'no-restricted-syntax': ['error', noDefaultExport, noBarrel, ...noHtmlFromText],
    },
  },
  {
    files: ['webview-ui/kit/toolkit.ts'],
    rules: { '@typescript-eslint/no-restricted-imports': 'off' },
  },
  {
    // An assertion narrows the type that the next line asserts more of: what looks needless there is the test.
    files: ['test/**/*.ts'],
    rules: { '@typescript-eslint/no-unnecessary-condition': 'off' },
  },
);
