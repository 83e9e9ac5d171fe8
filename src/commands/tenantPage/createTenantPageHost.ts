/** What the tenant page has done by the commands. */
import * as l10n from '@vscode/l10n';
import type { TenantMark } from '../../shared/model/model.ts';
import type { SubscriptionAction, TenantAction } from '../../shared/tenantPage/messages.ts';
import type { TenantPageHost } from '../../tenantPage/tenantPageHost.ts';
import { NodePool } from '../../tree/nodes.ts';
import { refreshTenants } from '../checks/checkLinks.ts';
import type { CommandContext } from '../context/commandContext.ts';
import { pickedRows, type RowArguments } from '../context/rowArguments.ts';
import { openHelp } from '../context/tellFailure.ts';
import { checkDpor } from '../dpor/checkDpor.ts';
import { changeDpor, designate, removeDpor } from '../dpor/designate.ts';
import { confirmDpor } from '../dpor/guideInPortal.ts';
import { requestDesignation } from '../dpor/requestDesignation.ts';
import { manageLinks } from '../form/manageLinks.ts';
import { allowAccount, signInToTenants } from '../identities/signIn.ts';
import { changeTenants, linkTenants, removeLinks } from '../links/changeLinks.ts';
import { copyAsScript } from '../links/copyAsScript.ts';
import { showJournal } from '../runs/showJournal.ts';
import { markSeen, markTenants } from '../tenants/markTenants.ts';
import { openInPortal } from '../tenants/openInPortal.ts';

type Act = (context: CommandContext, from: RowArguments) => Promise<void>;

const acts: Readonly<Record<TenantAction, Act>> = {
  link: linkTenants,
  change: changeTenants,
  remove: removeLinks,
  signInToTenant: signInToTenants,
  allowAccount,
  refreshTenant: refreshTenants,
  manageLinks,
  openInPortal,
  copyAsScript,
  markSeen,
  pin: marked('pinned', true),
  unpin: marked('pinned', false),
  markNotOurs: marked('notOurs', true),
  unmarkNotOurs: marked('notOurs', false),
  hide: marked('hidden', true),
  unhide: marked('hidden', false),
};

const actsOn: Readonly<Record<SubscriptionAction, Act>> = {
  checkDpor,
  designate,
  changeDpor,
  removeDpor,
  requestDesignation,
  confirmDpor,
};

/** The title of the question which tenants: never asked here, as the page says which. */
function marked(which: TenantMark, on: boolean): Act {
  return (context, from) => markTenants(context, from, which, on, '');
}

export function createTenantPageHost(context: CommandContext): TenantPageHost {
  const { window } = context;
  return {
    act: (command, tenant) => acts[command](context, pickedRows([new NodePool().tenant(tenant)])),
    actOn: (command, tenant, subscriptionId) =>
      actsOn[command](context, pickedRows([new NodePool().subscription(tenant, subscriptionId)])),
    copy: async (text) => {
      await window.copy(text);
      window.dialogs.note(l10n.t('Copied {0}', text));
    },
    learnMore: (section) => openHelp(context, { picked: [], text: section }),
    showInTree: async (tenant) => {
      await window.showTenants();
      await window.reveal(tenant);
    },
    showJournal: () => showJournal(context),
    tell: async (text) => {
      await window.dialogs.error(text);
    },
  };
}
