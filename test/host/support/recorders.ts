/** What the application shows outside of dialogs, remembered instead of shown. */
import type { Documents } from '../../../src/commands/documents.ts';
import type { Log } from '../../../src/shared/log.ts';

export class RecordedDocuments implements Documents {
  readonly shown: { readonly name: string; readonly markdown: string }[] = [];

  async show(name: string, markdown: string): Promise<void> {
    this.shown.push({ name, markdown });
    return Promise.resolve();
  }

  dispose(): void {
    this.shown.length = 0;
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
