/** Title, what sample data is labelled with, how old the numbers are, or how far a scan is. */
import * as l10n from '@vscode/l10n';
import { oneLine } from '../../../src/shared/escaping/foreignText.ts';
import { linkButton, make, setAttribute, setText } from '../../kit/dom.ts';
import type { Context, OverviewPart } from '../context.ts';

export function header(context: Context): OverviewPart {
  const sample = make('span', { class: 'sample' });
  const age = make('span', { class: 'quiet', 'data-part': 'age' });
  const refresh = linkButton(l10n.t('Refresh'), () => context.ask({ ask: 'refresh' }));
  const manage = linkButton(l10n.t('Manage Links…'), () => context.ask({ ask: 'manageLinks' }));
  const filled = make('div', { class: 'filled' });
  const progress = make('div', { class: 'progress', role: 'progressbar', 'aria-label': l10n.t('Checking') }, filled);
  const element = make(
    'header',
    {},
    make('h1', {}, l10n.t('Overview')),
    sample,
    make('span', { class: 'space' }),
    age,
    refresh,
    manage,
    progress,
  );
  return {
    element,
    update({ sampleLabel, scan, estate }) {
      sample.hidden = sampleLabel === undefined;
      setText(sample, oneLine(sampleLabel ?? ''));
      const counted = scan !== undefined && scan.total > 0;
      setText(
        age,
        scan === undefined
          ? oneLine(estate.age ?? '')
          : counted
            ? l10n.t('Checking: {0} of {1}', scan.done, scan.total)
            : l10n.t('Looking for tenants…'),
      );
      refresh.hidden = scan !== undefined || estate.state === 'noIdentity';
      manage.hidden = estate.state !== 'rows';
      progress.classList.toggle('off', !counted);
      progress.ariaHidden = counted ? null : 'true';
      setAttribute(progress, 'aria-valuemax', counted ? String(scan.total) : undefined);
      setAttribute(progress, 'aria-valuenow', counted ? String(scan.done) : undefined);
      filled.style.width = counted ? `${String((100 * scan.done) / scan.total)}%` : '0';
    },
  };
}
