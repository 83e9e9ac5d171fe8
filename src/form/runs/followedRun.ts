/** A run as the form shows it: what to tell the page of it, and of which targets since it was last told. */
import { associationKind, targetKey } from '../../operations/plan/plan.ts';
import type { RunInfo, RunItem } from '../../shared/form/messages.ts';
import type { Disposable } from '../../shared/async/emitter.ts';
import { countsText } from '../../operations/text/planText.ts';
import type { Run } from '../../operations/run/run.ts';
import { runOffers, type RunResult } from '../../operations/run/runResult.ts';
import { resultText } from '../../operations/text/runText.ts';
import { itemStateText } from '../../operations/text/stateText.ts';

export interface FollowedRunParts {
  readonly run: Run;
  readonly changed: () => void;
  readonly ended: (result: RunResult) => Promise<void>;
}

export class FollowedRun implements Disposable {
  readonly run: Run;
  /** Resolves when all that follows its end is done. */
  readonly over: Promise<void>;
  readonly #title: string;
  readonly #listening: Disposable;
  readonly #pending = new Set<number>();
  #result: RunResult | undefined;
  #cancelling = false;
  #disposed = false;

  constructor({ run, changed, ended }: FollowedRunParts) {
    this.run = run;
    this.#title = capitalised(countsText(run.plan));
    this.#listening = run.onDidChange((change) => {
      if (change.kind === 'item') {
        this.#pending.add(change.index);
        // A later reading may prove what became of an unclear write.
        this.#result &&= { ...this.#result, items: run.items(), counts: run.counts() };
      }
      changed();
    });
    this.over = run.finished.then(async (result) => {
      this.#result = result;
      if (!this.#disposed) {
        await ended(result);
        changed();
      }
    });
  }

  get finished(): RunResult | undefined {
    return this.#result;
  }

  cancel(): void {
    this.#cancelling = true;
    this.run.cancel();
  }

  /** All of them, or those that changed since this was last asked. */
  items(which: 'all' | 'changed'): RunItem[] {
    const places = which === 'all' ? this.run.plan.items.keys() : [...this.#pending].sort((a, b) => a - b);
    this.#pending.clear();
    return [...places].flatMap((place): RunItem[] => {
      const one = this.run.item(place);
      return one
        ? [
            {
              key: targetKey(one.item),
              state: one.state.kind,
              text: itemStateText(one.state, associationKind(one.item)),
            },
          ]
        : [];
    });
  }

  info(): RunInfo {
    const { run } = this;
    const result = this.#result;
    const offers = result && runOffers(result);
    return {
      id: run.id,
      title: this.#title,
      // Ended for the page only when it can be said what came of it.
      phase: result ? 'finished' : run.phase === 'asking' ? 'asking' : 'running',
      cancelling: this.#cancelling && !result,
      ...run.progress,
      ...(result ? { result: resultText(result, run.plan) } : {}),
      failed: offers?.failed.length ?? 0,
      canRetry: offers?.retry ?? false,
      canUndo: offers?.undo ?? false,
      canResume: offers?.resume ?? false,
    };
  }

  dispose(): void {
    this.#disposed = true;
    this.#listening.dispose();
  }
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
