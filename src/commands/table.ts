/** Every command and what it does; a bundle of its own, read with the first command. One that is missing does not compile. */
import * as l10n from '@vscode/l10n';
import type { CommandId } from '../manifest.ts';
import { addIdentity } from './addingIdentity.ts';
import { addTenants, removeAddedTenants } from './addingTenants.ts';
import type { App } from './app.ts';
import { changeTenants, linkTenants, removeLinks } from './changing.ts';
import { checkLinks, refreshAll, refreshTenants } from './checking.ts';
import { chooseCloud } from './choosingCloud.ts';
import { copyAsScript } from './copyingScripts.ts';
import { checkDpor } from './dpor/checkingDpor.ts';
import { changeDpor, designate, removeDpor } from './dpor/designating.ts';
import { confirmDpor } from './dpor/guiding.ts';
import { requestDesignation } from './dpor/requesting.ts';
import { expectedPartnerIds } from './expecting.ts';
import { exportAllTenants, exportSomeRun } from './exporting.ts';
import { chooseFilter, findTenant } from './finding.ts';
import { linkFromList } from './lists.ts';
import { dismissChanges, mark } from './marking.ts';
import { copyIds, copyPartnerIds, openInPortal } from './portalPages.ts';
import type { RowArguments } from './rowArguments.ts';
import { showJournal } from './journal.ts';
import { partnerIdQuestion } from './partnerIdQuestion.ts';
import { removeIdentity } from './removingIdentity.ts';
import { resumeRun, undoLastRun } from './runs.ts';
import { manageSavedPartnerIds } from './savedPartnerIds.ts';
import { leaveSandbox, openSandbox, resetSandbox } from './sandboxMode.ts';
import { allowAccount, signIn, signInToTenants } from './signingIn.ts';
import { validatePartnerId } from './validating.ts';

/** Asked at the start of a window, beside the commands. */
export { offerUnfinishedRuns } from './runs.ts';
export { tellModeNotKept, tellStorageTroubles } from './storageTrouble.ts';

export type Handler = (app: App, from: RowArguments) => Promise<void>;

export const commandTable: Readonly<Record<CommandId, Handler>> = {
  signIn,
  addIdentity,
  removeIdentity,
  addTenants,
  removeAddedTenants,
  allowAccount,
  signInToTenant: signInToTenants,
  refresh: refreshAll,
  refreshTenant: refreshTenants,
  cancelScan: async (app) => {
    app.session.scanner.cancel();
    return Promise.resolve();
  },
  findTenant,
  link: linkTenants,
  change: changeTenants,
  remove: removeLinks,
  manageLinks: async (app, from) => (await import('./manageLinks.ts')).manageLinks(app, from),
  linkFromList,
  check: checkLinks,
  checkDpor,
  designate,
  changeDpor,
  removeDpor,
  confirmDpor,
  requestDesignation,
  validatePartnerId,
  savedPartnerIds: (app) => manageSavedPartnerIds(partnerIdQuestion(app)),
  expectedPartnerIds,
  openInPortal,
  copyId: copyIds,
  copyPartnerId: copyPartnerIds,
  filter: chooseFilter,
  clearFilter: async (app) => {
    app.session.choice.setFilter('all');
    return Promise.resolve();
  },
  pin: (app, from) => mark(app, from, 'pinned', true, l10n.t('Pin Tenant')),
  unpin: (app, from) => mark(app, from, 'pinned', false, l10n.t('Unpin Tenant')),
  hide: (app, from) => mark(app, from, 'hidden', true, l10n.t('Hide Tenant')),
  unhide: (app, from) => mark(app, from, 'hidden', false, l10n.t('Stop Hiding Tenant')),
  showHidden: async (app) => {
    app.session.choice.setShowHidden(true);
    return Promise.resolve();
  },
  concealHidden: async (app) => {
    app.session.choice.setShowHidden(false);
    return Promise.resolve();
  },
  markNotOurs: (app, from) => mark(app, from, 'notOurs', true, l10n.t('Mark Tenant as Not Ours')),
  unmarkNotOurs: (app, from) => mark(app, from, 'notOurs', false, l10n.t('Mark Tenant as Ours')),
  dismissChange: dismissChanges,
  resumeRun,
  undoLastRun,
  showJournal,
  exportRun: exportSomeRun,
  exportEstate: exportAllTenants,
  copyAsScript,
  chooseCloud,
  showLog: async (app) => {
    app.showLog();
    return Promise.resolve();
  },
  openSandbox,
  leaveSandbox,
  resetSandbox,
};
