/** What Apply would do and the button that does it; while a run is shown, the run. */
import * as l10n from '@vscode/l10n';
import type { Context, FormPart } from '../context.ts';
import { make, setText, linkButton } from '../../kit/dom.ts';
import { isRunShown } from '../model/state.ts';
import { planSummaryText } from '../../../src/shared/text/planSummary.ts';
import { applyText, isWorkedOut, selectedKeys, shownActions, targetsText, whyNotApply } from '../model/summary.ts';
import { button } from '../../kit/toolkit.ts';
import { errorLine } from './errorLine.ts';
import { runPart } from './run.ts';
import { hiddenNote } from './toolbar.ts';

export function applyBar(context: Context): FormPart {
  const summary = make('p', { class: 'summary', 'data-part': 'summary', tabindex: '-1' });
  const hidden = hiddenNote(context);
  const why = make('span', { class: 'quiet', 'data-part': 'why' });
  const check = linkButton(
    '',
    () => void context.ask({ ask: 'check', keys: [...context.view().summary.toCheck] }, 'targets'),
  );
  const signIn = linkButton('', () => {
    void context.ask({ ask: 'signIn', keys: [...context.view().summary.toSignIn] }, 'targets');
  });
  const guide = linkButton('', () => {
    const { state, summary: now } = context.view();
    void context.ask({ ask: 'guide', draft: state.draft, keys: [...now.toGuide] }, 'targets');
  });
  const apply = button(l10n.t('Link Tenants'), 'primary', press);
  const script = button(l10n.t('Copy as Script…'), 'secondary', () => {
    const { state } = context.view();
    void context.ask({ ask: 'copyScript', draft: state.draft, keys: [...selectedKeys(state)] }, 'apply');
  });
  const error = errorLine('apply');
  const remedies = make('p', { class: 'remedies' }, hidden.element, check, signIn, guide);
  const draft = make(
    'div',
    { class: 'draft-bar' },
    summary,
    remedies,
    make('div', { class: 'line' }, apply.element, script.element, why),
  );
  const run = runPart(context, () => {
    summary.focus();
  });
  const element = make('section', { class: 'apply', 'aria-label': l10n.t('Apply') }, run.element, error.element, draft);

  function press(): void {
    const { state, summary: now } = context.view();
    if (whyNotApply(state, now) !== undefined) {
      return;
    }
    void context.ask({ ask: 'apply', draft: state.draft, shown: shownActions(state) }, 'apply').then((answer) => {
      if (answer?.ok === false && !draft.hidden) {
        apply.element.focus();
      }
    });
  }

  return {
    element,
    update(view) {
      const { state, summary: now } = view;
      const reason = whyNotApply(state, now);
      draft.hidden = isRunShown(state);
      setText(summary, isWorkedOut(state, now) ? planSummaryText(now, state.draft.action === 'remove') : '');
      setText(why, reason ?? '');
      hidden.update(view);
      apply.set({ text: applyText(state, now), disabled: reason !== undefined });
      script.set({ disabled: now.selected === 0 || state.draftPending });
      check.hidden = now.toCheck.length === 0;
      setText(check, l10n.t('Check {0}', targetsText(now.toCheck, state)));
      signIn.hidden = now.toSignIn.length === 0;
      setText(
        signIn,
        now.toSignIn.length === 1
          ? l10n.t('Sign In to 1 Tenant…')
          : l10n.t('Sign In to {0} Tenants…', now.toSignIn.length),
      );
      guide.hidden = now.toGuide.length === 0;
      setText(guide, l10n.t('Handle {0} in the Portal…', targetsText(now.toGuide, state)));
      remedies.hidden = [hidden.element, check, signIn, guide].every((one) => one.hidden);
      run.update(view);
      error.update(view);
    },
  };
}
