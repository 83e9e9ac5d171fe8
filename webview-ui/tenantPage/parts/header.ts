/** Whose page it is, how its link stands, and whether that needs attention. */
import * as l10n from '@vscode/l10n';
import { oneLine } from '../../../src/shared/escaping/foreignText.ts';
import type { TenantPageView } from '../../../src/shared/tenantPage/messages.ts';
import { linkButton, make, setText } from '../../kit/dom.ts';
import type { Part } from '../../kit/part.ts';
import { redrawer } from '../../kit/redraw.ts';
import type { Context } from '../context.ts';
import { statusLine } from './statusLine.ts';

export function header(context: Context): Part<TenantPageView> {
  const name = make('bdi', {}, l10n.t('Tenant Details'));
  const sample = make('span', { class: 'sample' });
  const show = linkButton(l10n.t('Show in Tenants View'), () => context.ask({ ask: 'showInTree' }));
  const standing = make('div', { class: 'standing' });
  [sample, show, standing].forEach((one) => {
    one.hidden = true;
  });
  const draw = redrawer<Pick<NonNullable<TenantPageView['tenant']>, 'status' | 'attention'>>(
    standing,
    ({ status, attention }) => [
      statusLine(status),
      ...(attention.length === 0
        ? []
        : [
            make(
              'p',
              { 'data-part': 'attention' },
              l10n.t('Needs attention: {0}', attention.map((one) => oneLine(one)).join(', ')),
            ),
          ]),
    ],
  );
  const element = make(
    'header',
    {},
    make('div', { class: 'line' }, make('h1', {}, name), sample, make('span', { class: 'space' }), show),
    standing,
  );
  return {
    element,
    update({ tenant, sampleLabel }) {
      setText(name, tenant === undefined ? l10n.t('Tenant Details') : oneLine(tenant.name, 500));
      sample.hidden = sampleLabel === undefined;
      setText(sample, oneLine(sampleLabel ?? ''));
      show.hidden = tenant === undefined;
      standing.hidden = tenant === undefined;
      if (tenant) {
        draw({ status: tenant.status, attention: tenant.attention });
      }
    },
  };
}
