/** What the form has done by the commands. */
import * as l10n from '@vscode/l10n';
import type { SubscriptionRef } from '../../estate/scan/dporReader.ts';
import type { PalIntent } from '../../operations/plan/plan.ts';
import type { TenantRef } from '../../shared/model/model.ts';
import { tenantId, type TenantNode } from '../../tree/nodes.ts';
import type { FormHost, Validation } from '../../form/contract/formHost.ts';
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
import { askConsent, confirmPlan, continueAfterFirst, discardRun, watchStarted } from '../runs/runs.ts';
import { saveAsOwn } from '../context/savedPartnerIds.ts';
import { allowAccountsOf, signInAgain, signInForRun, signInToTenants } from '../identities/signIn.ts';

export function createFormHost(app: App): FormHost {
  return {
    confirm: (plan) => confirmPlan(app, plan, 'form'),
    review: async (plan) => {
      const yes = await askConsent(app, plan);
      // The document that was reviewed stands before it, and what comes of the answer is shown in the form.
      comeBack(app);
      return yes;
    },
    continueAfterFirst: (name, id) => continueAfterFirst(app, name, id),
    signInForRun: signInForRun(app),
    tell: async (text) => {
      await app.dialogs.error(text);
    },
    watch: async (run) => {
      try {
        await watchStarted(app, run);
      } catch (error) {
        app.log.error(`A run: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown error'}`);
      }
    },
    discard: (run) => discardRun(app, run),
    chooseList: () => chooseList(app),
    exportRun: (id) => exportRunById(app, id),
    copyScript: (plan, targets) => copyScript(app, plan, targets),
    showReport: (id) => showRun(app, id),
    showJournal: () => showJournal(app),
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
    signInAgain: (tenants) => signInAgain(app, tenants),
    addIdentity: () => addIdentity(app),
    reveal: (tenant) => app.reveal(tenant),
    refresh: () => refreshAll(app),
  };
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
  return partner
    ? { kind: 'validated', ...(partner.partnerName !== undefined && { name: partner.partnerName }) }
    : { kind: 'notValidated' };
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
