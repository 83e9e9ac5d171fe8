/** What the form has done by the commands. */
import { knownPal, type TenantRef } from '../shared/model.ts';
import { tenantId } from '../tree/nodes.ts';
import type { TenantNode } from '../tree/nodes.ts';
import type { FormActions } from '../webview/formActions.ts';
import { addIdentity } from './addingIdentity.ts';
import type { App } from './app.ts';
import { refreshAll } from './checking.ts';
import { copyScript } from './copyingScripts.ts';
import { exportRunById } from './exporting.ts';
import { showJournal, showRun } from './journal.ts';
import { chooseList } from './lists.ts';
import { partnerIdQuestion } from './partnerIdQuestion.ts';
import { confirmPlan, consentTo, continueAfterFirst, discardRun, watchStarted } from './runs.ts';
import { saveAsOwn } from './savedPartnerIds.ts';
import { allowAccount, signInToTenants } from './signingIn.ts';

export function formActions(app: App): FormActions {
  return {
    confirm: (plan, notes) => confirmPlan(app, plan, 'form', notes),
    review: async (plan) => {
      const yes = await consentTo(app, plan);
      // The document that was reviewed stands before it, and what comes of the answer is shown in the form.
      app.forms.open?.show([]);
      return yes;
    },
    continueAfterFirst: (name, id) => continueAfterFirst(app, name, id),
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
    signIn: (tenants) => signInAll(app, tenants),
    addIdentity: () => addIdentity(app),
    reveal: (tenant) => app.reveal(tenant),
    refresh: () => refreshAll(app),
  };
}

/** An account that may not be used yet is allowed once for all of its tenants. */
async function signInAll(app: App, tenants: readonly TenantRef[]): Promise<void> {
  const notAllowed = new Map<string, TenantNode>();
  const others: TenantNode[] = [];
  for (const ref of tenants) {
    const row = app.session.store.tenant(ref);
    const node: TenantNode = { kind: 'tenant', id: tenantId(ref), ref };
    if (row && knownPal(row).kind === 'accountNotAllowed') {
      notAllowed.set(ref.identity, node);
    } else if (row) {
      others.push(node);
    }
  }
  for (const clicked of notAllowed.values()) {
    await allowAccount(app, { clicked, picked: [] });
  }
  if (others.length > 0) {
    await signInToTenants(app, { picked: others });
  }
}
