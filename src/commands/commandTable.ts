/**
 * Every command and what it does; a bundle of its own, read with the first command. The form stands in it, too: nearly all of the form's
 * code is the commands'. A command that is missing does not compile.
 */
import * as l10n from '@vscode/l10n';
import type { CommandId } from '../manifest.ts';
import { addIdentity } from './identities/addIdentity.ts';
import { addTenants, removeAddedTenants } from './identities/addTenants.ts';
import type { CommandContext } from './context/commandContext.ts';
import { changeTenants, linkTenants, removeLinks } from './links/changeLinks.ts';
import { checkLinks, refreshAll, refreshTenants } from './checks/checkLinks.ts';
import { chooseCloud } from './identities/chooseCloud.ts';
import { copyAsScript } from './links/copyAsScript.ts';
import { showOverview } from './overview/showOverview.ts';
import { showDetails } from './tenantPage/showDetails.ts';
import { checkDpor } from './dpor/checkDpor.ts';
import { changeDpor, designate, removeDpor } from './dpor/designate.ts';
import { confirmDpor } from './dpor/guideInPortal.ts';
import { requestDesignation } from './dpor/requestDesignation.ts';
import { expectedPartnerIds } from './lists/expectedPartnerIds.ts';
import { exportAllTenants, exportSomeRun } from './runs/export.ts';
import { chooseFilter, chooseGrouping, chooseSorting } from './tenants/arrangeTenants.ts';
import { findTenant } from './tenants/findTenant.ts';
import { manageLinks } from './form/manageLinks.ts';
import { linkFromList } from './links/linkFromList.ts';
import { markSeen, markTenants } from './tenants/markTenants.ts';
import { copyIds, copyPartnerIds, openInPortal } from './tenants/openInPortal.ts';
import type { RowArguments } from './context/rowArguments.ts';
import { showJournal } from './runs/showJournal.ts';
import { partnerIdQuestion } from './context/askPartnerId.ts';
import { removeIdentity } from './identities/removeIdentity.ts';
import { resumeRun, undoLastRun } from './runs/startRun.ts';
import { manageSavedPartnerIds } from './context/savedPartnerIds.ts';
import { openHelp } from './context/tellFailure.ts';
import { leaveSandbox, openSandbox, resetSandbox } from './tenants/sampleData.ts';
import { allowAccount, signIn, signInToTenants } from './identities/signIn.ts';
import { validatePartnerId } from './dpor/validatePartnerId.ts';

/** Asked at the start of a window, beside the commands. */
export { restorePanel } from './restorePanel.ts';
export { offerUnfinishedRuns } from './runs/startRun.ts';
export { tellModeNotKept, tellStorageTroubles } from './context/storageTrouble.ts';

export type Handler = (context: CommandContext, from: RowArguments) => Promise<void>;

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
  cancelScan: async (context) => {
    context.session.scanner.cancel();
    return Promise.resolve();
  },
  findTenant,
  link: linkTenants,
  change: changeTenants,
  remove: removeLinks,
  showOverview,
  showDetails,
  manageLinks,
  linkFromList,
  check: checkLinks,
  checkDpor,
  designate,
  changeDpor,
  removeDpor,
  confirmDpor,
  requestDesignation,
  validatePartnerId,
  savedPartnerIds: (context) => manageSavedPartnerIds(partnerIdQuestion(context)),
  expectedPartnerIds,
  openInPortal,
  copyId: copyIds,
  copyPartnerId: copyPartnerIds,
  filter: chooseFilter,
  clearFilter: async (context) => {
    context.session.choice.setFilter('all');
    return Promise.resolve();
  },
  groupBy: chooseGrouping,
  sortBy: chooseSorting,
  pin: (context, from) => markTenants(context, from, 'pinned', true, l10n.t('Pin Tenant')),
  unpin: (context, from) => markTenants(context, from, 'pinned', false, l10n.t('Unpin Tenant')),
  hide: (context, from) => markTenants(context, from, 'hidden', true, l10n.t('Hide Tenant')),
  unhide: (context, from) => markTenants(context, from, 'hidden', false, l10n.t('Unhide Tenant')),
  showHidden: async (context) => {
    context.session.choice.setShowHidden(true);
    return Promise.resolve();
  },
  concealHidden: async (context) => {
    context.session.choice.setShowHidden(false);
    return Promise.resolve();
  },
  markNotOurs: (context, from) => markTenants(context, from, 'notOurs', true, l10n.t('Mark Tenant as Not Ours')),
  unmarkNotOurs: (context, from) => markTenants(context, from, 'notOurs', false, l10n.t('Mark Tenant as Ours')),
  markSeen: markSeen,
  resumeRun,
  undoLastRun,
  showJournal,
  exportRun: exportSomeRun,
  exportEstate: exportAllTenants,
  copyAsScript,
  chooseCloud,
  showLog: async (context) => {
    context.window.showLog();
    return Promise.resolve();
  },
  openHelp,
  openSandbox,
  leaveSandbox,
  resetSandbox,
};
