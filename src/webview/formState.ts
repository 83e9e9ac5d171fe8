/** What the form is about to do: the draft, what is selected beforehand, and the loaded list. */
import { accessOf, accessText } from '../estate/access.ts';
import { isNotAsExpected } from '../estate/attention.ts';
import type { StoreChange } from '../estate/store.ts';
import { planContext } from '../operations/planContext.ts';
import type { Plan } from '../operations/plan.ts';
import { scriptTargets, type ScriptTarget } from '../operations/scripts/scriptTargets.ts';
import type { Session } from '../session.ts';
import { emptyDraft, type Draft } from '../shared/form/messages.ts';
import type { Log } from '../shared/log.ts';
import type { TenantRow } from '../shared/model.ts';
import { partnerText } from '../shared/status.ts';
import { planOfDraft } from './draftPlan.ts';
import { FormList } from './formList.ts';
import { plannedTargets, type PlannedTargets } from './plannedTargets.ts';
import { TargetTable, type TableUpdate } from './targetTable.ts';

export class FormState {
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

  constructor(session: Session, log: Log, generation = 0) {
    this.#session = session;
    this.list = new FormList(session.folder, log);
    this.table = new TargetTable({
      store: session.store,
      generation,
      marks: session.marks,
      included: (key) => this.#included.has(key) || this.list.loaded?.byKey.has(key) === true,
      context: () => ({
        attention: session.attentionContext(),
        access: (row) => accessText(accessOf(row, session.store.identity(row.ref.identity)?.identity)),
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

  /** What the page was not told of yet. It alone knows what the person has unselected since. */
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

  plan(rows: readonly TenantRow[], draft: Draft): Plan | undefined {
    const listed = (key: string): string | undefined => this.list.loaded?.byKey.get(key)?.partnerId;
    return planOfDraft(rows, draft, listed, planContext(this.#session.store));
  }

  scriptTargets(rows: readonly TenantRow[]): readonly ScriptTarget[] {
    return scriptTargets(rows, planContext(this.#session.store));
  }

  planned(rows: readonly TenantRow[], draft = this.draft): PlannedTargets {
    return plannedTargets(rows, this.plan(rows, draft), this.#session.ownPartnerIds.list());
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
