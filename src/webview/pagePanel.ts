/** A panel of VS Code with a page in it, over the content of whichever session is open. */
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { extensionId } from '../manifest.ts';
import { Emitter, type Disposable } from '../shared/async/emitter.ts';
import type { Answer, Numbered } from '../shared/webview/contract.ts';
import { betweenSessions } from './betweenSessions.ts';
import type { Channel } from './channel.ts';
import { pageHtml } from './pageHtml.ts';

/** What a page shows of one session. */
export interface PageContent extends Disposable {
  /** The page is there already and showed something else. */
  takeOver(): void;
  /** The page is gone, be it that it is hidden; it says when it is there again. */
  away(): void;
  /** Shows these rows, by their keys, beside what it shows. */
  select?(keys: readonly string[]): void;
}

export interface PagePanelParts {
  readonly panel: vscode.WebviewPanel;
  /** Its script and style in `dist/webview`, and its icon in `media`: `form` for `form.js`, `form.css`, `form-light.svg`, … */
  readonly name: string;
  readonly title: string;
  /** Gives `undefined` for what is no message of the page's. */
  readMessage(message: unknown): Numbered<{ readonly ask: string }> | undefined;
  /** The user closed it, or VS Code did. */
  readonly closed: () => void;
}

export class PagePanel<Message, Content extends PageContent> implements Disposable {
  readonly #parts: PagePanelParts;
  readonly #messages = new Emitter<unknown>();
  readonly #disposables: vscode.Disposable[];
  #content: Content | undefined;
  /** The page has its script and listens. */
  #loaded = false;
  #closed = false;

  constructor(parts: PagePanelParts) {
    this.#parts = parts;
    const { panel } = parts;
    this.#disposables = [
      panel.webview.onDidReceiveMessage((message: unknown) => {
        this.#loaded = true;
        if (this.#content) {
          this.#messages.fire(message);
        } else {
          this.#post(betweenSessions(parts.readMessage(message)));
        }
      }),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) {
          // VS Code lets go of a hidden page; it begins anew when it is shown again.
          this.#loaded = false;
          this.#content?.away();
        }
      }),
      panel.onDidDispose(() => {
        this.#closed = true;
        this.leave();
        vscode.Disposable.from(...this.#disposables.splice(0)).dispose();
        this.#messages.dispose();
        parts.closed();
      }),
    ];
    this.#showPage();
  }

  get ready(): boolean {
    return this.#loaded;
  }

  /** Of the session that is open. */
  get content(): Content | undefined {
    return this.#content;
  }

  /** Shows another session. */
  enter(title: string, makeContent: (channel: Channel<Message>) => Content): void {
    this.leave();
    this.#parts.panel.title = title;
    this.#content = makeContent({ onMessage: this.#messages.event, post: (message) => this.#post(message) });
    if (this.#loaded) {
      this.#content.takeOver();
    }
  }

  /** The session is about to close. */
  leave(): void {
    this.#content?.dispose();
    this.#content = undefined;
  }

  /** Brings it to the front. */
  reveal(): void {
    this.#parts.panel.reveal();
  }

  dispose(): void {
    this.#parts.panel.dispose();
  }

  /** Lost where the page is hidden: it asks for everything when it is back. VS Code throws where it was closed. */
  #post(message: Message | Answer | undefined): void {
    if (message !== undefined && !this.#closed) {
      void this.#parts.panel.webview.postMessage(message);
    }
  }

  #showPage(): void {
    const { panel, name, title } = this.#parts;
    const { webview } = panel;
    const extension = vscode.extensions.getExtension(extensionId);
    if (!extension) {
      throw new Error('The extension is not known to VS Code');
    }
    const folder = vscode.Uri.joinPath(extension.extensionUri, 'dist', 'webview');
    const file = (own: string): string => webview.asWebviewUri(vscode.Uri.joinPath(folder, own)).toString();
    const icon = (theme: string): vscode.Uri =>
      vscode.Uri.joinPath(extension.extensionUri, 'media', `${name}-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    webview.options = { enableScripts: true, enableForms: false, localResourceRoots: [folder] };
    webview.html = pageHtml({
      nonce: randomBytes(24).toString('base64url'),
      cspSource: webview.cspSource,
      script: file(`${name}.js`),
      style: file(`${name}.css`),
      language: vscode.env.language,
      title,
      translations: vscode.l10n.bundle,
    });
  }
}
