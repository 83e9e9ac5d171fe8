/** What the form has done by the commands. */
import * as l10n from '@vscode/l10n';
import type { SubscriptionRef } from '../../estate/scan/dporReader.ts';
import type { PalIntent } from '../../operations/plan/plan.ts';
import type { CommandRequest, FormHost, Validation } from '../../form/contract/formHost.ts';
import { addIdentity } from '../identities/addIdentity.ts';
import type { CommandContext } from '../context/commandContext.ts';
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
import { signInWhereNeeded } from '../identities/signIn.ts';
import { logError } from '../../shared/ports/log.ts';

export function createFormHost(context: CommandContext): FormHost {
  const runs = runPort(context);
  return {
    runs: {
      ...runs,
      confirm: async (plan, listedIn) => {
        const yes = await runs.confirm(plan, listedIn);
        // A document that was reviewed stands before it, and what comes of the answer is shown in the form.
        if (listedIn === 'document') {
          comeBack(context);
        }
        return yes;
      },
    },
    perform: (command) => perform(context, command),
    tell: async (text) => {
      await context.window.dialogs.error(text);
    },
    watch: async (run) => {
      try {
        await followRun(context, run);
      } catch (error) {
        logError(context.window.log, 'A run', error);
      }
    },
    discard: (run) => discardRun(context, run),
    chooseList: () => chooseList(context),
    copyScript: (plan, targets) => copyScript(context, plan, targets),
    savePartnerId: async (id) => {
      const question = partnerIdQuestion(context);
      await saveAsOwn(question, id, question.partnerName(id) ?? '');
    },
    readAgreements: async (refs) => (await withAgreements(context, targetsAt(context.session, refs))) !== undefined,
    checkDpor: async (refs) => {
      await checkDporOf(context, targetsAt(context.session, refs));
      comeBack(context);
    },
    validateThrough: (ref, id) => validate(context, ref, id),
    guide: async (refs, wish) => {
      await guideThrough(context, refs, wish);
      comeBack(context);
    },
    signIn: (tenants) => signInWhereNeeded(context, tenants),
    reveal: (tenant) => context.window.reveal(tenant),
  };
}

function perform(context: CommandContext, command: CommandRequest): Promise<void> {
  switch (command.ask) {
    case 'exportRun':
      return exportRunById(context, command.run);
    case 'showReport':
      return showRun(context, command.run);
    case 'showJournal':
      return showJournal(context);
    case 'addIdentity':
      return addIdentity(context);
    case 'refresh':
      return refreshAll(context);
  }
}

/** Documents that were shown stand before the form. */
function comeBack(context: CommandContext): void {
  context.window.pages.get('form')?.show([]);
}

async function validate(context: CommandContext, ref: SubscriptionRef, partnerId: string): Promise<Validation> {
  const [target] = targetsAt(context.session, [ref]);
  const way = target && (await askDporMethod(context, l10n.t('Validate Partner ID')));
  if (way === 'guided') {
    return { kind: 'guided' };
  }
  const partner = target && way && (await validateThrough(context, target, partnerId));
  return partner ? { kind: 'validated', name: partner.partnerName } : { kind: 'notValidated' };
}

async function guideThrough(
  context: CommandContext,
  refs: readonly SubscriptionRef[],
  wish: PalIntent | undefined,
): Promise<void> {
  const targets = targetsAt(context.session, refs);
  switch (wish?.kind) {
    case 'link':
      return guideInPortal(context, targets, { do: 'designate', partner: partnerOf(context, wish.partnerId) });
    case 'remove':
      return guideInPortal(context, targets, { do: 'remove' });
    case undefined:
      return lookInPortal(context, targets);
  }
}
