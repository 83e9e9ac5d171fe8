/** What axe-core can tell of a page, and what sticks out of it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const results = await page.evaluate<AxeResults>(`axe.run(document, {
    resultTypes: ['violations'],
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  })`);
  return results.violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id} (${help}): ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`),
  );
}

/** What is wider than the page, or sticks out of it. */
export function tooWide(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(`(() => {
    const width = document.documentElement.clientWidth;
    const wide = document.documentElement.scrollWidth > width ? ['the page scrolls sideways'] : [];
    const out = Array.from(document.querySelectorAll('main *:not(.read-only-by-ear, .read-only-by-ear *)')).filter((one) => {
      const { left, right, width: own } = one.getBoundingClientRect();
      return own > 0 && (left < -1 || right > width + 1) && getComputedStyle(one).position !== 'absolute';
    });
    const scroller = document.querySelector('.scroller');
    return [...wide, ...(scroller && scroller.scrollWidth > scroller.clientWidth ? ['the table scrolls sideways'] : []),
      ...out.filter((one) => !one.closest('.cell')).map((one) => one.outerHTML.slice(0, 120))];
  })()`);
}
