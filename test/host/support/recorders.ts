/** What the application shows outside of dialogs, remembered instead of shown. */
import type { Documents } from '../../../src/commands/ui/documents.ts';
import type { FileKind, Files, ReadFile } from '../../../src/commands/ui/files.ts';
import type { Log } from '../../../src/shared/ports/log.ts';

export class RecordedDocuments implements Documents {
  readonly shown: { readonly name: string; readonly markdown: string }[] = [];

  async show(name: string, markdown: string): Promise<void> {
    this.shown.push({ name, markdown });
    return Promise.resolve();
  }

  /** Sections of the page about failures; `undefined`: its top. */
  readonly help: (string | undefined)[] = [];

  async showHelp(section: string | undefined): Promise<void> {
    this.help.push(section);
    return Promise.resolve();
  }

  dispose(): void {
    this.shown.length = 0;
  }
}

/** Files that the user would choose, and what they saved and were shown. */
export class RecordedFiles implements Files {
  /** What the next question for a file is answered with; `undefined`: the user thinks better of it. */
  chosen: ReadFile | (() => Promise<ReadFile>) | undefined;
  /** Whether a place to save at is given, or why nothing can be written there. */
  saves: boolean | Error = true;
  readonly saved: { readonly name: string; readonly kind: FileKind; readonly text: string }[] = [];
  readonly opened: string[] = [];
  readonly drafts: { readonly language: string; readonly text: string }[] = [];

  /** The next question is answered with a file of this text. */
  choosesText(name: string, text: string): void {
    this.chosen = { name, bytes: new TextEncoder().encode(text) };
  }

  async choose(): Promise<ReadFile | undefined> {
    return typeof this.chosen === 'function' ? this.chosen() : Promise.resolve(this.chosen);
  }

  async save(_title: string, name: string, kind: FileKind, text: string): Promise<(() => Promise<void>) | undefined> {
    if (this.saves instanceof Error) {
      throw this.saves;
    }
    if (!this.saves) {
      return undefined;
    }
    this.saved.push({ name, kind, text });
    return Promise.resolve(async () => {
      this.opened.push(name);
      return Promise.resolve();
    });
  }

  async draft(language: string, text: string): Promise<void> {
    this.drafts.push({ language, text });
    return Promise.resolve();
  }
}

export class RecordedLog implements Log {
  readonly lines: string[] = [];

  debug(message: string): void {
    this.lines.push(`debug ${message}`);
  }

  info(message: string): void {
    this.lines.push(`info ${message}`);
  }

  warn(message: string): void {
    this.lines.push(`warn ${message}`);
  }

  error(message: string): void {
    this.lines.push(`error ${message}`);
  }

  get errors(): readonly string[] {
    return this.lines.filter((line) => line.startsWith('error '));
  }
}
