/**
 * The tree without VS Code: keeps the outline, says which rows a change of the estate touches, and renders them. One per
 * estate, so that another mode starts with nothing of the former.
 */
import type { Clock } from '../shared/async/clock.ts';
import { attentionCount, type AttentionContext } from '../estate/view/attention.ts';
import type { ExpectedReader } from '../estate/files/expectedPartnerIds.ts';
import { matches, type Filter } from '../estate/view/filter.ts';
import { readAsOf } from '../estate/view/readAsOf.ts';
import type { Failure } from '../shared/model/failure.ts';
import type { ScanProgress } from '../estate/scan/scanner.ts';
import type { StoreChange, Store } from '../estate/store/store.ts';
import type { ViewChoice } from '../estate/view/viewChoice.ts';
import {
  type IdentityRow,
  type Mode,
  type SavedPartnerId,
  type TenantRef,
  type MarkReader,
  knownPal,
} from '../shared/model/model.ts';
import { presentText } from './presentText.ts';
import { NodePool, remedyNode, type Node, type ParentNode, type TenantNode } from './nodes.ts';
import { belowTenant, outlineOf, type EstateReader, type Outline } from './outline.ts';
import type { TimeFormat } from '../shared/text/relativeTime.ts';
import { redrawBetween, type Redraw } from './redraw.ts';
import { rowText, rowTooltip, type RowReader } from './rows.ts';
import { failureTooltip } from './tooltips.ts';
import { remedyRowText, troubleOf, type Trouble } from './trouble.ts';
import { rowContext, type RowContext } from './facts/rowContext.ts';
import type { RowText } from './rowText.ts';
import {
  descriptionText,
  messageText,
  welcomedFailure,
  type ShownCloud,
  type ViewFacts,
  type WelcomedFailure,
} from './viewText.ts';
import { badgeText, type BadgeText } from './viewTitle.ts';

export type TreeEstate = EstateReader & RowReader & Pick<Store, 'knownAsOf' | 'partnerName'>;

export interface TreeModelParts {
  readonly store: TreeEstate;
  readonly marks: MarkReader;
  readonly expected: ExpectedReader;
  readonly ownPartnerIds: { list(): readonly SavedPartnerId[] };
  readonly choice: Pick<ViewChoice, 'filter' | 'chosen' | 'showHidden' | 'grouping' | 'sorting'>;
  readonly progress: () => ScanProgress;
  /** Why nothing could be scanned at all. */
  readonly failure: () => Failure | undefined;
  readonly mode: Mode;
  readonly cloud: ShownCloud;
  readonly clock: Pick<Clock, 'now'>;
  readonly time: TimeFormat;
}

export interface ViewTexts {
  readonly message: string | undefined;
  readonly description: string | undefined;
  readonly badge: BadgeText | undefined;
  /** Why there is nothing to show, for the welcome texts. */
  readonly failure: WelcomedFailure;
  /** For `presentKey`. */
  readonly present: string;
}

/** What a view shows that is drawn as a tree; the running session fits. */
export interface TreeSource extends Omit<TreeModelParts, 'progress' | 'failure' | 'clock' | 'time'> {
  readonly scanner: { readonly progress: ScanProgress; readonly failure: Failure | undefined };
}

/** Handed to the view together with what it shows: the code of rows and their texts is read with the session, not before. */
export type TreeOf = (source: TreeSource, when: Pick<TreeModelParts, 'clock' | 'time'>) => TreeModel;

export const treeOf: TreeOf = ({ store, marks, expected, ownPartnerIds, choice, mode, cloud, scanner }, when) =>
  new TreeModel({
    store,
    marks,
    expected,
    ownPartnerIds,
    choice,
    mode,
    cloud,
    progress: () => scanner.progress,
    failure: () => scanner.failure,
    ...when,
  });

export class TreeModel {
  readonly #parts: TreeModelParts;
  readonly #pool = new NodePool();
  /** Read once per update, not once per row. */
  #own: readonly SavedPartnerId[];
  /** Absent until somebody asks: whoever makes a model says next that everything changed, and ordering takes time. */
  #outline: Outline | undefined;
  #trouble: Trouble | undefined;
  /** What commands apply to the rows that tenants stand below, as these were drawn last. */
  readonly #drawnFacets = new Map<ParentNode, string>();

  constructor(parts: TreeModelParts) {
    this.#parts = parts;
    this.#own = parts.ownPartnerIds.list();
  }

  get outline(): Outline {
    this.#outline ??= this.#makeOutline();
    return this.#outline;
  }

