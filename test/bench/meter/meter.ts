/**
 * A measuring extension that is installed beside the packaged product and starts before it: on the same events, and VS Code
 * goes by the names of folders. It looks on from outside: at what Node loads for the product, at its `activate`, and where
 * wanted at the data provider that it hands to VS Code. The product knows nothing of it and is the same files as anywhere.
 */
import { mkdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import type * as vscode from 'vscode';
import type { Moment, Refresh, Report, Switch } from './report.ts';

/** Put in when the meter is packed: whether to look at the view's data provider, too. */
declare const watchesView: boolean;

type Loader = (request: string, parent: { readonly filename?: string } | undefined, isMain: boolean) => unknown;
type Provider = vscode.TreeDataProvider<unknown>;

const modules = Module as unknown as { _load: Loader; readonly _cache: Readonly<Record<string, unknown>> };
const load = modules._load;

const first: Partial<Record<Moment, number>> = {};
const processor: Partial<Record<Moment, number>> = {};
const refreshes: Refresh[] = [];
const switches: Switch[] = [];
let switchedAt = 0;
const bundles: Record<string, { readonly began: number; readonly wall: number; readonly processor: number }> = {};
let product: string | undefined;
let provider: Provider | undefined;
let rows = 0;

const now = (): number => performance.timeOrigin + performance.now();

function mark(moment: Moment): void {
  first[moment] ??= now();
  processor[moment] ??= threadMs();
}

/** What the extension host's thread has used of a processor, so that other programs' turns do not count. */
function threadMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

modules._load = function meteredLoad(request, parent, isMain) {
  if (watchesView && request === 'vscode' && product !== undefined && parent?.filename?.startsWith(product)) {
    return metered(load.call(this, request, parent, isMain) as typeof vscode);
  }
  const bundle = product === undefined ? undefined : /^\.\/([\w-]+\.cjs)$/.exec(request)?.[1];
  if (bundle !== undefined && parent?.filename?.startsWith(product ?? '') && !(bundle in bundles)) {
    const [wall, processor] = [now(), threadMs()];
    const loaded = load.call(this, request, parent, isMain);
    bundles[bundle] = { began: wall, wall: now() - wall, processor: threadMs() - processor };
    return loaded;
  }
  if (!/[\\/]partner-link\.partner-link-[^\\/]+[\\/]dist[\\/]extension\.cjs$/.test(request)) {
    return load.call(this, request, parent, isMain);
  }
  product = path.dirname(path.dirname(request));
  mark('loadBegins');
  const loaded = load.call(this, request, parent, isMain) as { activate(context: unknown): unknown };
  mark('loadEnds');
  return {
    ...loaded,
    activate: (context: unknown): unknown => {
      mark('activateBegins');
      try {
        return loaded.activate(context);
      } finally {
        mark('activateEnds');
      }
    },
  };
};

/** VS Code's interface with ours in front of three of its functions. */
function metered(api: typeof vscode): unknown {
  return replaced(api, {
    window: replaced(api.window, {
      createTreeView: (id: string, options: vscode.TreeViewOptions<unknown>): vscode.TreeView<unknown> => {
        const view = api.window.createTreeView(id, { ...options, treeDataProvider: watched(options.treeDataProvider) });
        view.onDidChangeVisibility(({ visible }) => {
          if (visible) {
            mark('viewVisible');
          }
        });
        return view;
      },
      showQuickPick: async (...args: Parameters<typeof api.window.showQuickPick>): Promise<unknown> => {
        const answer = await api.window.showQuickPick(...args);
        switchedAt = threadMs();
        switches.push({ begun: now() });
        return answer;
      },
    }),
    commands: replaced(api.commands, {
      registerCommand: (id: string, run: (...args: unknown[]) => unknown): vscode.Disposable =>
        api.commands.registerCommand(
          id,
          id === 'partnerLink.refresh'
            ? async (...args: unknown[]): Promise<unknown> => {
                const refresh: Refresh = { begun: now() };
                refreshes.push(refresh);
                const result = await run(...args);
                refresh.ended = now();
                return result;
              }
            : run,
        ),
    }),
  });
}

/** A copy with some members exchanged; VS Code's own objects are frozen. */
function replaced(object: object, members: Readonly<Record<string, unknown>>): object {
  const descriptors: PropertyDescriptorMap = {
    ...Object.getOwnPropertyDescriptors(object),
    ...Object.getOwnPropertyDescriptors(members),
  };
  return Object.defineProperties({}, descriptors);
}

function watched(own: Provider): Provider {
  provider = own;
  own.onDidChangeTreeData?.(look);
  return {
    onDidChangeTreeData: own.onDidChangeTreeData,
    getTreeItem: (node) => own.getTreeItem(node),
    getChildren: (node) => {
      const children = own.getChildren(node);
      if (Array.isArray(children) && children.some(isTenant)) {
        mark('rowsGiven');
      }
      return children;
    },
    getParent: (node) => own.getParent?.(node),
    resolveTreeItem: (item, node, token) => own.resolveTreeItem?.(item, node, token),
  };
}

/** Asks the provider as VS Code would, at the moment when it says that something changed. */
function look(): void {
  const chosen = switches.at(-1);
  if (chosen !== undefined && chosen.drawn === undefined) {
    [...childrenOf(undefined), ...tenantNodes()].forEach(itemOf);
    chosen.processor = threadMs() - switchedAt;
    chosen.drawn = now();
  }
  const waiting = refreshes.at(-1);
  const forChecking = waiting !== undefined && waiting.checking === undefined && waiting.ended === undefined;
  if (!forChecking && first.rowsThere !== undefined) {
    return;
  }
  const nodes = tenantNodes();
  rows = nodes.length;
  if (forChecking) {
    // Its first mark: what is known already is not hidden by words.
    if (nodes.some((node) => itemOf(node).resourceUri?.query.startsWith('…'))) {
      waiting.checking = now();
    }
  } else if (nodes.length > 0) {
    nodes.forEach(itemOf);
    mark('rowsThere');
  }
}

function tenantNodes(): readonly unknown[] {
  // A user with one identity has its tenants at the top.
  return childrenOf(undefined).flatMap((node) => (isTenant(node) ? [node] : childrenOf(node).filter(isTenant)));
}

function isTenant(node: unknown): boolean {
  return typeof node === 'object' && node !== null && 'kind' in node && node.kind === 'tenant';
}

function childrenOf(node: unknown): readonly unknown[] {
  const children = provider?.getChildren(node);
  return Array.isArray(children) ? children : [];
}

function itemOf(node: unknown): vscode.TreeItem {
  return provider?.getTreeItem(node) as vscode.TreeItem;
}

function loadedCode(): Record<string, number> {
  const own = product;
  const files = own === undefined ? [] : Object.keys(modules._cache).filter((file) => file.startsWith(own));
  return Object.fromEntries(files.map((file) => [path.relative(own ?? '', file), statSync(file).size]));
}

/** Reports four times a second, in files that are whole at any time. */
export function activate(context: vscode.ExtensionContext): void {
  const folder = context.globalStorageUri.fsPath;
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${process.pid.toString()}.json`);
  let told = '';
  let before = performance.eventLoopUtilization();
  const timer = setInterval(() => {
    const busy = performance.eventLoopUtilization(before).utilization;
    before = performance.eventLoopUtilization();
    const report: Report = {
      idle: busy < 0.1,
      product,
      first,
      processor,
      refreshes,
      switches,
      bundles,
      code: loadedCode(),
      rows,
    };
    const text = JSON.stringify(report);
    if (text !== told) {
      told = text;
      writeFileSync(`${file}.tmp`, text);
      renameSync(`${file}.tmp`, file);
    }
  }, 250);
  context.subscriptions.push({ dispose: () => clearInterval(timer) });
}
