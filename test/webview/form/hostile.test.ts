/** Names and server messages are untrusted text: they are shown as text, and nothing comes of them. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { quietPage, runInfo } from './fakeHost.ts';
import { openForm, type FormPage } from './formPage.ts';
import { sampleSubscription, sampleTarget } from './sampleTargets.ts';
import { linkDraft } from './states.ts';

const hostile: Readonly<Record<string, string>> = {
  html: '<img src=x onerror="globalThis.hurt=1"><b>bold</b><script>globalThis.hurt=1</script>',
  attribute: '"><svg onload=globalThis.hurt=1> \' onmouseover=globalThis.hurt=1',
  markdown: '[click](command:workbench.action.terminal.new) ![x](http://evil.example/x.png) **bold**',
  icon: '$(error) $(trash~spin)',
  bidi: 'good\u202Etxet\u2066 evil\u2069',
  newline: 'one\ntwo\r\nthree\u2028four',
  zeroWidth: '\u200B\uFEFF\u200D',
  long: 'x'.repeat(300),
  emoji: '👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿 名前',
  formula: '=HYPERLINK("http://evil.example")',
  empty: '',
  prototype: '__proto__',
};

const keys = Object.keys(hostile);

function hostileForm(): Promise<FormPage> {
  const all = Object.values(hostile);
  return openForm({
    targets: keys.map((key, index) => {
      const text = hostile[key] ?? '';
      return sampleTarget(index, {
        key: text,
        name: text,
        domain: text,
        identity: text,
        access: text,
        current: text,
        status: 'notLinked',
        listed: { partnerId: text, label: text },
        expected: text,
      });
    }),
    selected: all,
    draft: { ...linkDraft, partnerId: '5557123' },
    page: {
      ...quietPage,
      sampleLabel: all[0],
      savedPartnerIds: all.map((text) => ({ id: text, label: text, name: text })),
      list: {
        source: all[0] ?? '',
        matched: 1,
        problems: all.map((text, line) => ({ line, text, why: text })),
        givesPartnerIds: true,
        keptAsExpected: false,
      },
      expected: { count: 2, text: all[0] },
      unfinished: all.map((text) => ({ id: text, text, where: 'nobody' })),
      estate: { state: 'rows', age: all[0] },
    },
  });
}

/** What is in the page that none of its own parts is. */
async function foreignElements(form: FormPage): Promise<readonly string[]> {
  return form.page.evaluate<readonly string[]>(`(() => {
    const own = new Set(['HTML','HEAD','META','TITLE','LINK','BODY','SCRIPT','MAIN','HEADER','SECTION','DIV','SPAN','P','H1','H2',
      'BUTTON','INPUT','BDI','DL','DT','DD','UL','LI','DETAILS','SUMMARY']);
    const elements = Array.from(document.querySelectorAll('*'));
    const handlers = elements.filter((one) => one.getAttributeNames().some((name) => name.startsWith('on')));
    return [...handlers, ...elements.filter((one) => !own.has(one.tagName) && !one.tagName.startsWith('VSCODE-'))]
      .map((one) => one.outerHTML).concat(globalThis.hurt ? ['hurt'] : [], document.scripts.length === 1 ? [] : ['a script'],
        document.querySelectorAll('a, img, b, svg').length === 0 ? [] : ['a link or picture']);
  })()`);
}