  /** Takes in what happened since the last call. */
  update(changes: readonly StoreChange[]): Redraw {
    const before = this.#outline;
    const remedyBefore = this.#trouble;
    this.#own = this.#parts.ownPartnerIds.list();
    const after = this.#makeOutline();
    this.#outline = after;
    this.#trouble = this.#findTrouble(after);
    if ((remedyBefore === undefined) !== (this.#trouble === undefined)) {
      return { kind: 'all' };
    }
    if (!before) {
      return { kind: 'all' };
    }
    const redraw = redrawBetween(before, after, changes);
    return redraw.kind === 'all'
      ? redraw
      : {
          kind: 'rows',
          nodes: [...new Set([...(this.#trouble ? [remedyNode] : []), ...this.#outdatedParents(), ...redraw.nodes])],
        };
  }

  children(node: Node | undefined): readonly Node[] {
    switch (node?.kind) {
      case undefined:
        return this.#trouble ? [remedyNode, ...this.outline.roots] : this.outline.roots;
      case 'identity':
      case 'group':
        return this.outline.below.get(node.id) ?? [];
      case 'tenant': {
        const row = this.#parts.store.tenant(node.ref);
        return row ? belowTenant(row, this.#pool) : [];
      }
      case 'subscription':
      case 'note':
      case 'remedy':
        return [];
    }
  }

  parent(node: Node): Node | undefined {
    switch (node.kind) {
      case 'identity':
      case 'group':
      case 'remedy':
        return undefined;
      case 'tenant':
        return this.outline.roots.find(({ id }) => this.outline.below.get(id)?.includes(node));
      case 'subscription':
      case 'note':
        return this.#pool.tenant(node.ref);
    }
  }

  /** The tenant's node where its row stands in the tree: known, not filtered out, not hidden. */
  shownNode(ref: TenantRef): TenantNode | undefined {
    const node = this.#pool.tenant(ref);
    return this.outline.shown.includes(node) ? node : undefined;
  }

  /** `undefined`: the row has gone since the tree last asked. */
  row(node: Node): RowText | undefined {
    if (node.kind === 'remedy') {
      return this.#trouble && remedyRowText(this.#trouble);
    }
    const row = rowText(node, this.#parts.store, this.outline, this.#context());
    if (row && (node.kind === 'identity' || node.kind === 'group')) {
      this.#drawnFacets.set(node, row.facets);
    }
    return row;
  }

  tooltip(node: Node): string | undefined {
    if (node.kind === 'remedy') {
      return this.#trouble && failureTooltip(this.#trouble.failure);
    }
    return rowTooltip(node, this.#parts.store, this.#context());
  }

  texts(): ViewTexts {
    const { store, choice, mode, cloud, clock, time, progress } = this.#parts;
    const facts: ViewFacts = {
      outline: this.outline,
      progress: progress(),
      failure: this.#parts.failure(),
      trouble: this.#trouble?.message,
      filter: choice.filter,
      chosen: choice.chosen?.text,
      mode,
      cloud,
      withoutPal: store.allTenants().some((row) => knownPal(row).kind === 'notAvailableInCloud'),
      knownAsOf: readAsOf(store.knownAsOf, store.allTenants()),
      now: clock.now(),
      time,
    };
    return {
      message: messageText(facts),
      description: descriptionText(facts),
      badge: badgeText(attentionCount(store.allTenants(), this.#attention()), mode),
      failure: welcomedFailure(facts),
      present: presentText(store, this.#parts.marks),
    };
  }

  /** Rows of identities and groups to which other commands apply than when they were drawn. */
  #outdatedParents(): readonly Node[] {
    return [...this.#drawnFacets].flatMap(([node, facets]) =>
      this.outline.below.has(node.id) && this.row(node)?.facets !== facets ? [node] : [],
    );
  }

  #makeOutline(): Outline {
    const { store, choice, progress } = this.#parts;
    const { filter, chosen, showHidden, grouping, sorting } = choice;
    const attention = this.#attention();
    const context = { ...attention, chosen, showHidden };
    return outlineOf(
      store,
      {
        matches: (row) => matches(row, filter, context),
        identityMatches: (row) => identityMatches(row, filter),
        showHidden,
        grouping,
        sorting,
        attention,
        scanning: progress().kind === 'scanning',
        failed: this.#parts.failure() !== undefined,
      },
      this.#pool,
    );
  }

  /** While a scan goes on nobody needs to be told to try again. A welcome text has its own buttons. */
  #findTrouble({ state }: Outline): Trouble | undefined {
    const { store, marks, progress } = this.#parts;
    const failure = this.#parts.failure();
    const hasRows = state === 'rows' || (state === 'failed' && failure?.kind === 'cloudUnusable');
    return hasRows && progress().kind === 'idle'
      ? troubleOf(
          {
            failure,
            identities: store.identities(),
            tenants: store.allTenants(),
            marks: (tenantId) => marks.get(tenantId),
          },
          this.#pool,
        )
      : undefined;
  }

  #attention(): AttentionContext {
    return { own: this.#own, marks: this.#parts.marks, expected: this.#parts.expected };
  }

  #context(): RowContext {
    const { store, marks, expected, mode, clock, time } = this.#parts;
    const { names, ambiguous } = this.outline;
    return rowContext({ store, marks, expected, mode, time, names, ambiguous, own: this.#own, now: clock.now() });
  }
}

/** An identity that has no tenant to show stands in the tree where its own state is what the filter asks for. */
function identityMatches({ state }: IdentityRow, filter: Filter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'needsAttention':
      return state.kind === 'failed';
    case 'signInNeeded':
      return state.kind === 'signInNeeded' || state.kind === 'notAllowed';
    case 'notLinked':
    case 'anotherPartner':
    case 'eaNoneReported':
    case 'chosen':
      return false;
  }
}
