/**
 * Dialogs that answer from a script and remember what they showed. Messages and questions come in the order of the script;
 * one that the script does not expect, or that reads otherwise, fails the test: `holds` says so.
 */
import assert from 'node:assert/strict';
import type {
  Confirmation,
  Dialogs,
  InputOptions,
  PickItem,
  PickOptions,
  Progress,
} from '../../../src/commands/ui/dialogs.ts';

/** What a text must be, or what it must match. */
export type Says = string | RegExp;

/** A pick offers this as one item and no other: part of its label, description or detail. */
type Wanted = string;

interface Asked {
  /** Runs while the question is on the screen, before it is answered. */
  readonly meanwhile?: () => void | Promise<void>;
}

export interface TellStep extends Asked {
  readonly kind: 'info' | 'warn' | 'error';
  readonly says: Says;
  readonly press?: string;
}

export interface ConfirmStep extends Asked {
  readonly kind: 'confirm';
  readonly says: Says;
  /** Absent: the detail does not matter. */
  readonly detail?: readonly Says[];
  /** The button, or `undefined`: cancelled. */
  readonly press: string | undefined;
}

export interface PickStep extends Asked {
  readonly kind: 'pick';
  readonly title: Says;
  readonly choose: Wanted | undefined;
}

export interface PickManyStep extends Asked {
  readonly kind: 'pickMany';
  readonly title: Says;
  readonly choose: readonly Wanted[] | undefined;
}

export interface InputStep extends Asked {
  readonly kind: 'input';
  readonly title: Says;
  readonly type: string | undefined;
  /** What is said of the text while it is typed. */
  readonly told?: Says;
}

export type Step = TellStep | ConfirmStep | PickStep | PickManyStep | InputStep;

export interface ShownItem {
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  readonly icon?: string;
}

/** What was shown, in the order in which it was. */
export type Shown =
  | { readonly kind: TellStep['kind']; readonly message: string; readonly buttons: readonly string[] }
  | ({ readonly kind: 'confirm' } & Confirmation)
  | { readonly kind: 'pick' | 'pickMany'; readonly options: PickOptions; readonly items: readonly ShownItem[] }
  | { readonly kind: 'input'; readonly options: InputOptions }
  | { readonly kind: 'progress'; readonly title: string; readonly cancellable: boolean }
  | { readonly kind: 'note'; readonly message: string };

export class ScriptedDialogs implements Dialogs {
  readonly shown: Shown[] = [];
  /** What the progress notifications that are open now are cancelled by. */
  readonly progressing = new Set<AbortController>();
  readonly #script: Step[] = [];
  readonly #wrong: string[] = [];
  readonly #anyTime: RegExp[] = [];

  /** What will be asked and told from now on, beside what is still to come. */
  expect(...steps: readonly Step[]): void {
    this.#script.push(...steps);
  }

  /** Messages that may come at any time, unscripted: what a test is not about. A scripted one comes first. */
  mayTell(says: RegExp): void {
    this.#anyTime.push(says);
  }

  /** Fails if anything was shown otherwise than scripted. The script begins anew if so. */
  noSurprise(): void {
    if (this.#wrong.length > 0) {
      this.holds();
    }
  }

