/** What next: at most five steps by worth, with a button each. */
import * as l10n from '@vscode/l10n';
import type { OverviewView } from '../../../src/shared/overview/messages.ts';
import { make } from '../../kit/dom.ts';
import { plainButton } from '../../kit/plainButton.ts';
import type { Context, OverviewPart } from '../context.ts';
import { card } from '../../kit/card.ts';

type Steps = Pick<OverviewView, 'steps'> & { readonly scanning: boolean };

export function steps(context: Context): OverviewPart {
  const { element, show } = card<Steps>('steps', l10n.t('Next steps'), ({ steps: all, scanning }) => {
    if (all.length === 0) {
      return [
        make('p', { class: 'quiet' }, scanning ? l10n.t('Known when the scan has ended.') : l10n.t('Nothing to do.')),
      ];
    }
    const items = all.map(({ kind, button, why }, index) =>
      make(
        'li',
        {},
        plainButton(button, index === 0 ? 'primary' : 'secondary', () => context.ask({ ask: 'takeStep', step: kind }), {
          'data-focus': kind,
        }),
        make('span', { class: 'quiet' }, why),
      ),
    );
    return [make('ol', {}, ...items)];
  });
  return { element, update: (view) => show({ steps: view.steps, scanning: view.scan !== undefined }) };
}
