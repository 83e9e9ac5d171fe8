/**
 * The only way to show a message, a question or progress. Whatever is passed in may contain untrusted text:
 * it is made harmless here, for each medium, so that no caller can forget it. Tests pass a scripted one.
 */
import type { Disposable } from '../../shared/async/emitter.ts';

/** A button; its text is ours, never foreign. */
export type Button = string;

export interface Confirmation {
  readonly message: string;
  /** Shown below the message, a line each. */
  readonly detail: readonly string[];
  /** What the one affirmative button says. VS Code adds *Cancel*. */
  readonly button: Button;
  /** It explains, and nothing is at stake. */
  readonly isNotice?: true;
}

export interface PickItem<T> {
  readonly value: T;
  readonly label: string;
  readonly description?: string;
  readonly detail?: string;
  /** Name of a product icon put before the label. */
  readonly icon?: string;
  readonly picked?: boolean;
}

export interface PickOptions {
  readonly title: string;
  readonly placeholder: string;
}

export interface InputOptions {
  readonly title: string;
  readonly prompt: string;
  readonly placeholder?: string;
  readonly value?: string;
  /** What is typed is not shown. */
  readonly secret?: true;
  /** `error` forbids accepting, `warning` and `info` only tell. */
  readonly check: (
    text: string,
  ) => { readonly severity: 'error' | 'warning' | 'info'; readonly message: string } | undefined;
}

export interface Progress {
  /** `done` of `total` moves the bar. */
  readonly report: (step: { readonly message: string; readonly done: number; readonly total: number }) => void;
  readonly signal: AbortSignal;
}

export interface Dialogs {
  info(message: string, ...buttons: readonly Button[]): Promise<Button | undefined>;
  warn(message: string, ...buttons: readonly Button[]): Promise<Button | undefined>;
  error(message: string, ...buttons: readonly Button[]): Promise<Button | undefined>;
  /** Modal. `true` only if the button was pressed. */
  confirm(question: Confirmation): Promise<boolean>;
  pick<T>(items: readonly PickItem<T>[], options: PickOptions): Promise<T | undefined>;
  pickMany<T>(items: readonly PickItem<T>[], options: PickOptions): Promise<readonly T[] | undefined>;
  input(options: InputOptions): Promise<string | undefined>;
  /** A notification with a bar and, when `cancellable`, a Cancel button. */
  progress<T>(title: string, cancellable: boolean, task: (progress: Progress) => Promise<T>): Promise<T>;
  /** A short note in the status bar. */
  note(message: string): Disposable;
}
