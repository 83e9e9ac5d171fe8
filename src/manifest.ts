/**
 * Everything that package.json contributes, as types: a forgotten or misspelt id does not compile.
 * test/unit/manifest.test.ts holds this file and package.json together in both directions.
 */

export const extensionId = 'partner-link.partner-link';

export const commandIds = [
  'signIn',
  'addIdentity',
  'removeIdentity',
  'addTenants',
  'removeAddedTenants',
  'allowAccount',
  'signInToTenant',
  'refresh',
  'refreshTenant',
  'cancelScan',
  'findTenant',
  'link',
  'change',
  'remove',
  'showOverview',
  'showDetails',
  'manageLinks',
  'linkFromList',
  'check',
  'checkDpor',
  'designate',
  'changeDpor',
  'removeDpor',
  'confirmDpor',
  'requestDesignation',
  'validatePartnerId',
  'savedPartnerIds',
  'expectedPartnerIds',
  'openInPortal',
  'copyId',
  'copyPartnerId',
  'filter',
  'clearFilter',
  'groupBy',
  'sortBy',
  'pin',
  'unpin',
  'hide',
  'unhide',
  'showHidden',
  'concealHidden',
  'markNotOurs',
  'unmarkNotOurs',
  'markSeen',
  'resumeRun',
  'undoLastRun',
  'showJournal',
  'exportRun',
  'exportEstate',
  'copyAsScript',
  'chooseCloud',
  'showLog',
  'openHelp',
  'openSandbox',
  'leaveSandbox',
  'resetSandbox',
] as const;

/** A command without the common prefix `partnerLink.`. */
export type CommandId = (typeof commandIds)[number];

export function commandName(id: CommandId): `partnerLink.${CommandId}` {
  return `partnerLink.${id}`;
}

export const tenantsViewId = 'partnerLink.tenants';

/** *Get Started with Partner Link*, as VS Code's command that opens it takes it. */
export const walkthroughId = `${extensionId}#getStarted`;

/** What the key that shows the details of the row that has the focus passes: VS Code passes no row to a key's command. */
export const focusedRow = 'focusedRow';

/** What VS Code knows the panels of our pages by. */
export const panelTypes = {
  form: 'partnerLink.form',
  overview: 'partnerLink.overview',
  tenantPage: 'partnerLink.tenantPage',
} as const;

export type PageName = keyof typeof panelTypes;

/** Settings and their defaults; the scope of each is `application`, out of a workspace's reach. */
export const settingDefaults = {
  'partnerLink.partnerIds': [],
  'partnerLink.refreshAfter': 12,
  'partnerLink.concurrency': 0,
  'partnerLink.statusBar': false,
  'partnerLink.dpor.mode': 'ask',
  'partnerLink.cloud': 'vscode',
  'partnerLink.customCloud.resourceManager': '',
  'partnerLink.caFile': '',
} as const;

export type SettingId = keyof typeof settingDefaults;

/** Context keys that when-clauses of package.json may use, each with all its values. */
export const contextKeys = {
  'partnerLink.viewState': ['loading', 'noIdentity', 'failed', 'noTenants', 'allFiltered', 'allHidden', 'rows'],
  'partnerLink.failure': ['none', 'offline', 'proxyOrCertificate', 'signInUnavailable', 'other'],
  'partnerLink.scanning': [true, false],
  'partnerLink.filter': [
    'all',
    'needsAttention',
    'notLinked',
    'anotherPartner',
    'signInNeeded',
    'eaNoneReported',
    'chosen',
  ],
  'partnerLink.showHidden': [true, false],
  'partnerLink.mode': ['azure', 'sandbox'],
  /** Whether anything was ever run, and whether the last run linked a tenant. Unset until that is known. */
  'partnerLink.runs': ['none', 'some', 'linked'],
} as const;

export type ContextKey = keyof typeof contextKeys;
export type ContextValue<K extends ContextKey> = (typeof contextKeys)[K][number];

/** Holds which of `presentFacets` some row has; all of them until the rows are known, so that nothing is hidden too early. */
export const presentKey = 'partnerLink.present';

/** Facets that when-clauses may test with `partnerLink.present =~ /\bfacet\b/`. */
export const presentFacets = [
  'identity',
  'tenant',
  'linked',
  'signInNeeded',
  'accountNotAllowed',
  'pinned',
  'hidden',
  'notOurs',
  'unseen',
  'added',
] as const satisfies readonly RowFacet[];

export type PresentFacet = (typeof presentFacets)[number];

/** Facets of a row's `contextValue` that when-clauses may test with `viewItem =~ /\bfacet\b/`. */
export const rowFacets = [
  'identity',
  'group',
  'tenant',
  'subscription',
  'linked',
  'notLinked',
  'signInNeeded',
  'accountNotAllowed',
  'pinned',
  'hidden',
  'notOurs',
  'unseen',
  'ea',
  'dpor',
  'dporNotChecked',
  'designated',
  'added',
] as const;

export type RowFacet = (typeof rowFacets)[number];
