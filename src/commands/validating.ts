/** *Validate Partner ID…*: what can be said of an ID before it is used. */
import * as l10n from '@vscode/l10n';
import { checkPartnerId } from '../shared/partnerId.ts';
import { knownOf } from '../shared/partnerIdText.ts';
import type { App } from './app.ts';
import { partnerIdCheck, partnerIdQuestion } from './partnerIdQuestion.ts';
import { saveAsOwn } from './savedPartnerIds.ts';

export async function validatePartnerId(app: App): Promise<void> {
  const question = partnerIdQuestion(app);
  const text = await app.dialogs.input({
    title: l10n.t('Validate Partner ID'),
    prompt: l10n.t('Checked here only; nothing is sent'),
    placeholder: l10n.t('for example 1234567'),
    check: partnerIdCheck(question),
  });
  const check = text === undefined ? undefined : checkPartnerId(text);
  if (check?.kind !== 'usable') {
    return;
  }
  const name = question.partnerName(check.id);
  const told = [check.id, ...knownOf(check.id, check.unusualLength, question.partnerSeen(check.id))];
  const saved = question.ownPartnerIds.list().some((own) => own.id === check.id);
  const save = l10n.t('Save as Ours');
  const answer = await app.dialogs.info(`${told[0] ?? ''}: ${told.slice(1).join(' ')}`, ...(saved ? [] : [save]));
  if (answer === save) {
    await saveAsOwn(question, check.id, name ?? '');
  }
}
