/** *Saved Partner IDs…*: the list of own partner IDs, kept with quick picks. */
import * as l10n from '@vscode/l10n';
import { failureSentence } from '../../shared/text/failureText.ts';
import type { SavedPartnerId } from '../../shared/model/model.ts';
import { oneLine } from '../../shared/escaping/foreignText.ts';
import type { Dialogs, PickItem } from '../ui/dialogs.ts';
import { partnerIdCheck, savedItem, type PartnerIdQuestion } from './askPartnerId.ts';
import { checkPartnerId } from '../../shared/model/partnerId.ts';

type Choice = { readonly do: 'add' } | { readonly do: 'edit'; readonly saved: SavedPartnerId };

async function askLabel(dialogs: Dialogs, id: string, label: string | undefined): Promise<string | undefined> {
  return dialogs.input({
    title: l10n.t('Label for {0}', id),
    prompt: l10n.t('Any name you like, for example the office it belongs to (optional)'),
    value: label,
    check: () => undefined,
  });
}

/** The list with one ID added, or with its label replaced. */
function withSaved(list: readonly SavedPartnerId[], id: string, label: string): readonly SavedPartnerId[] {
  const clean = oneLine(label);
  const saved: SavedPartnerId = { id, ...(clean === '' ? {} : { label: clean }) };
  return list.some((other) => other.id === id)
    ? list.map((other) => (other.id === id ? saved : other))
    : [...list, saved];
}

async function save(question: PartnerIdQuestion, ids: readonly SavedPartnerId[]): Promise<void> {
  const saved = await question.ownPartnerIds.save(ids);
  if (!saved.ok) {
    await question.dialogs.error(l10n.t('The partner IDs could not be saved. {0}', failureSentence(saved.failure)));
  }
}

export async function saveAsOwn(question: PartnerIdQuestion, id: string, label: string): Promise<void> {
  await save(question, withSaved(question.ownPartnerIds.list(), id, label));
}

async function add(question: PartnerIdQuestion): Promise<void> {
  const text = await question.dialogs.input({
    title: l10n.t('Save a partner ID'),
    prompt: l10n.t('Associated PartnerID of a partner location account'),
    placeholder: l10n.t('for example 1234567'),
    check: partnerIdCheck(question),
  });
  const check = text === undefined ? undefined : checkPartnerId(text);
  if (check?.kind !== 'usable') {
    return;
  }
  const label = await askLabel(question.dialogs, check.id, question.partnerName(check.id));
  if (label !== undefined) {
    await saveAsOwn(question, check.id, label);
  }
}

async function edit(question: PartnerIdQuestion, saved: SavedPartnerId): Promise<void> {
  const choice = await question.dialogs.pick(
    [
      { value: 'label', label: l10n.t('Change Label…'), icon: 'edit' },
      {
        value: 'forget',
        label: l10n.t('Remove from Saved Partner IDs'),
        icon: 'trash',
        detail: l10n.t('This doesn’t change any links.'),
      },
    ] as const,
    { title: saved.id, placeholder: l10n.t('What do you want to do with this partner ID?') },
  );
  if (choice === 'label') {
    const label = await askLabel(question.dialogs, saved.id, saved.label);
    if (label !== undefined) {
      await saveAsOwn(question, saved.id, label);
    }
  } else if (choice === 'forget') {
    await save(
      question,
      question.ownPartnerIds.list().filter((other) => other.id !== saved.id),
    );
  }
}

export async function manageSavedPartnerIds(question: PartnerIdQuestion): Promise<void> {
  const items: PickItem<Choice>[] = [
    ...question.ownPartnerIds
      .list()
      .map((saved) => ({ ...savedItem(saved, question.partnerName(saved.id)), value: { do: 'edit', saved } as const })),
    { value: { do: 'add' }, label: l10n.t('Save a partner ID…'), icon: 'add' },
  ];
  const choice = await question.dialogs.pick(items, {
    title: l10n.t('Saved partner IDs'),
    placeholder: l10n.t('Links to these IDs are yours; others are another partner’s'),
  });
  if (choice?.do === 'add') {
    await add(question);
  } else if (choice?.do === 'edit') {
    await edit(question, choice.saved);
  }
}
