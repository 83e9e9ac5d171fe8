/** `node test/webview/pictures.ts [theme…]`: every state of the form into `out/webview`, wide and narrow, to be looked at. */
import { closeBrowser, closePages, picture } from './kit/openPage.ts';
import { openState, states } from './form/states.ts';
import { themeNames } from './kit/themes.ts';

const wanted = process.argv.slice(2);

for (const theme of themeNames.filter((name) => wanted.length === 0 || wanted.includes(name))) {
  for (const [index, state] of Object.keys(states).entries()) {
    const name = `${theme}-${String(index + 1).padStart(2, '0')}-${state.replace(/\W+/g, '-')}`;
    await picture((await openState(state, { theme })).page, name);
    await picture((await openState(state, { theme, size: { width: 400, height: 800 } })).page, `${name}-narrow`);
    console.log([name, ...(await closePages())].join('\n  '));
  }
}
await closeBrowser();
