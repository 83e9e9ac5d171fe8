/**
 * The tree without VS Code: keeps the outline, says which rows a change of the estate touches, and renders them. One per
 * estate, so that another mode starts with nothing of the former.
 */
import type { Clock } from '../shared/async/clock.ts';
import { attentionCount, type AttentionContext } from '../estate/view/attention.ts';
import type { ExpectedReader } from '../estate/files/expectedPartnerIds.ts';
import { matches, type Chosen, type Filter } from '../estate/view/filter.ts';
import { readAsOf } from '../estate/view/readAsOf.ts';
import type { Failure } from '../shared/model/failure.ts';
import type { ScanProgress } from '../estate/scan/scanner.ts';
import type { StoreChange, Store } from '../estate/store/store.ts';
import {
  tenantKey,
  type IdentityRow,
  type Mode,
  type SavedPartnerId,
  type TenantRef,
  type MarkReader,
  knownPal,
} from '../shared/model/model.ts';
import { presentText } from './presentText.ts';
import { NodePool, remedyNode, type Node, type TenantNode } from './nodes.ts';
import { belowTenant, outlineOf, type EstateReader, type Outline } from './outline.ts';
import type { TimeFormat } from '../shared/text/relativeTime.ts';
import { rowText, rowTooltip, type RowReader } from './rows.ts';
import { failureTooltip } from './tooltips.ts';
import { remedyRowText, troubleOf, type Trouble } from './trouble.ts';
import type { RowContext, RowText } from './rowText.ts';
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
  readonly choice: { readonly filter: Filter; readonly chosen?: Chosen; readonly showHidden: boolean };
  readonly progress: () => ScanProgress;
  /** Why nothing could be scanned at all. */
  readonly failure: () => Failure | undefined;
  readonly mode: Mode;
  readonly cloud: ShownCloud;
  readonly clock: Pick<Clock, 'now'>;
  readonly time: TimeFormat;
}

/** What to draw again: the whole tree, or these rows (with what is below them). */
export type Redraw = { readonly kind: 'all' } | { readonly kind: 'rows'; readonly nodes: readonly Node[] };

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
    if (!before || !sameNodes(before.roots, after.roots) || changes.some(({ kind }) => kind === 'all')) {
      return { kind: 'all' };
    }
    const nodes = new Set<Node>(this.#trouble ? [remedyNode] : []);
    for (const node of after.roots) {
      if (node.kind === 'identity') {
        const moved = !sameNodes(before.below.get(node.key) ?? [], after.below.get(node.key) ?? []);
        if (moved || !sameCounts(before, after, node.key) || changes.some((one) => touches(one, node.key))) {
          nodes.add(node);
        }
      }
    }
    const changed = new Set(changes.flatMap((one) => (one.kind === 'tenants' ? one.refs.map(tenantKey) : [])));
    for (const node of after.shown) {
      const name = [before.names.get(node.ref.tenantId), after.names.get(node.ref.tenantId)];
      if (changed.has(tenantKey(node.ref)) || name[0]?.name !== name[1]?.name || name[0]?.beside !== name[1]?.beside) {
        nodes.add(node);
      }
    }
    return { kind: 'rows', nodes: [...nodes] };
  }

  children(node: Node | undefined): readonly Node[] {
    switch (node?.kind) {
      case undefined:
        return this.#trouble ? [remedyNode, ...this.outline.roots] : this.outline.roots;
      case 'identity':
        return this.outline.below.get(node.key) ?? [];
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
      case 'remedy':
        return undefined;
      case 'tenant':
        return this.outline.identityLevel ? this.#pool.identity(node.ref.identity) : undefined;
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
    return rowText(node, this.#parts.store, this.outline, this.#context());
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

  #makeOutline(): Outline {
    const { store, marks, choice, progress } = this.#parts;
    const { filter, chosen, showHidden } = choice;
    const context = { ...this.#attention(), chosen, showHidden };
    return outlineOf(
      store,
      {
        matches: (row) => matches(row, filter, context),
        identityMatches: (row) => identityMatches(row, filter),
        showHidden,
        marks: (tenantId) => marks.get(tenantId),
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
    const { names, identityLevel } = this.outline;
    return {
      now: clock.now(),
      mode,
      own: this.#own,
      time,
      marks: (tenantId) => marks.get(tenantId),
      expected: (tenantId) => expected.get(tenantId),
      tenantName: (tenantId) => names.get(tenantId),
      identity: (key) => store.identity(key)?.identity,
      identityName: (key) => (identityLevel ? store.identity(key)?.identity.name : undefined),
      partnerName: (partnerId) => store.partnerName(partnerId),
    };
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

function touches(change: StoreChange, key: string): boolean {
  return change.kind === 'identity' && change.key === key;
}

function sameNodes(a: readonly Node[], b: readonly Node[]): boolean {
  return a.length === b.length && a.every((node, index) => node === b[index]);
}

function sameCounts(before: Outline, after: Outline, key: string): boolean {
  const [a, b] = [before.counts.get(key), after.counts.get(key)];
  return a?.shown === b?.shown && a?.all === b?.all && a?.listed === b?.listed;
}
