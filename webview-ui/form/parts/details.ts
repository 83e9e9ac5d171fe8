/** All of what the current row shows, uncut, and what can be done about it alone. */
import * as l10n from '@vscode/l10n';
import { oneLine } from '../../../src/shared/escaping/foreignText.ts';
import type { Context, FormPart } from '../context.ts';
import { linkButton, make } from '../../kit/dom.ts';
import type { Target } from '../../../src/shared/form/messages.ts';
import { isRunShown, itemOf } from '../model/state.ts';
import type { View } from '../model/view.ts';
import { canValidate, validatePartnerId } from '../validate.ts';
import { besideOf, cellText, columns, columnTitle, isColumnShown, nameOf, type RowContent } from './columns.ts';

export function details(context: Context): FormPart {
  const facts = make('dl');
  const reveal = linkButton(l10n.t('Show in Tenants View'), () => {
    withCurrent((key) => void context.ask({ ask: 'reveal', key }, 'targets'));
  });
  const check = linkButton(l10n.t('Check'), () => {
    withCurrent((key) => void context.ask({ ask: 'check', keys: [key] }, 'targets'));
  });
  const signIn = linkButton(l10n.t('Sign In…'), () => {
    withCurrent((key) => void context.ask({ ask: 'signIn', keys: [key] }, 'targets'));
  });
  const guide = linkButton(l10n.t('Handle It in the Portal…'), () => {
    withCurrent((key) => {
      const { draft } = context.view().state;
      void context.ask({ ask: 'guide', draft, keys: [key] }, 'targets');
    });
  });
  const validate = linkButton(l10n.t('Validate the Partner ID Through It'), () => {
    withCurrent((key) => void validatePartnerId(context, key));
  });
  const element = make(
    'section',
    { class: 'details', 'aria-label': l10n.t('Details of the current row') },
    facts,
    make('p', { class: 'links' }, check, signIn, guide, validate, reveal),
  );
  let shown = '';

  function withCurrent(then: (key: string) => void): void {
    const { current } = context.view().state;
    if (current !== undefined) {
      then(current);
    }
  }

  return {
    element,
    update(view) {
      const content = currentRow(view);
      element.hidden = content === undefined;
      if (content === undefined) {
        return;
      }
      const running = isRunShown(view.state);
      check.hidden = running || content.planned?.remedy !== 'check';
      signIn.hidden = running || content.planned?.remedy !== 'signIn';
      guide.hidden = running || content.planned?.remedy !== 'guide';
      validate.hidden = running || content.target.kind !== 'subscription' || !canValidate(view);
      const now = factsOf(content, running);
      const key = JSON.stringify(now);
      if (key !== shown) {
        shown = key;
        facts.replaceChildren(
          ...now.map(([name, value]) => make('div', {}, make('dt', {}, name), make('dd', { dir: 'auto' }, value))),
        );
      }
    },
  };
}

function currentRow({ state }: View): RowContent | undefined {
  const place = state.current === undefined ? undefined : state.places.get(state.current);
  const target = place === undefined ? undefined : state.rows[place]?.target;
  return target === undefined || place === undefined
    ? undefined
    : { target, planned: state.planned[place], item: itemOf(state, target.key) };
}

function kindText({ kind }: Target): string {
  return kind === 'tenant' ? l10n.t('Tenant') : l10n.t('Subscription');
}

function factsOf(content: RowContent, running: boolean): readonly (readonly [string, string])[] {
  const { target } = content;
  const beside = besideOf(target);
  const cells = columns
    .filter((column) => isColumnShown(column, running))
    .map((column): [string, string] => [
      column === 'name' ? kindText(target) : columnTitle(column),
      column === 'name'
        ? beside === ''
          ? nameOf(target)
          : `${nameOf(target)} (${beside})`
        : cellText(content, column).text,
    ]);
  const [name, ...others] = cells;
  const { listed, expected } = target.kind === 'tenant' ? target : {};
  return [
    ...(name === undefined ? [] : [name]),
    ...(target.kind === 'tenant' ? [] : [[l10n.t('Subscription ID'), oneLine(target.subscriptionId)] as const]),
    [l10n.t('Tenant ID'), oneLine(target.tenantId)],
    ...others.filter(([, value]) => value !== ''),
    ...(target.kind === 'tenant' || target.source === undefined
      ? []
      : [[l10n.t('Known from'), oneLine(target.source, 600)] as const]),
    ...(listed === undefined
      ? []
      : [
          [
            l10n.t('In the list'),
            [listed.partnerId, listed.label]
              .filter(Boolean)
              .map((part) => oneLine(part ?? ''))
              .join(' · ') || l10n.t('yes'),
          ] as const,
        ]),
    ...(expected === undefined ? [] : [[l10n.t('Expected'), oneLine(expected)] as const]),
  ];
}
