/** A panel of VS Code's whose page is the test's: what the form's host does can be seen, whichever way its page is. */
import * as vscode from 'vscode';
import { panelTypes } from '../../../src/manifest.ts';
import type { FromHost } from '../../../src/shared/form/messages.ts';
import { FakePage } from '../../unit/form/support/fakePage.ts';

export class ScriptedPanel implements vscode.WebviewPanel {
  readonly page = new FakePage();
  readonly viewType = panelTypes.form;
  readonly options = {};
  readonly viewColumn = vscode.ViewColumn.One;
  readonly active = true;
  title = '';
  visible = true;
  /** How often it was brought to the front. */
  revealed = 0;
  readonly #viewStates = new vscode.EventEmitter<vscode.WebviewPanelOnDidChangeViewStateEvent>();
  readonly #disposed = new vscode.EventEmitter<void>();
  readonly #messages = new vscode.EventEmitter<unknown>();
  readonly onDidChangeViewState = this.#viewStates.event;
  readonly onDidDispose = this.#disposed.event;
  readonly webview: vscode.Webview;

  constructor() {
    this.page.channel.onMessage((message) => this.#messages.fire(message));
    this.webview = {
      options: {},
      html: '',
      cspSource: 'https://form.example',
      asWebviewUri: (uri) => uri,
      onDidReceiveMessage: this.#messages.event,
      postMessage: (message: FromHost) => {
        // As in VS Code, a page that is hidden hears nothing.
        if (this.visible) {
          this.page.channel.post(message);
        }
        return Promise.resolve(this.visible);
      },
    };
  }

  /** Another editor is in front of it. */
  hide(): void {
    this.visible = false;
    this.#viewStates.fire({ webviewPanel: this });
  }

  reveal(): void {
    this.revealed += 1;
  }

  dispose(): void {
    this.#disposed.fire();
  }
}
