/** The view *Tenants*: VS Code's tree over `TreeModel`, and everything the view shows about itself. */
import * as vscode from 'vscode';
import type { ExpectedReader } from '../estate/files/expectedPartnerIds.ts';
import type { Scanner } from '../estate/scan/scanner.ts';
import type { Store, StoreChange } from '../estate/store/store.ts';
import {
  commandName,
  presentFacets,
  presentKey,
  tenantsViewId,
  type ContextKey,
  type ContextValue,
} from '../manifest.ts';
import { publicCloud } from '../shared/model/cloudChoice.ts';
import type { Disposable, Event } from '../shared/async/emitter.ts';
import type { Log } from '../shared/ports/log.ts';
import { tenantKey, type Mode, type TenantRef } from '../shared/model/model.ts';
import type { OwnPartnerIds } from '../shared/ports/ownPartnerIds.ts';
import { systemClock, type Clock } from '../shared/async/clock.ts';
import { Throttle } from '../shared/async/throttle.ts';
import type { Node, ParentNode, TenantNode } from './nodes.ts';
import type { RowText } from './rowText.ts';
import type { TreeModel, TreeOf } from './treeModel.ts';
import type { ShownCloud } from './viewText.ts';
import type { Marks } from '../estate/files/marks.ts';
import { marksUri, showMarks } from './rowMarks.ts';
import { badgeText, titleText } from './viewTitle.ts';
import type { ViewChoice } from '../estate/view/viewChoice.ts';

/** What the view shows: the session of the current mode. */
export interface ShownEstate {
  readonly mode: Mode;
  readonly cloud: ShownCloud;
  readonly choice: ViewChoice;
  readonly store: Store;
  readonly scanner: Pick<Scanner, 'progress' | 'failure' | 'onDidChangeProgress'>;
  readonly marks: Pick<Marks, 'get' | 'onDidChange'>;
  readonly expected: ExpectedReader & { readonly onDidChange: Event<unknown> };
  readonly ownPartnerIds: Pick<OwnPartnerIds, 'list' | 'onDidChange'>;
  /** Told when a tenant's rows are asked for, again and again. */
  readonly dpor: { tenantOpened(tenant: TenantRef): Promise<void> };
}

export interface TenantsViewParts {
  readonly log: Log;
  readonly clock?: Clock;
}

/**
 * The tree is drawn again at most once in this time. VS Code gathers a view's changes, its message among them, until none
 * has come for 200 ms: drawn more often than that, a scan would show nothing before its end.
 */
const redrawMs = 250;
/**
 * What a scan tells comes in bursts: *Looking for tenants…*, and the first rows moments later. Drawn apart, the rows would wait
 * for the next redraw. What a user does is drawn at once.
 */
const burstMs = 100;
/** Between one attempt to reveal a row and the next. */
const revealPausesMs: readonly number[] = [100, 250, 500];
/** Ages in words change once a minute. */
const ageMs = 60_000;

interface Shown {
  readonly estate: ShownEstate;
  readonly model: TreeModel;
  readonly subscriptions: readonly Disposable[];
}

export class TenantsView implements vscode.TreeDataProvider<Node>, Disposable {
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #changes = new vscode.EventEmitter<Node | Node[] | undefined>();
  readonly #view: vscode.TreeView<Node>;
  readonly #redraw: Throttle;
  readonly #disposables: Disposable[];
  readonly #expanded = new Set<Node>();
  readonly #contextKeys = new Map<ContextKey | typeof presentKey, unknown>();
  #shown: Shown | undefined;
  #pending: StoreChange[] = [];
  #ages: Disposable | undefined;
  #visible: ReadonlySet<string> | undefined;

  readonly onDidChangeTreeData = this.#changes.event;

