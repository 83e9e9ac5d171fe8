/** What to do, and which partner ID to do it with: the saved ones offered, checked while typing. */
import * as l10n from '@vscode/l10n';
import type { Page } from '../../../src/shared/form/messages.ts';
import { checkPartnerId } from '../../../src/shared/model/partnerId.ts';
import { lengthHint, locationHint, problemText } from '../../../src/shared/text/partnerIdText.ts';
import { oneLine } from '../../../src/shared/escaping/foreignText.ts';
import type { Context, FormPart } from '../context.ts';
import { make, setText } from '../../kit/dom.ts';
import type { View } from '../model/view.ts';
import { button, checkbox, dropdown, radioGroup, textField } from '../../kit/toolkit.ts';
import { selectedSubscription, validatePartnerId } from '../validate.ts';
import { errorLine } from './errorLine.ts';

/** The protocol takes no more. */
const longest = 200;

const other = '';

type Action = 'link' | 'remove';

interface Hint {
  readonly severity: 'info' | 'warning' | 'error';
  readonly text: string;
}

export function partnerIdPart(context: Context): FormPart {
  const action = radioGroup<Action>(
    l10n.t('What to do'),
    [
      { value: 'link', text: l10n.t('Link') },
      { value: 'remove', text: l10n.t('Remove') },
    ],
    (chosen) => {
      context.edit({ action: chosen });
    },
  );
  const field = textField(
    { label: l10n.t('Partner ID'), placeholder: l10n.t('for example 1234567'), digits: true },
    (typed) => {
      context.edit({ partnerId: typed.slice(0, longest) });
    },
  );
  const saved = dropdown(l10n.t('Saved partner IDs'), (id) => {
    if (id !== other) {
      context.edit({ partnerId: id });
    }
  });
  const validate = button(l10n.t('Validate'), 'secondary', () => void ask());
  const save = button(l10n.t('Save as Ours'), 'secondary', () => {
    const { partnerId } = context.view().state.draft;
    void context.ask({ ask: 'savePartnerId', partnerId: partnerId.trim() }, 'partnerId').then((answer) => {
      if (answer?.ok === true) {
        void ask();
      }
    });
  });
  const fromList = checkbox((checked) => {
    context.edit({ fromList: checked });
  });
  const hints = make('div', { class: 'hints', 'data-part': 'hints' });
  const error = errorLine('partnerId');

  field.element.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') {
      void ask();
    }
  });

  /** By the portal's own validation where the selection says through which subscription. */
  function ask(): Promise<void> {
    return validatePartnerId(context, selectedSubscription(context.view()));
  }

  const line = make('div', { class: 'line' }, field.element, saved.element, validate.element, save.element);
  const element = make(
    'section',
    { class: 'draft', 'aria-label': l10n.t('Partner ID') },
    action.element,
    make('div', { class: 'partner-id' }, line, fromList.element, hints, error.element),
  );
  return {
    element,
    update(view) {
      const { state } = view;
      const { draft, page } = state;
      const resting = state.opened === undefined;
      const removing = draft.action === 'remove';
      action.set({ value: draft.action, disabled: resting });
      (element.querySelector('.partner-id') as HTMLElement).hidden = removing;
      const check = checkPartnerId(draft.partnerId);
      field.set({
        value: draft.partnerId,
        disabled: resting,
        invalid: check.kind === 'refused' && check.why !== 'empty',
      });
      const offered = page?.savedPartnerIds ?? [];
      saved.set({
        choices: [{ value: other, text: l10n.t('Saved partner IDs') }, ...offered.map(savedChoice)],
        value: offered.some(({ id }) => id === draft.partnerId.trim()) ? draft.partnerId.trim() : other,
        disabled: resting,
        hidden: offered.length === 0,
      });
      validate.set({ disabled: resting || check.kind === 'refused' });
      const known = knownNow(view);
      save.set({ hidden: known?.canSave !== true, disabled: resting });
      fromList.set({
        hidden: page?.list?.givesPartnerIds !== true,
        text: l10n.t('Use the partner IDs of {0}', oneLine(page?.list?.source ?? '')),
        checked: draft.fromList,
        disabled: resting,
      });
      showHints(hints, hintsOf(view));
      error.update(view);
    },
  };
}

function savedChoice({ id, label, name }: Page['savedPartnerIds'][number]): { value: string; text: string } {
  return {
    value: id,
    text: [id, ...distinct(label, name)].join(' · '),
  };
}

/** A label is often the partner's name, which is then said once. */
function distinct(label: string | undefined, name: string | undefined): readonly string[] {
  const texts = [oneLine(label ?? ''), oneLine(name ?? '')].filter((text) => text !== '');
  return texts[0]?.toLowerCase() === texts[1]?.toLowerCase() ? texts.slice(0, 1) : texts;
}

function knownNow({ state: { knowledge, draft } }: View): NonNullable<View['state']['knowledge']>['is'] | undefined {
  return knowledge?.of === draft.partnerId.trim() ? knowledge.is : undefined;
}

/** What was asked says more than what can be told while typing, so it stands in its place. */
function hintsOf(view: View): readonly Hint[] {
  const { draft, page } = view.state;
  const check = checkPartnerId(draft.partnerId);
  if (check.kind === 'refused') {
    return check.why === 'empty' ? [] : [{ severity: 'error', text: problemText(check.why) }];
  }
  const known = knownNow(view);
  if (known !== undefined) {
    const [first, ...more] = known.sentences.map((text) => oneLine(text, 400));
    return [
      ...(first === undefined ? [] : [{ severity: known.severity, text: first }]),
      ...more.map((text) => ({ severity: 'info' as const, text })),
    ];
  }
  const own = page?.savedPartnerIds.find(({ id }) => id === check.id);
  if (own !== undefined) {
    const text = distinct(own.label, own.name).join(' · ');
    return text === '' ? [] : [{ severity: 'info', text }];
  }
  return [
    ...(check.unusualLength ? [{ severity: 'warning' as const, text: lengthHint() }] : []),
    { severity: 'info', text: locationHint(check.id) },
  ];
}

function showHints(element: HTMLElement, hints: readonly Hint[]): void {
  while (element.children.length > hints.length) {
    element.lastElementChild?.remove();
  }
  for (const [index, { severity, text }] of hints.entries()) {
    const line = element.children[index] ?? element.appendChild(make('p', { dir: 'auto' }));
    line.className = `message ${severity}`;
    setText(line as HTMLElement, text);
  }
}
