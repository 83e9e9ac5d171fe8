/** What the form has done by the commands. */
import * as l10n from '@vscode/l10n';
import type { SubscriptionRef } from '../../estate/scan/dporReader.ts';
import type { PalIntent } from '../../operations/plan/plan.ts';
import type { TenantRef } from '../../shared/model/model.ts';
import { tenantId, type TenantNode } from '../../tree/nodes.ts';
import type { CommandRequest, FormHost, Validation } from '../../form/contract/formHost.ts';
import { addIdentity } from '../identities/addIdentity.ts';
import type { App } from '../context/app.ts';
import { refreshAll } from '../checks/checkLinks.ts';
import { copyScript } from '../links/copyAsScript.ts';
import { checkDporOf, withAgreements } from '../dpor/checkDpor.ts';
import { guideInPortal, lookInPortal, partnerOf } from '../dpor/guideInPortal.ts';
import { askDporMethod } from '../dpor/askPortalService.ts';
import { targetsAt } from '../dpor/askSubscriptions.ts';
import { validateThrough } from '../dpor/validateThrough.ts';
import { exportRunById } from '../runs/export.ts';
import { showJournal, showRun } from '../runs/showJournal.ts';
import { chooseList } from '../lists/targetList.ts';
import { partnerIdQuestion } from '../context/askPartnerId.ts';
import { runPort } from '../runs/confirmRun.ts';
import { followRun } from '../runs/startRun.ts';
import { discardRun } from '../runs/unfinishedRun.ts';
import { saveAsOwn } from '../context/savedPartnerIds.ts';
import { allowAccountsOf, signInToTenants } from '../identities/signIn.ts';
import { logError } from '../../shared/ports/log.ts';

export function createFormHost(app: App): FormHost {
  const runs = runPort(app);
  return {
    runs: {
      ...runs,
      confirm: async (plan, listedIn) => {
        const yes = await runs.confirm(plan, listedIn);
        // A document that was reviewed stands before it, and what comes of the answer is shown in the form.
        if (listedIn === 'document') {
          comeBack(app);
        }
        return yes;
      },
    },
    perform: (command) => perform(app, command),
    tell: async (text) => {
      await app.dialogs.error(text);
    },
    watch: async (run) => {
      try {
        await followRun(app, run);
      } catch (error) {
        logError(app.log, 'A run', error);
      }
    },
    discard: (run) => discardRun(app, run),
    chooseList: () => chooseList(app),
    copyScript: (plan, targets) => copyScript(app, plan, targets),
    savePartnerId: async (id) => {
      const question = partnerIdQuestion(app);
      await saveAsOwn(question, id, question.partnerName(id) ?? '');
    },
    readAgreements: async (refs) => (await withAgreements(app, targetsAt(app.session, refs))) !== undefined,
    checkDpor: async (refs) => {
      await checkDporOf(app, targetsAt(app.session, refs));
      comeBack(app);
    },
    validateThrough: (ref, id) => validate(app, ref, id),
    guide: async (refs, wish) => {
      await guideThrough(app, refs, wish);
      comeBack(app);
    },
    signIn: (tenants) => signInForForm(app, tenants),
    reveal: (tenant) => app.reveal(tenant),
  };
}

function perform(app: App, command: CommandRequest): Promise<void> {
  switch (command.ask) {
    case 'exportRun':
      return exportRunById(app, command.run);
    case 'showReport':
      return showRun(app, command.run);
    case 'showJournal':
      return showJournal(app);
    case 'addIdentity':
      return addIdentity(app);
    case 'refresh':
      return refreshAll(app);
  }
}

/** Documents that were shown stand before the form. */
function comeBack(app: App): void {
  app.forms.open?.show([]);
}

async function validate(app: App, ref: SubscriptionRef, partnerId: string): Promise<Validation> {
  const [target] = targetsAt(app.session, [ref]);
  const way = target && (await askDporMethod(app, l10n.t('Validate Partner ID')));
  if (way === 'guided') {
    return { kind: 'guided' };
  }
  const partner = target && way && (await validateThrough(app, target, partnerId));
  return partner ? { kind: 'validated', name: partner.partnerName } : { kind: 'notValidated' };
}

async function guideThrough(app: App, refs: readonly SubscriptionRef[], wish: PalIntent | undefined): Promise<void> {
  const targets = targetsAt(app.session, refs);
  switch (wish?.kind) {
    case 'link':
      return guideInPortal(app, targets, { do: 'designate', partner: partnerOf(app, wish.partnerId) });
    case 'remove':
      return guideInPortal(app, targets, { do: 'remove' });
    case undefined:
      return lookInPortal(app, targets);
  }
}

/** An account that may not be used yet is allowed once for all of its tenants. */
async function signInForForm(app: App, tenants: readonly TenantRef[]): Promise<void> {
  const others = await allowAccountsOf(app, tenants);
  if (others.length > 0) {
    const picked = others.map(({ ref }): TenantNode => ({ kind: 'tenant', id: tenantId(ref), ref }));
    await signInToTenants(app, { picked });
  }
}