describe('Hostile names in the form', () => {
  it('are shown as text in every row, and make no element', async () => {
    const form = await (await hostileForm()).ready();
    const names = await form.names();
    assert.equal(names.length, keys.length);
    assert.equal(names[keys.indexOf('html')], hostile['html']);
    assert.equal(names[keys.indexOf('markdown')], hostile['markdown']);
    assert.equal(names[keys.indexOf('icon')], hostile['icon']);
    assert.equal(names[keys.indexOf('bidi')], 'good txet evil');
    assert.equal(names[keys.indexOf('newline')], 'one two three four');
    // A name of nothing visible gives way to the id.
    assert.match(names[keys.indexOf('empty')] ?? '', /^00000000-/);
    assert.equal(names[keys.indexOf('zeroWidth')], '‹U+200B U+200D›', 'what looks blank is seen');
    assert.equal(names[keys.indexOf('long')], hostile['long']);
    assert.deepEqual(await foreignElements(form), []);
  });

  it('make no element in details, list, saved IDs, unfinished runs, knowledge, errors and announcements', async () => {
    const form = await (await hostileForm()).ready();
    const [html, markdown] = [hostile['html'] ?? '', hostile['markdown'] ?? ''];
    await form.page.locator('.body .row').first().click();
    await form.page.locator('.details dd', { hasText: '<img src=x' }).first().waitFor();
    await form.page.getByText(`${String(keys.length)} lines could not be used`).click();
    form.host.answers.validate = () => ({
      ok: true,
      knowledge: { severity: 'warning', name: html, sentences: [markdown, html], canSave: true },
    });
    await form.button('Validate').click();
    await form.part('hints').filter({ hasText: '[click](command:' }).waitFor();
    form.host.answers.copyScript = () => ({ ok: false, text: html });
    await form.button('Copy as Script…').click();
    await form.part('error-apply').filter({ hasText: '<img src=x' }).waitFor();
    await form.host.post({ kind: 'announce', severity: 'error', text: html });
    await form.page.locator('[role=alert]', { hasText: '<script>' }).waitFor({ state: 'attached' });
    await form.page.getByRole('combobox', { name: 'Saved partner IDs' }).click();
    assert.deepEqual(await foreignElements(form), []);
  });

  it('make no element in a run', async () => {
    const form = await (await hostileForm()).ready();
    const html = hostile['html'] ?? '';
    await form.host.runItems(Object.values(hostile).map((text) => ({ key: text, state: 'failed', text })));
    await form.host.setPage({ run: runInfo({ title: html, phase: 'finished', result: html, failed: 3 }) });
    await form.part('run-text').filter({ hasText: '<img src=x' }).waitFor();
    await form.page.locator('.body .row').first().waitFor();
    assert.equal((await form.names()).length, keys.length);
    assert.deepEqual(await foreignElements(form), []);
  });

  it('of subscriptions, and of the tenants beside them, make no element in rows and details', async () => {
    const texts = Object.values(hostile);
    const form = await openForm({
      targets: texts.map((text, index) =>
        sampleSubscription(index, index, {
          key: text,
          name: text,
          tenant: text,
          identity: text,
          current: text,
          source: text,
        }),
      ),
      selected: texts,
      draft: linkDraft,
    });
    await form.ready();
    const names = await form.names();
    assert.equal(names[keys.indexOf('html')], hostile['html']);
    assert.equal(names[keys.indexOf('markdown')], hostile['markdown']);
    assert.match(names[keys.indexOf('empty')] ?? '', /^00000000-0000-4000-9000-/);
    assert.equal(names[keys.indexOf('zeroWidth')], '‹U+200B U+200D›', 'what looks blank is seen');
    await form.page.locator('.body .row').first().click();
    await form.page.locator('.details dd', { hasText: '<img src=x' }).first().waitFor();
    assert.deepEqual(await foreignElements(form), []);
  });

  it('stay in their place beside other text: each is isolated from the direction of its neighbours', async () => {
    const form = await openForm({ targets: [sampleTarget(0, { name: 'שלום (עולם)', domain: 'contoso.com' })] });
    await form.ready();
    const isolated = await form.page.evaluate<readonly string[]>(
      `Array.from(document.querySelectorAll('.body .row bdi'), (one) => getComputedStyle(one).unicodeBidi)`,
    );
    assert.ok(isolated.length > 0 && isolated.every((value) => value.includes('isolate')));
  });

  it('cannot be cut without a way to read them', async () => {
    const form = await (await hostileForm()).ready();
    const cell = form.page.locator('.body .row', { hasText: 'xxx' }).locator('.cell.name');
    assert.ok((await cell.getAttribute('title'))?.includes('x'.repeat(300)));
  });
});
