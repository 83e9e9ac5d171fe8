/** How much was linked on each of the last 90 days: a line, and a table for screen readers. */
import * as l10n from '@vscode/l10n';
import type { OverviewView } from '../../../src/shared/overview/messages.ts';
import { make } from '../../kit/dom.ts';
import { linePoints, type Point } from '../model/linePoints.ts';
import type { Context, OverviewPart } from '../context.ts';
import { card } from '../../kit/card.ts';

type Coverage = OverviewView['coverage'];

const svg = 'http://www.w3.org/2000/svg';

export function coverage({ language }: Context): OverviewPart {
  const { element, show } = card<Coverage>('coverage', l10n.t('Coverage in 90 days'), ({ text, days }) => {
    const points = linePoints(days);
    return [make('p', {}, text), ...(points.length < 2 ? [] : [chartOf(points), tableOf(days, language)])];
  });
  return { element, update: (view) => show(view.coverage) };
}

function chartOf(points: readonly Point[]): HTMLElement {
  const picture = document.createElementNS(svg, 'svg');
  picture.setAttribute('viewBox', '0 0 100 100');
  picture.setAttribute('preserveAspectRatio', 'none');
  const line = points.map(({ x, y }, at) => `${at === 0 ? 'M' : 'L'}${x.toFixed(2)} ${y.toFixed(2)}`).join('');
  const [first, last] = [points[0], points.at(-1)];
  const area = `${line}L${String(last?.x ?? 0)} 100L${String(first?.x ?? 0)} 100Z`;
  for (const [name, d] of [
    ['area', area],
    ['line', line],
  ] as const) {
    const path = document.createElementNS(svg, 'path');
    path.setAttribute('class', name);
    path.setAttribute('d', d);
    picture.append(path);
  }
  const dot = make('span', { class: 'dot' });
  dot.style.left = `${String(last?.x ?? 0)}%`;
  dot.style.top = `${String(last?.y ?? 0)}%`;
  const scale = ['100 %', '50 %', '0 %'].map((text) => make('span', {}, text));
  return make(
    'div',
    { class: 'chart', 'aria-hidden': 'true' },
    make('div', { class: 'scale quiet' }, ...scale),
    make('div', { class: 'plot' }, picture, dot),
    make('div', { class: 'from quiet' }, l10n.t('90 days ago')),
    make('div', { class: 'to quiet' }, l10n.t('Today')),
  );
}

function tableOf(days: Coverage['days'], language: string): HTMLElement {
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeZone: 'UTC' });
  const rows = days.map(({ day, linked, tenants }) =>
    make(
      'tr',
      {},
      make('th', { scope: 'row' }, format.format(Date.parse(day))),
      make('td', {}, l10n.t('{0} of {1}', linked, tenants)),
    ),
  );
  return make(
    'table',
    { class: 'read-only-by-ear' },
    make('caption', {}, l10n.t('Linked tenants by day')),
    make(
      'thead',
      {},
      make('tr', {}, make('th', { scope: 'col' }, l10n.t('Day')), make('th', { scope: 'col' }, l10n.t('Linked'))),
    ),
    make('tbody', {}, ...rows),
  );
}
