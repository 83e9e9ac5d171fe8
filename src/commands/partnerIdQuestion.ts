/** Asking for a partner ID, with the saved ones offered and what is typed checked while it is typed. */
import * as l10n from '@vscode/l10n';
import { checkPartnerId, likelyLocationId, type PartnerIdProblem } from '../shared/partnerId.ts';
import type { OwnPartnerIds } from '../shared/ownPartnerIds.ts';
import type { SavedPartnerId } from '../shared/model.ts';
import type { App } from './app.ts';
import type { Dialogs, InputOptions, PickItem } from './dialogs/dialogs.ts';

export interface PartnerIdQuestion {
  readonly dialogs: Dialogs;
  readonly ownPartnerIds: OwnPartnerIds;
  /** The partner's name, where any link in the estate shows it. */
  readonly partnerName: (id: string) => string | undefined;
}

export function partnerIdQuestion(app: App): PartnerIdQuestion {
  const { session, dialogs } = app;
  return { dialogs, ownPartnerIds: session.ownPartnerIds, partnerName: (id) => session.store.partnerName(id) };
}

export function problemText(why: PartnerIdProblem): string {
  switch (why) {
    case 'empty':
      return l10n.t('Enter a partner ID.');
    case 'notDigits':
      return l10n.t('A partner ID has digits only.');
    case 'tooLong':
      return l10n.t('That is longer than any partner ID.');
  }
}

/** What can be said of a usable ID before anything is sent, a sentence each. */
export function knownOf(id: string, unusualLength: boolean, name: string | undefined): readonly string[] {
  return [
    ...(unusualLength ? [l10n.t('Unusual length: partner IDs mostly have 5 to 10 digits.')] : []),
    name === undefined
      ? l10n.t('Its partner’s name cannot be known before the first link.')
      : l10n.t('{0}, as seen on a link in your tenants.', name),
    l10n.t(
      'It must be a partner location account; if {0} is your global account, the location is often {1}.',
      id,
      likelyLocationId(id),
    ),
  ];
}

export function partnerIdCheck(question: Pick<PartnerIdQuestion, 'partnerName'>): InputOptions['check'] {
  return (text) => {
    const check = checkPartnerId(text);
    if (check.kind === 'refused') {
      return check.why === 'empty' ? undefined : { severity: 'error', message: problemText(check.why) };
    }
    const name = question.partnerName(check.id);
    if (check.unusualLength) {
      return { severity: 'warning', message: knownOf(check.id, true, name).slice(0, 2).join(' ') };
    }
    return { severity: 'info', message: knownOf(check.id, false, name).join(' ') };
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
  const described = [saved.label, name].filter((part) => part !== undefined);
  return {
    value: saved.id,
    label: saved.id,
    icon: 'bookmark',
    ...(described.length === 0 ? {} : { description: described.join(' · ') }),
  };
}

/** `undefined`: the person thought better of it. */
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