  /** The view is empty and *loading* until `show` is called. */
  constructor({ log, clock = systemClock }: TenantsViewParts) {
    this.#log = log;
    this.#clock = clock;
    this.#redraw = new Throttle(redrawMs, () => this.#draw(), clock);
    this.#view = vscode.window.createTreeView<Node>(tenantsViewId, {
      treeDataProvider: this,
      canSelectMany: true,
    });
    this.#disposables = [
      showMarks(),
      this.#view.onDidExpandElement(({ element }) => this.#expansion(element, true)),
      this.#view.onDidCollapseElement(({ element }) => this.#expansion(element, false)),
      this.#view.onDidChangeSelection(() => (this.#visible = undefined)),
      this.#view.onDidChangeVisibility(() => this.#visibility()),
    ];
    this.#visibility();
    this.#draw();
  }

  get onDidChangeVisibility(): vscode.Event<vscode.TreeViewVisibilityChangeEvent> {
    return this.#view.onDidChangeVisibility;
  }

  get visible(): boolean {
    return this.#view.visible;
  }

  get selection(): readonly Node[] {
    return this.#view.selection;
  }

  /** What VS Code was told to show around the rows. */
  get texts(): Pick<vscode.TreeView<Node>, 'title' | 'message' | 'description' | 'badge'> {
    const { title, message, description, badge } = this.#view;
    return { title, message, description, badge };
  }

  /** What when-clauses are told; VS Code lets nobody read them back. */
  get contextKeys(): ReadonlyMap<ContextKey | typeof presentKey, unknown> {
    return this.#contextKeys;
  }

  /** Shows another estate, after its snapshot has been loaded; `undefined`: nothing, *loading*. */
  show(next: { readonly estate: ShownEstate; readonly treeOf: TreeOf } | undefined): void {
    this.#forget();
    if (next) {
      const { estate, treeOf } = next;
      const model = treeOf(estate, { clock: this.#clock, time: { locale: vscode.env.language } });
      const subscriptions = [
        estate.store.onDidChange((change) => this.#changed(change, burstMs)),
        estate.choice.onDidChange(() => this.#redraw.trigger()),
        estate.scanner.onDidChangeProgress(() => this.#redraw.trigger(burstMs)),
        estate.marks.onDidChange(() => this.#changed({ kind: 'all' })),
        estate.expected.onDidChange(() => this.#changed({ kind: 'all' })),
        estate.ownPartnerIds.onDidChange(() => this.#changed({ kind: 'all' })),
      ];
      this.#shown = { estate, model, subscriptions };
    }
    this.#changed({ kind: 'all' });
  }

  /** Until an estate is shown: how many tenants needed attention when that was last counted. */
  presetBadge(attention: number, mode: Mode): void {
    if (!this.#shown) {
      this.#view.badge = badgeText(attention, mode);
    }
  }

  /** Selects and focuses the tenant's row; `false`: it does not stand in the tree (filtered out, hidden, gone). */
  async reveal(ref: TenantRef): Promise<boolean> {
    this.#draw();
    const node = this.#shown?.model.shownNode(ref);
    if (!node) {
      return false;
    }
    await this.#revealPatiently(node);
    return true;
  }

  /**
   * Tenants that the user most likely looks at: selected or opened rows first, then the first rows of the view. VS Code
   * does not tell what is scrolled into sight.
   */
  visibleRefs(): readonly TenantRef[] {
    const model = this.#shown?.model;
    if (!model || !this.#view.visible) {
      return [];
    }
    const stands = new Set<Node>(model.outline.shown);
    const near = [...this.#view.selection, ...this.#expanded].filter((node) => stands.has(node));
    const first = model.outline.shown.slice(0, 40);
    return [...new Set([...near, ...first])].flatMap((node) => (node.kind === 'tenant' ? [node.ref] : []));
  }

  /** The tenants that stand below the row of an identity or a group. */
  tenantsBelow(node: ParentNode): readonly TenantNode[] {
    return this.#shown?.model.outline.below.get(node.id) ?? [];
  }

  /** The same as `tenantKey`s, for `scanPriority`; cheap to ask again and again. */
  visibleKeys(): ReadonlySet<string> {
    this.#visible ??= new Set(this.visibleRefs().map(tenantKey));
    return this.#visible;
  }

  getChildren(node?: Node): Node[] {
    if (node?.kind === 'tenant' && this.#view.visible) {
      void this.#shown?.estate.dpor.tenantOpened(node.ref);
    }
    return [...(this.#shown?.model.children(node) ?? [])];
  }

  getParent(node: Node): Node | undefined {
    return this.#shown?.model.parent(node);
  }

  getTreeItem(node: Node): vscode.TreeItem {
    const row = this.#shown?.model.row(node);
    const item = new vscode.TreeItem(row?.label ?? '…', collapsible(row));
    item.id = node.id;
    if (row) {
      item.description = row.description;
      item.contextValue = row.facets;
      item.resourceUri = row.marks === undefined ? undefined : marksUri(node.id, row.marks);
      item.iconPath = new vscode.ThemeIcon(
        row.icon.id,
        row.icon.color ? new vscode.ThemeColor(row.icon.color) : undefined,
      );
      if (row.command) {
        const { id, rows } = row.command;
        item.command = {
          command: commandName(id),
          title: row.label,
          arguments: rows.length > 0 ? [rows[0], rows] : [],
        };
      }
      item.accessibilityInformation = { label: row.spoken, role: 'treeitem' };
    }
    return item;
  }

  /** Tooltips are made when they are asked for: most never are, and their ages are then right. */
  resolveTreeItem(item: vscode.TreeItem, node: Node): vscode.TreeItem {
    const text = this.#shown?.model.tooltip(node);
    if (text !== undefined) {
      const tooltip = new vscode.MarkdownString(text, false);
      tooltip.isTrusted = { enabledCommands: [commandName('openHelp')] };
      tooltip.supportHtml = false;
      item.tooltip = tooltip;
    }
    return item;
  }

  dispose(): void {
    this.#forget();
    this.#ages?.dispose();
    this.#redraw.dispose();
    this.#disposables.forEach((one) => one.dispose());
    this.#view.dispose();
    this.#changes.dispose();
  }

  /** VS Code refuses a row while it is still taking in what was just drawn, as in the middle of a scan. */
  async #revealPatiently(node: Node): Promise<void> {
    const how = { select: true, focus: true };
    for (const pause of revealPausesMs) {
      try {
        await this.#view.reveal(node, how);
        return;
      } catch {
        await this.#clock.wait(pause);
      }
    }
    await this.#view.reveal(node, how);
  }

  #forget(): void {
    if (this.#shown) {
      this.#shown.subscriptions.forEach((one) => one.dispose());
      this.#shown = undefined;
      // It was of that estate.
      this.#view.badge = undefined;
    }
    this.#expanded.clear();
    this.#visible = undefined;
  }

  #changed(change: StoreChange, within?: number): void {
    this.#pending.push(change);
    this.#redraw.trigger(within);
  }

  #draw(): void {
    const changes = this.#pending;
    this.#pending = [];
    this.#visible = undefined;
    const redraw = this.#shown?.model.update(changes);
    if (!redraw || redraw.kind === 'all') {
      this.#changes.fire(undefined);
    } else if (redraw.nodes.length > 0) {
      this.#changes.fire([...redraw.nodes]);
    }
    this.#describe();
  }

  #describe(): void {
    const shown = this.#shown;
    const texts = shown?.model.texts();
    const title = titleText(shown?.estate.mode ?? 'azure', shown?.estate.cloud.choice ?? publicCloud);
    if (this.#view.title !== title) {
      this.#view.title = title;
    }
    if (this.#view.message !== texts?.message) {
      this.#view.message = texts?.message;
    }
    if (this.#view.description !== texts?.description) {
      this.#view.description = texts?.description;
    }
    // Without an estate the preset badge stays.
    if (texts && this.#view.badge?.tooltip !== texts.badge?.tooltip) {
      this.#view.badge = texts.badge;
    }
    this.#setContext('partnerLink.viewState', shown?.model.outline.state ?? 'loading');
    this.#setContext('partnerLink.failure', texts?.failure ?? 'none');
    this.#setContext('partnerLink.scanning', shown?.estate.scanner.progress.kind === 'scanning');
    this.#setContext('partnerLink.filter', shown?.estate.choice.filter ?? 'all');
    this.#setContext('partnerLink.showHidden', shown?.estate.choice.showHidden ?? false);
    this.#setContext(presentKey, texts?.present ?? presentFacets.join(' '));
    if (shown) {
      this.#setContext('partnerLink.mode', shown.estate.mode);
    }
  }

  #setContext<K extends ContextKey | typeof presentKey>(
    key: K,
    value: K extends ContextKey ? ContextValue<K> : string,
  ): void {
    if (this.#contextKeys.get(key) !== value) {
      this.#contextKeys.set(key, value);
      vscode.commands
        .executeCommand('setContext', key, value)
        .then(undefined, (error: unknown) => this.#log.warn(`Context key ${key} not set: ${String(error)}`));
    }
  }

  #expansion(node: Node, open: boolean): void {
    this.#visible = undefined;
    if (open) {
      this.#expanded.add(node);
    } else {
      this.#expanded.delete(node);
    }
  }

  #visibility(): void {
    this.#ages?.dispose();
    this.#visible = undefined;
    if (this.#view.visible) {
      this.#ages = this.#clock.every(ageMs, () => this.#describe());
      this.#describe();
    }
  }
}

function collapsible(row: RowText | undefined): vscode.TreeItemCollapsibleState {
  switch (row?.collapsible) {
    case 'collapsed':
      return vscode.TreeItemCollapsibleState.Collapsed;
    case 'expanded':
      return vscode.TreeItemCollapsibleState.Expanded;
    case 'none':
    case undefined:
      return vscode.TreeItemCollapsibleState.None;
  }
}
