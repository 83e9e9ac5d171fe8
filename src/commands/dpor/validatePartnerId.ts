/** *Validate Partner ID…*: what can be said of an ID before it is used. From a subscription's row the portal's service is asked as well. */
import * as l10n from '@vscode/l10n';
import { checkPartnerId } from '../../shared/model/partnerId.ts';
import { knownOf } from '../../shared/text/partnerIdText.ts';
import type { CommandContext } from '../context/commandContext.ts';
import { askDporMethod } from './askPortalService.ts';
import { clickedSubscription, targetName } from './askSubscriptions.ts';
import { validateThrough } from './validateThrough.ts';
import { partnerIdCheck, partnerIdQuestion } from '../context/askPartnerId.ts';
import type { RowArguments } from '../context/rowArguments.ts';
import { saveAsOwn } from '../context/savedPartnerIds.ts';

export async function validatePartnerId(context: CommandContext, from: RowArguments): Promise<void> {
  const title = l10n.t('Validate Partner ID');
  const question = partnerIdQuestion(context);
  const through = clickedSubscription(context.session, from);
  const text = await context.window.dialogs.input({
    title,
    prompt: through
      ? l10n.t('Asked through {0}; nothing is saved', targetName(through))
      : l10n.t('Checked here only; nothing is sent'),
    placeholder: l10n.t('for example 1234567'),
    check: partnerIdCheck(question),
  });
  const check = text === undefined ? undefined : checkPartnerId(text);
  if (check?.kind !== 'usable') {
    return;
  }
  if (
    through &&
    (await askDporMethod(context, title)) === 'portalService' &&
    !(await validateThrough(context, through, check.id))
  ) {
    return;
  }
  const name = question.partnerName(check.id);
  const known = knownOf(check.id, check.unusualLength, question.partnerSeen(check.id)).join(' ');
  const saved = question.ownPartnerIds.list().some((own) => own.id === check.id);
  const save = l10n.t('Save as Ours');
  const answer = await context.window.dialogs.info(`${check.id}: ${known}`, ...(saved ? [] : [save]));
  if (answer === save) {
    await saveAsOwn(question, check.id, name ?? '');
  }
}
