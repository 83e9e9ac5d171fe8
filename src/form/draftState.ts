/** What the form is about to do: the draft, what is selected beforehand, and the loaded list. */
import { accessOf, accessText } from '../estate/store/access.ts';
import { isNotAsExpected } from '../estate/view/attention.ts';
import type { StoreChange } from '../estate/store/store.ts';
import type { Plan } from '../operations/plan/plan.ts';
import { scriptTargets, type ScriptTarget } from '../operations/scripts/scriptTargets.ts';
import type { Session } from '../session/session.ts';
import { emptyDraft, type Draft } from '../shared/form/messages.ts';
import type { Log } from '../shared/ports/log.ts';
import type { TenantRow } from '../shared/model/model.ts';
import type { TimeFormat } from '../shared/text/relativeTime.ts';
import { partnerText } from '../shared/text/statusText.ts';
import { planOfDraft } from './table/draftPlan.ts';
import { FormList } from './loadedList.ts';
import { tenantRows, type TableEntry } from './table/tableEntry.ts';
import { plannedDpor } from './table/plannedDpor.ts';
import { plannedTargets, type PlannedTargets } from './table/plannedTargets.ts';
import { TargetTable, type TableUpdate } from './table/table.ts';

export class DraftState {
  readonly list: FormList;
  readonly table: TargetTable;
  draft: Draft = emptyDraft;
  /** The number of the request that the draft came with. */
  draftRequest = 0;
  readonly #session: Session;
  /** Shown even if hidden. */
  readonly #included = new Set<string>();
  /** Rows that the form was opened from, and the page was not told of yet. */
  #toSelect: readonly string[] = [];

  constructor(session: Session, log: Log, generation = 0, time: TimeFormat = {}) {
    this.#session = session;
    this.list = new FormList(session.folder, log);
    this.table = new TargetTable({
      store: session.store,
      generation,
      marks: session.marks,
      included: (key) => this.#included.has(key) || this.list.loaded?.byKey.has(key) === true,
      context: () => ({
        attention: session.attentionContext(),
        time,
        access: (entry) => this.#access(entry),
        listed: (key) => this.#listed(key),
        unmet: (row) => this.#unmet(row),
      }),
    });
  }

  /** These are to be selected, beside what is. */
  select(keys: readonly string[]): void {
    this.#toSelect = [...new Set([...this.#toSelect, ...keys])];
    keys.forEach((key) => this.#included.add(key));
  }

  /** What the page was not told of yet. It alone knows what the user has unselected since. */
  takeToSelect(): string[] {
    const keys = [...this.#toSelect];
    this.#toSelect = [];
    return keys;
  }

  /** Takes in what changed in the estate. */
  update(changes: readonly StoreChange[]): TableUpdate {
    if (changes.some(({ kind }) => kind !== 'tenants')) {
      this.list.matchAgain(this.#session.store.allTenants());
    }
    return this.table.update(changes);
  }

  plan(entries: readonly TableEntry[], draft: Draft): Plan | undefined {
    const listed = (key: string): string | undefined => this.list.loaded?.byKey.get(key)?.partnerId;
    return planOfDraft(entries, draft, listed, this.#session.planContext());
  }

  /** The tenants among the entries: a script has no way to a DPOR. */
  scriptTargets(entries: readonly TableEntry[]): readonly ScriptTarget[] {
    return scriptTargets(tenantRows(entries), this.#session.planContext());
  }

  planned(entries: readonly TableEntry[], draft = this.draft): PlannedTargets {
    const own = this.#session.ownPartnerIds.list();
    const context = this.#session.planContext();
    const tenants = entries.filter(({ kind }) => kind === 'tenant');
    return plannedTargets(entries, { plan: this.plan(tenants, draft), own, dpor: plannedDpor(draft, own, context) });
  }

  #access(entry: TableEntry): string {
    const { row } = entry;
    // A subscription of another tenant is seen because that one delegated it.
    return entry.kind === 'subscription' && entry.subscription.tenantId !== row.ref.tenantId
      ? accessText('lighthouse')
      : accessText(accessOf(row, this.#session.store.identity(row.ref.identity)?.identity));
  }

  #listed(key: string): { partnerId?: string; label?: string } | undefined {
    const one = this.list.loaded?.byKey.get(key);
    return (
      one && {
        ...(one.partnerId === undefined ? {} : { partnerId: one.partnerId }),
        ...(one.label === undefined ? {} : { label: one.label }),
      }
    );
  }

  #unmet(row: TenantRow): string | undefined {
    const { expected, store } = this.#session;
    const wanted = expected.get(row.ref.tenantId);
    return wanted && isNotAsExpected(row, wanted)
      ? partnerText({ partnerId: wanted.partnerId, partnerName: store.partnerName(wanted.partnerId) })
      : undefined;
  }
}
