/** All that the form knows. It changes only in `reduce.ts`; what it means to a user is worked out from it elsewhere. */
import {
  emptyDraft,
  type Draft,
  type Knowledge,
  type Page,
  type PlannedTarget,
  type RunItem,
  type Target,
  type TargetStatus,
} from '../../../src/shared/form/messages.ts';
import type { Mode } from '../../../src/shared/model/model.ts';

/** A target and what a search looks in. */
export class Row {
  readonly target: Target;
  #searched: string | undefined;

  constructor(target: Target) {
    this.target = target;
  }

  /** Lower case; IDs are not in it. Made when it is first searched: all rows are to be there at once. */
  get searched(): string {
    const { name, identity, current } = this.target;
    this.#searched ??= [name, ...searchedOf(this.target), identity, current]
      .filter((part) => part !== undefined)
      .join('\n')
      .toLowerCase();
    return this.#searched;
  }
}

function searchedOf(target: Target): readonly (string | undefined)[] {
  return target.kind === 'tenant' ? [target.domain, target.listed?.label, target.listed?.partnerId] : [target.tenant];
}

export type Filter =
  | 'all'
  | 'needsAttention'
  | 'selected'
  | TargetStatus
  | 'inList'
  | 'notAsExpected'
  | 'inRun'
  | 'failed'
  | 'skipped'
  | 'done';

export type KindFilter = 'both' | Target['kind'];

export type Column = 'name' | 'identity' | 'access' | 'current' | 'action' | 'result';

/** `undefined`: as the host sent them. */
export type Sort = { readonly column: Column; readonly descending: boolean } | undefined;

/** Parts of a generation that is not complete yet. */
interface Incoming {
  readonly generation: number;
  readonly of: number;
  readonly rows: readonly Row[];
}

/** Where an error of a request is shown. */
export type Place = 'partnerId' | 'targets' | 'list' | 'apply' | 'page';

export interface FormState {
  /** Whose tenants these are, once the host has said what to start from. */
  readonly opened: Mode | undefined;
  readonly draft: Draft;
  /** The newest `draft` request; actions for older ones are void. 0: none was sent since the host set the draft. */
  readonly draftNumber: number;
  /** The draft has changed since the actions that are there were worked out. */
  readonly draftPending: boolean;
  readonly page: Page | undefined;
  readonly generation: number;
  readonly rows: readonly Row[];
  /** How many of them are subscriptions. */
  readonly subscriptions: number;
  readonly places: ReadonlyMap<string, number>;
  readonly incoming: Incoming | undefined;
  /** By the places of `rows`. */
  readonly planned: readonly (PlannedTarget | undefined)[];
  /** Counts how often all of them were worked out anew. */
  readonly plannedTimes: number;
  readonly selected: ReadonlySet<string>;
  readonly filter: Filter;
  /** What was selected when the filter was chosen: a row that is taken out of the selection stays in sight. */
  readonly filtered: ReadonlySet<string>;
  readonly kind: KindFilter;
  readonly query: string;
  readonly sort: Sort;
  /** Filters and search as they were before a run was shown. */
  readonly beforeRun: { readonly filter: Filter; readonly kind: KindFilter; readonly query: string } | undefined;
  readonly items: { readonly run: string; readonly byKey: ReadonlyMap<string, RunItem> } | undefined;
  /** What is known of this partner ID. */
  readonly knowledge: { readonly of: string; readonly is: Knowledge } | undefined;
  readonly errors: Readonly<Partial<Record<Place, string>>>;
  /** Asked and not answered yet. */
  readonly asking: ReadonlySet<string>;
  /** The row whose details are shown. */
  readonly current: string | undefined;
  /** From where a range is selected. */
  readonly anchor: string | undefined;
}

export const initialState: FormState = {
  opened: undefined,
  draft: emptyDraft,
  draftNumber: 0,
  draftPending: false,
  page: undefined,
  generation: 0,
  rows: [],
  subscriptions: 0,
  places: new Map(),
  incoming: undefined,
  planned: [],
  plannedTimes: 0,
  selected: new Set(),
  filter: 'all',
  filtered: new Set(),
  kind: 'both',
  query: '',
  sort: undefined,
  beforeRun: undefined,
  items: undefined,
  knowledge: undefined,
  errors: {},
  asking: new Set(),
  current: undefined,
  anchor: undefined,
};

/** A run is shown: the draft rests, and rows say how far each one is. */
export function isRunShown(state: FormState): boolean {
  return state.page?.run !== undefined;
}

export function itemOf(state: FormState, key: string): RunItem | undefined {
  return state.items !== undefined && state.items.run === state.page?.run?.id ? state.items.byKey.get(key) : undefined;
}
