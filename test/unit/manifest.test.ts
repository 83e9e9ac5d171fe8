import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import {
  commandIds,
  contextKeys,
  extensionId,
  panelTypes,
  presentFacets,
  presentKey,
  rowFacets,
  settingDefaults,
  tenantsViewId,
  walkthroughId,
} from '../../src/manifest.ts';

interface Placed {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
  readonly group?: string;
}

interface PackageJson {
  readonly name: string;
  readonly publisher: string;
  readonly main: string;
  readonly activationEvents: readonly string[];
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly contributes: {
    readonly commands: readonly { command: string; title: string; category: string; enablement?: string }[];
    readonly menus: Readonly<Record<string, readonly Placed[]>>;
    readonly views: Readonly<Record<string, readonly { id: string }[]>>;
    readonly viewsContainers: { readonly activitybar: readonly { id: string }[] };
    readonly viewsWelcome: readonly { view: string; contents: string; when: string }[];
    readonly walkthroughs: readonly {
      id: string;
      steps: readonly { description: string; media: { svg: string }; completionEvents: readonly string[] }[];
    }[];
    readonly configuration: { readonly properties: Readonly<Record<string, { default: unknown; scope: string }>> };
  };
}

const text = readFileSync('package.json', 'utf8');
const manifest = JSON.parse(text) as PackageJson;
const nls = JSON.parse(readFileSync('package.nls.json', 'utf8')) as Record<string, string>;
const { contributes } = manifest;

function sorted(values: Iterable<string>): string[] {
  return [...values].sort();
}

function whenClauses(): string[] {
  const clauses: string[] = [];
  JSON.parse(text, (key, value: unknown) => {
    if ((key === 'when' || key === 'enablement') && typeof value === 'string') {
      clauses.push(value);
    }
    return value;
  });
  const events = contributes.walkthroughs.flatMap(({ steps }) => steps.flatMap((step) => step.completionEvents));
  clauses.push(...events.filter((event) => event.startsWith('onContext:')));
  return clauses;
}

