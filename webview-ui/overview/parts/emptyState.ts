/** What is said where there are no numbers yet. */
import * as l10n from '@vscode/l10n';
import { make } from '../../kit/dom.ts';
import { plainButton } from '../../kit/plainButton.ts';
import { redrawer } from '../../kit/redraw.ts';
import type { OverviewView } from '../../../src/shared/overview/messages.ts';
import type { Context, OverviewPart } from '../context.ts';

interface Empty {
  readonly state: OverviewView['estate']['state'];
  readonly sample: boolean;
}

export function emptyState(context: Context): OverviewPart {
  const element = make('div', { class: 'blank' }, make('div', { class: 'ring' }));
  const add = (appearance: 'primary' | 'secondary'): HTMLElement =>
    plainButton(l10n.t('Add Identity…'), appearance, () => context.ask({ ask: 'addIdentity' }));
  const sample = (): HTMLElement =>
    plainButton(l10n.t('Try with Sample Data'), 'secondary', () => context.ask({ ask: 'tryWithSampleData' }));
  const redraw = redrawer<Empty>(element, ({ state, sample: isSample }) => {
    switch (state) {
      case 'loading':
        return [make('div', { class: 'ring' }), make('p', {}, l10n.t('Looking for tenants…'))];
      case 'noIdentity':
        return [
          make('p', {}, l10n.t('No one is signed in yet. Sign in to see which partner ID each tenant is linked to.')),
          make('div', { class: 'line' }, add('primary'), ...(isSample ? [] : [sample()])),
        ];
      case 'noTenants':
        return [
          make('p', {}, l10n.t('No tenants were found. Add another identity, or ask a customer for access.')),
          make('div', { class: 'line' }, add('primary'), ...(isSample ? [] : [sample()])),
        ];
      case 'rows':
        return [];
    }
  });
  return {
    element,
    update({ estate: { state }, sampleLabel }) {
      element.hidden = state === 'rows';
      redraw({ state, sample: sampleLabel !== undefined });
    },
  };
}
