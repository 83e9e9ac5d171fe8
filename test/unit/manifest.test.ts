import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import {
  commandIds,
  contextKeys,
  extensionId,
  formPanelType,
  rowFacets,
  settingDefaults,
  tenantsViewId,
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

  it('about the form’s panel, which VS Code brings back with its window', () => {
    assert.ok(manifest.activationEvents.includes(`onWebviewPanel:${formPanelType}`));
  });

  it('about the context keys that when-clauses use, and their values', () => {
    const used = new Set<string>();
    for (const clause of whenClauses()) {
      for (const match of clause.matchAll(/(partnerLink\.\w+)(?:\s*[!=]=\s*(\w+))?/g)) {
        const [, key = '', value] = match;
        if (key === tenantsViewId) continue;
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

  it('about the facets of rows', () => {
    const used = new Set<string>();
    for (const clause of whenClauses()) {
      for (const match of clause.matchAll(/viewItem =~ \/\\b\(?([\w|]+)\)?\\b\//g)) {
        for (const facet of (match[1] ?? '').split('|')) used.add(facet);
      }
    }
    assert.deepEqual(sorted(used), sorted(rowFacets));
  });
});

describe('package.json', () => {
  it('places only commands that exist', () => {
    const known = new Set(contributes.commands.map((c) => c.command));
    for (const placed of Object.values(contributes.menus).flat()) {
      assert.ok(placed.submenu === undefined ? known.has(placed.command ?? '') : placed.submenu in contributes.menus);
    }
    for (const welcome of Object.values(nls)) {
      for (const match of welcome.matchAll(/\(command:(partnerLink\.\w+)\)/g)) {
        assert.ok(known.has(match[1] ?? ''), match[1]);
      }
    }
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
    const others = contributes.viewsWelcome.filter((one) => one !== label).flatMap(({ when }) => states(when));
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
