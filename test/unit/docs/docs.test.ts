import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { productTexts } from '../../../scripts/productTexts.ts';
import { root } from '../../../scripts/hosts/paths.ts';
import { clouds } from '../../../src/azure/clouds/cloud.ts';
import { commandIds, commandName, settingDefaults, tenantsViewId } from '../../../src/manifest.ts';
import { helpPage, helpSection } from '../../../src/shared/text/helpSection.ts';

const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...globSync('docs/*.md', { cwd: root }).sort()];
/** What users read; the other pages speak of code as well. */
const userPages = pages.filter((page) => !/CONTRIBUTING|SECURITY|architecture/.test(page));

function textOf(page: string): string {
  return readFileSync(path.join(root, page), 'utf8');
}

/** Without code, which holds no links and no emphasis. */
function proseOf(page: string): string {
  return textOf(page)
    .replace(/```[\s\S]*?```/g, '')
    .replace(/`[^`\n]*`/g, '');
}

/** As GitHub and VS Code make the anchor of a heading. */
function anchorsOf(page: string): ReadonlySet<string> {
  const headings = textOf(page).matchAll(/^#+ (.+)$/gm);
  return new Set(
    [...headings].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s-]/gu, '')
        .trim()
        .replace(/\s/g, '-'),
    ),
  );
}

function problemOf(page: string, link: string): string | undefined {
  const [target = '', anchor] = link.split('#');
  const file = target === '' ? page : path.posix.join(path.posix.dirname(page), target);
  if (!existsSync(path.join(root, file))) {
    return `${page}: no ${file}`;
  }
  return anchor === undefined || anchorsOf(file).has(anchor) ? undefined : `${page}: no #${anchor} in ${file}`;
}

describe('The pages that come with the product', () => {
  it('have no dead links: every file is there, and every section', () => {
    const problems = pages.flatMap((page) => {
      const links = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
      const pictures = [...textOf(page).matchAll(/(?:src|srcset)="([^"]+)"/g)].map(([, link = '']) => link);
      return [...links, ...pictures]
        .filter((link) => !/^(https?|mailto):/.test(link))
        .map((link) => problemOf(page, link));
    });
    assert.deepEqual(
      problems.filter((problem) => problem !== undefined),
      [],
    );
  });

  it('name no command that does not exist', () => {
    const said = new Set(productTexts().map(({ text }) => text));
    const problems = userPages.flatMap((page) =>
      [...proseOf(page).matchAll(/_([A-Z][^_\n]*…)_/g)]
        .map(([, name = '']) => name)
        .filter((name) => !said.has(name))
        .map((name) => `${page}: ${name}`),
    );
    assert.deepEqual(problems, []);
  });

  it('name no setting and no ID that does not exist', () => {
    const known = new Set<string>([...Object.keys(settingDefaults), ...commandIds.map(commandName), tenantsViewId]);
    const problems = userPages.flatMap((page) =>
      [...textOf(page).matchAll(/\bpartnerLink(?:\.\w+)+/g)]
        .map(([name]) => name)
        .filter((name) => !known.has(name))
        .map((name) => `${page}: ${name}`),
    );
    assert.deepEqual(problems, []);
  });

  it('name every setting', () => {
    const page = textOf('docs/settings.md');
    assert.deepEqual(
      Object.keys(settingDefaults).filter((name) => !page.includes(`\`${name}\``)),
      [],
    );
  });

  it('say what to do about every kind of failure, where Learn More leads', () => {
    const anchors = anchorsOf(helpPage);
    const used = new Set(Object.values(helpSection));
    assert.deepEqual(
      [...used].filter((anchor) => !anchors.has(anchor)),
      [],
    );
    const title = 'what-to-do-about-a-failure';
    assert.deepEqual(
      [...anchors].filter((anchor) => anchor !== title && !used.has(anchor)),
      [],
    );
  });

  it('name every host that the product knows an address of, with why it is asked', () => {
    const { arm, authority, billing = '' } = clouds.AzureCloud;
    const host = (address: string): string => new URL(address).host;
    for (const page of ['README.md', 'docs/privacy.md']) {
      const named = [...textOf(page).matchAll(/^\| `([\w.-]+\.[a-z]+)`/gm)].map(([, name]) => name);
      assert.deepEqual(named.sort(), [arm, authority, billing].map(host).sort(), page);
    }
    const others = Object.values(clouds).flatMap((cloud) => [cloud.arm, cloud.authority].map(host));
    assert.deepEqual(
      others.filter((name) => !textOf('docs/clouds.md').includes(`\`${name}\``)),
      [],
    );
  });
});

describe('README', () => {
  const readme = textOf('README.md');

  it('has at most 130 lines', () => {
    assert.ok(readme.trimEnd().split('\n').length <= 130);
  });

  it('gives the commands that start it and test it first', () => {
    const block = /```sh\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
    const commands = block.split('\n').map((line) => /^npm \S+/.exec(line)?.[0]);
    assert.deepEqual(commands.slice(0, 2), ['npm start', 'npm test']);
  });

  it('shows pictures of at most 200 KB, in light and dark', () => {
    const sources = [...readme.matchAll(/(?:src|srcset)="([^"]+)"/g)].map(([, file = '']) => file);
    assert.ok(sources.length > 0);
    const names = sources.map((file) => file.replace(/-(light|dark)\.png$/, ''));
    for (const name of new Set(names)) {
      assert.ok(sources.includes(`${name}-light.png`) && sources.includes(`${name}-dark.png`), name);
    }
    for (const file of sources) {
      assert.ok(statSync(path.join(root, file)).size <= 200 * 1024, file);
    }
  });
});
