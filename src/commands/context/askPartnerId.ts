/** Asking for a partner ID, with the saved ones offered and what is typed checked while it is typed. */
import * as l10n from '@vscode/l10n';
import { partnerNames } from '../../estate/store/partnerNames.ts';
import { checkPartnerId } from '../../shared/model/partnerId.ts';
import { knownOf, problemText, type SeenPartner } from '../../shared/text/partnerIdText.ts';
import type { OwnPartnerIds } from '../../shared/ports/ownPartnerIds.ts';
import type { SavedPartnerId } from '../../shared/model/model.ts';
import type { CommandContext } from './commandContext.ts';
import type { Dialogs, InputOptions, PickItem } from '../ui/dialogs.ts';

export interface PartnerIdQuestion {
  readonly dialogs: Dialogs;
  readonly ownPartnerIds: OwnPartnerIds;
  /** The partner's name, where any link in the estate shows it. */
  readonly partnerName: (id: string) => string | undefined;
  /** The same, with a tenant whose link shows it. */
  readonly partnerSeen: (id: string) => SeenPartner | undefined;
}

export function partnerIdQuestion(context: CommandContext): PartnerIdQuestion {
  const {
    session,
    window: { dialogs },
  } = context;
  return {
    dialogs,
    ownPartnerIds: session.ownPartnerIds,
    partnerName: (id) => session.store.partnerName(id),
    partnerSeen: (id) => partnerNames(session.store, id),
  };
}

export function partnerIdCheck(question: Pick<PartnerIdQuestion, 'partnerSeen'>): InputOptions['check'] {
  return (text) => {
    const check = checkPartnerId(text);
    if (check.kind === 'refused') {
      return check.why === 'empty' ? undefined : { severity: 'error', message: problemText(check.why) };
    }
    const seen = question.partnerSeen(check.id);
    if (check.unusualLength) {
      return { severity: 'warning', message: knownOf(check.id, true, seen).slice(0, 2).join(' ') };
    }
    return { severity: 'info', message: knownOf(check.id, false, seen).join(' ') };
  };
}

async function typed(question: PartnerIdQuestion, title: string): Promise<string | undefined> {
  const text = await question.dialogs.input({
    title,
    prompt: l10n.t('Associated PartnerID of a partner location account'),
    placeholder: l10n.t('for example 1234567'),
    check: partnerIdCheck(question),
  });
  const check = text === undefined ? undefined : checkPartnerId(text);
  return check?.kind === 'usable' ? check.id : undefined;
}

export function savedItem(saved: SavedPartnerId, name: string | undefined): PickItem<string> {
  // A label is often the partner's name.
  const described = [...new Set([saved.label, name])].filter((part) => part !== undefined);
  return {
    value: saved.id,
    label: saved.id,
    icon: 'bookmark',
    description: described.join(' · ') || undefined,
  };
}

/** Returns `undefined` if the user cancels. */
export async function askPartnerId(question: PartnerIdQuestion, title: string): Promise<string | undefined> {
  const saved = question.ownPartnerIds.list();
  if (saved.length === 0) {
    return typed(question, title);
  }
  const another = '';
  const items: PickItem<string>[] = [
    ...saved.map((id) => savedItem(id, question.partnerName(id.id))),
    { value: another, label: l10n.t('Enter another partner ID…'), icon: 'edit' },
  ];
  const picked = await question.dialogs.pick(items, { title, placeholder: l10n.t('Partner ID') });
  return picked === another ? typed(question, title) : picked;
}