describe('package.json and manifest.ts say the same', () => {
  it('about the commands', () => {
    assert.deepEqual(
      sorted(contributes.commands.map((c) => c.command)),
      sorted(commandIds.map((id) => `partnerLink.${id}`)),
    );
  });

  it('about the settings, their defaults and their scope, which no workspace can reach', () => {
    const { properties } = contributes.configuration;
    assert.deepEqual(sorted(Object.keys(properties)), sorted(Object.keys(settingDefaults)));
    for (const [id, value] of Object.entries(settingDefaults)) {
      assert.deepEqual(properties[id]?.default, value, id);
      assert.equal(properties[id]?.scope, 'application', id);
    }
  });

  it('about the view and the extension itself', () => {
    assert.deepEqual(
      Object.values(contributes.views).flatMap((views) => views.map((view) => view.id)),
      [tenantsViewId],
    );
    assert.deepEqual(
      Object.keys(contributes.views),
      contributes.viewsContainers.activitybar.map((c) => c.id),
    );
    assert.equal(`${manifest.publisher}.${manifest.name}`, extensionId);
  });

  it('about the panels of our pages, which VS Code brings back with their window', () => {
    for (const type of Object.values(panelTypes)) {
      assert.ok(manifest.activationEvents.includes(`onWebviewPanel:${type}`), type);
    }
  });

  it('about the context keys that when-clauses use, and their values', () => {
    const used = new Set<string>();
    for (const clause of whenClauses()) {
      for (const match of clause.matchAll(/(partnerLink\.\w+)(?:\s*[!=]=\s*(\w+))?/g)) {
        const [, key = '', value] = match;
        if (key === tenantsViewId || key === presentKey) continue;
        used.add(key);
        const values: readonly unknown[] | undefined = (contextKeys as Record<string, readonly unknown[]>)[key];
        assert.ok(values, `${key} in “${clause}”`);
        if (value !== undefined) {
          assert.ok(values.includes(value), `${key} is never ${value} (“${clause}”)`);
        }
      }
    }
    assert.deepEqual(sorted(used), sorted(Object.keys(contextKeys)));
  });

  it('about the facets of rows, of one or of all together', () => {
    const used = { viewItem: new Set<string>(), [presentKey]: new Set<string>() };
    for (const clause of whenClauses()) {
      for (const match of clause.matchAll(/(viewItem|partnerLink\.present) =~ \/\\b\(?([\w|]+)\)?\\b\//g)) {
        const of = used[match[1] === presentKey ? presentKey : 'viewItem'];
        for (const facet of (match[2] ?? '').split('|')) of.add(facet);
      }
    }
    assert.deepEqual(sorted(used.viewItem), sorted(rowFacets));
    assert.deepEqual(sorted(used[presentKey]), sorted(presentFacets));
  });

  it('about the walkthrough, whose four steps are completed by what is done', () => {
    const [walkthrough] = contributes.walkthroughs;
    assert.equal(`${extensionId}#${walkthrough?.id ?? ''}`, walkthroughId);
    assert.equal(walkthrough?.steps.length, 4);
    assert.ok(walkthrough?.steps.every(({ completionEvents }) => completionEvents.length > 0));
  });
});

describe('package.json', () => {
  it('places only commands that exist', () => {
    const known = new Set(contributes.commands.map((c) => c.command));
    for (const placed of Object.values(contributes.menus).flat()) {
      assert.ok(placed.submenu === undefined ? known.has(placed.command ?? '') : placed.submenu in contributes.menus);
    }
    for (const welcome of Object.values(nls)) {
      const opened = [...welcome.matchAll(/command:workbench\.action\.openWalkthrough\?([^)]*)/g)];
      assert.ok(opened.every(([, what = '']) => decodeURIComponent(what) === JSON.stringify(walkthroughId)));
      for (const match of welcome.matchAll(/\(command:(partnerLink\.\w+)\)/g)) {
        assert.ok(known.has(match[1] ?? ''), match[1]);
      }
    }
  });

  it('has no welcome text with more than one button; what else can be done there are links within its sentences', () => {
    for (const { contents, when } of contributes.viewsWelcome) {
      const lines = (nls[contents.slice(1, -1)] ?? '').split('\n');
      const buttons = lines.filter((line) => /^\[[^\]]+\]\([^)]+\)$/.test(line));
      assert.ok(buttons.length <= 1, `${when}: ${buttons.join(', ')}`);
    }
  });

  it('says in the palette of no command twice when it stands there', () => {
    const ids = (contributes.menus['commandPalette'] ?? []).map(({ command }) => command);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('has at most three icons in the view’s title at a time', () => {
    const places = (contributes.menus['view/title'] ?? []).flatMap(({ group = '' }) =>
      group.startsWith('navigation') ? [group] : [],
    );
    assert.equal(new Set(places).size, 3);
  });

  it('has a text for every placeholder, and no text too many', () => {
    const used = new Set([...text.matchAll(/"%([\w.]+)%"/g)].map((match) => match[1] ?? ''));
    assert.deepEqual(sorted(used), sorted(Object.keys(nls)));
  });

  it('names sample data as such beside every welcome text, which hides the message that names it', () => {
    const label = contributes.viewsWelcome.find((one) => one.contents === '%welcome.isSampleData%');
    const states = (clause: string): readonly string[] =>
      [...clause.matchAll(/viewState == (\w+)/g)].map((match) => match[1] ?? '');
    // Before the session is open nobody knows of which mode it will be.
    const starting = contributes.viewsWelcome.find((one) => one.contents === '%welcome.starting%');
    const others = contributes.viewsWelcome
      .filter((one) => one !== label && one !== starting)
      .flatMap(({ when }) => states(when));
    assert.match(label?.when ?? '', /^partnerLink\.mode == sandbox && /);
    assert.deepEqual(sorted(new Set(states(label?.when ?? ''))), sorted(new Set(others)));
  });

  it('puts every command into the category Partner Link', () => {
    assert.deepEqual(new Set(contributes.commands.map((c) => c.category)), new Set(['Partner Link']));
  });

  it('types VS Code by the engine’s minor, since vsce refuses newer ones', () => {
    const minor = (range: string | undefined): string | undefined => /(\d+\.\d+)/.exec(range ?? '')?.[1];
    assert.equal(minor(manifest.devDependencies['@types/vscode']), minor(manifest.engines.vscode));
  });
});