  /** Fails as well if anything scripted was not shown. Begins anew either way. */
  holds(): void {
    const wrong = [...this.#wrong, ...this.#script.map((step) => `was not shown: ${textOf(step)}`)];
    this.#wrong.length = 0;
    this.#script.length = 0;
    assert.deepEqual(wrong, [], 'dialogs went otherwise than scripted');
  }

  /** Steps that have not come yet. */
  get left(): number {
    return this.#script.length;
  }

  forget(): void {
    this.shown.length = 0;
  }

  info(message: string, ...buttons: readonly string[]): Promise<string | undefined> {
    return this.#tell('info', message, buttons);
  }

  warn(message: string, ...buttons: readonly string[]): Promise<string | undefined> {
    return this.#tell('warn', message, buttons);
  }

  error(message: string, ...buttons: readonly string[]): Promise<string | undefined> {
    return this.#tell('error', message, buttons);
  }

  async confirm(question: Confirmation): Promise<boolean> {
    this.shown.push({ kind: 'confirm', ...question });
    const step = await this.#next('confirm', [question.message, ...question.detail].join('\n'));
    if (step?.kind !== 'confirm') {
      return false;
    }
    this.#compare(step.says, question.message);
    if (step.detail) {
      this.#compareAll(step.detail, question.detail);
    }
    if (step.press !== undefined) {
      this.#compare(step.press, question.button);
    }
    return step.press === question.button;
  }

  async pick<T>(items: readonly PickItem<T>[], options: PickOptions): Promise<T | undefined> {
    this.#showItems('pick', items, options);
    const step = await this.#next('pick', options.title);
    if (step?.kind !== 'pick') {
      return undefined;
    }
    this.#compare(step.title, options.title);
    return step.choose === undefined ? undefined : this.#find(items, step.choose);
  }

  async pickMany<T>(items: readonly PickItem<T>[], options: PickOptions): Promise<readonly T[] | undefined> {
    this.#showItems('pickMany', items, options);
    const step = await this.#next('pickMany', options.title);
    if (step?.kind !== 'pickMany') {
      return undefined;
    }
    this.#compare(step.title, options.title);
    return step.choose?.flatMap((wanted) => this.#find(items, wanted) ?? []);
  }

  async input(options: InputOptions): Promise<string | undefined> {
    this.shown.push({ kind: 'input', options });
    const step = await this.#next('input', options.title);
    if (step?.kind !== 'input') {
      return undefined;
    }
    this.#compare(step.title, options.title);
    const told = step.type === undefined ? undefined : options.check(step.type);
    if (step.told !== undefined) {
      this.#compare(step.told, told?.message ?? '');
    }
    // As in VS Code, what is an error cannot be entered.
    return told?.severity === 'error' ? undefined : step.type;
  }

  async progress<T>(title: string, cancellable: boolean, task: (progress: Progress) => Promise<T>): Promise<T> {
    this.shown.push({ kind: 'progress', title, cancellable });
    const controller = new AbortController();
    this.progressing.add(controller);
    try {
      return await task({ signal: controller.signal, report: () => undefined });
    } finally {
      this.progressing.delete(controller);
    }
  }

  note(message: string): { dispose(): void } {
    this.shown.push({ kind: 'note', message });
    return { dispose: () => undefined };
  }

  async #tell(kind: TellStep['kind'], message: string, buttons: readonly string[]): Promise<string | undefined> {
    this.shown.push({ kind, message, buttons });
    const [scripted] = this.#script;
    const isScripted = scripted?.kind === kind && fits(scripted.says, message);
    if (!isScripted && this.#anyTime.some((says) => says.test(message))) {
      return undefined;
    }
    const step = await this.#next(kind, message);
    if (step?.kind !== kind) {
      return undefined;
    }
    this.#compare(step.says, message);
    if (step.press !== undefined && !buttons.includes(step.press)) {
      this.#wrong.push(`no button “${step.press}” among: ${buttons.join(', ')}`);
      return undefined;
    }
    return step.press;
  }

  async #next(kind: Step['kind'], text: string): Promise<Step | undefined> {
    const [step] = this.#script;
    if (step?.kind !== kind) {
      this.#wrong.push(`not expected${step ? ` before ${textOf(step)}` : ''}: ${kind} “${text}”`);
      return undefined;
    }
    this.#script.shift();
    try {
      await step.meanwhile?.();
    } catch (error) {
      this.#wrong.push(`while “${text}” was asked: ${error instanceof Error ? error.message : String(error)}`);
    }
    return step;
  }

  #showItems(kind: 'pick' | 'pickMany', items: readonly PickItem<unknown>[], options: PickOptions): void {
    const shown = items.map(({ label, description, detail, icon }) => ({ label, description, detail, icon }));
    this.shown.push({ kind, options, items: shown });
  }

  #find<T>(items: readonly PickItem<T>[], wanted: Wanted): T | undefined {
    const fitting = items.filter(({ label, description, detail }) =>
      [label, description, detail].some((text) => text?.includes(wanted)),
    );
    const [only] = fitting;
    if (!only || fitting.length > 1) {
      const labels = items.map(({ label, detail }) => `${label} (${detail ?? ''})`).join(', ');
      this.#wrong.push(`${String(fitting.length)} items are “${wanted}” among: ${labels}`);
      return undefined;
    }
    return only.value;
  }

  #compare(says: Says, text: string): void {
    if (!fits(says, text)) {
      this.#wrong.push(`says “${text}” and not “${String(says)}”`);
    }
  }

  #compareAll(says: readonly Says[], texts: readonly string[]): void {
    says.forEach((one, index) => this.#compare(one, texts[index] ?? '(nothing)'));
    if (texts.length > says.length) {
      this.#wrong.push(`says more: “${texts.slice(says.length).join('” “')}”`);
    }
  }
}

function fits(says: Says, text: string): boolean {
  return typeof says === 'string' ? says === text : says.test(text);
}

function textOf(step: Step): string {
  return `${step.kind} “${String('says' in step ? step.says : step.title)}”`;
}
