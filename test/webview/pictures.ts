/**
 * `node test/webview/pictures.ts [theme…] [--only text]`: every state of every page into `out/webview`, wide and narrow, to be looked at.
 */
import { parseArgs } from 'node:util';
import * as form from './form/states.ts';
import { closeBrowser, closePages, picture, type OpenedPage, type PageOptions } from './kit/openPage.ts';
import { themeNames } from './kit/themes.ts';
import * as overview from './overview/states.ts';
import * as tenantPage from './tenantPage/states.ts';

interface Pictured {
  readonly states: readonly string[];
  readonly open: (state: string, options: PageOptions) => Promise<OpenedPage>;
}

const pages: Readonly<Record<string, Pictured>> = {
  form: { states: Object.keys(form.states), open: form.openState },
  overview: { states: Object.keys(overview.states), open: overview.openState },
  tenantPage: { states: Object.keys(tenantPage.states), open: tenantPage.openState },
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: '' } },
});

for (const theme of themeNames.filter((name) => positionals.length === 0 || positionals.includes(name))) {
  for (const [page, { states, open }] of Object.entries(pages)) {
    for (const [index, state] of states.entries()) {
      const name = `${theme}-${page}-${String(index + 1).padStart(2, '0')}-${state.replace(/\W+/g, '-')}`;
      if (name.includes(values.only)) {
        await picture((await open(state, { theme })).page, name);
        await picture((await open(state, { theme, size: { width: 400, height: 800 } })).page, `${name}-narrow`);
        console.log([name, ...(await closePages())].join('\n  '));
      }
    }
  }
}
await closeBrowser();
