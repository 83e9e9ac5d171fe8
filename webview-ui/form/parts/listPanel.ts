/** The loaded list: what it matched, what it could not, and whether it is kept as what is expected. */
import * as l10n from '@vscode/l10n';
import type { TargetList } from '../../../src/shared/form/messages.ts';
import { oneLine } from '../../../src/shared/escaping/foreignText.ts';
import type { Context, FormPart } from '../context.ts';
import { linkButton, make, setText } from '../../kit/dom.ts';
import { button } from '../../kit/toolkit.ts';
import { errorLine } from './errorLine.ts';

/** More lines than anybody reads here; the file itself has them all. */
const mostProblems = 500;

export function listPanel(context: Context): FormPart {
  const words = make('p', { dir: 'auto' });
  const keep = button(l10n.t('Keep as Expected Partner IDs'), 'secondary', () => {
    void context.ask({ ask: 'keepExpected' }, 'list');
  });
  const forget = button(l10n.t('Forget List'), 'secondary', () => void context.ask({ ask: 'forgetList' }, 'list'));
  const summary = make('summary');
  const lines = make('ul');
  const problems = make('details', {}, summary, lines);
  const buttons = make('div', { class: 'line' }, keep.element, forget.element);
  const list = make('div', { class: 'banner list' }, words, problems);
  const expectedWords = make('span', { dir: 'auto' });
  const forgetExpected = linkButton(l10n.t('Forget Expected Partner IDs'), () => {
    void context.ask({ ask: 'forgetExpected' }, 'list');
  });
  const expected = make('p', { class: 'quiet expected' }, expectedWords, ' ', forgetExpected);
  const error = errorLine('list');
  const element = make('div', { 'data-part': 'list' }, list, expected, error.element);
  let shown: TargetList['problems'] | undefined;
  return {
    element,
    update(view) {
      const { page } = view.state;
      const loaded = page?.list;
      list.hidden = loaded === undefined;
      if (loaded !== undefined) {
        if (buttons.parentElement === null) {
          // A control costs most when it comes into the document: a page without a list has none of these.
          words.after(buttons);
        }
        setText(words, listText(loaded));
        keep.set({ hidden: loaded.keptAsExpected || !loaded.givesPartnerIds });
        problems.hidden = loaded.problems.length === 0;
        setText(
          summary,
          loaded.problems.length === 1
            ? l10n.t('1 line could not be used')
            : l10n.t('{0} lines could not be used', loaded.problems.length),
        );
        if (loaded.problems !== shown) {
          shown = loaded.problems;
          lines.replaceChildren(...problemLines(loaded.problems));
        }
      }
      const count = page?.expected.count ?? 0;
      expected.hidden = count === 0;
      setText(
        expectedWords,
        page?.expected.text === undefined
          ? count === 1
            ? l10n.t('1 expected partner ID is kept.')
            : l10n.t('{0} expected partner IDs are kept.', count)
          : oneLine(page.expected.text, 300),
      );
      error.update(view);
    },
  };
}

function listText({ source, matched, keptAsExpected }: TargetList): string {
  const found =
    matched === 1 ? l10n.t('{0}: 1 tenant', oneLine(source)) : l10n.t('{0}: {1} tenants', oneLine(source), matched);
  return keptAsExpected ? l10n.t('{0}, kept as expected partner IDs', found) : found;
}

function problemLines(problems: TargetList['problems']): readonly HTMLElement[] {
  const lines = problems
    .slice(0, mostProblems)
    .map(({ line, text, why }) =>
      make(
        'li',
        {},
        l10n.t('Line {0}: ', line),
        make('bdi', { class: 'quoted' }, oneLine(text, 200)),
        ' ',
        make('span', { dir: 'auto' }, oneLine(why, 300)),
      ),
    );
  const more = problems.length - lines.length;
  return more === 0 ? lines : [...lines, make('li', {}, l10n.t('and {0} more', more))];
}
