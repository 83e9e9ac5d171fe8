/** The form's panel in VS Code: its page, and the form of the session that is open. */
import { randomBytes } from 'node:crypto';
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { extensionId, formPanelType } from '../manifest.ts';
import type { Session } from '../session/session.ts';
import { isPublic } from '../shared/model/cloudChoice.ts';
import { cloudText } from '../shared/text/cloudText.ts';
import { Emitter, type Disposable } from '../shared/async/emitter.ts';
import type { FromHost } from '../shared/form/messages.ts';
import type { Log } from '../shared/ports/log.ts';
import { forTree } from '../shared/escaping/foreignText.ts';
import { betweenSessions } from './betweenSessions.ts';
import { Form } from './form.ts';
import type { FormHost } from './contract/formHost.ts';
import { formHtml } from '../webview/pageHtml.ts';

export function createFormPanel(): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(formPanelType, l10n.t('Manage Links'), vscode.ViewColumn.Active);
}

export interface FormPanelParts {
  readonly panel: vscode.WebviewPanel;
  readonly log: Log;
  /** The user closed it, or VS Code did. */
  readonly closed: () => void;
}

export class FormPanel implements Disposable {
  readonly #parts: FormPanelParts;
  readonly #messages = new Emitter<unknown>();
  readonly #disposables: vscode.Disposable[];
  #form: Form | undefined;
  #generation = 0;
  /** The page has its script and listens. */
  #loaded = false;
  #closed = false;

  constructor(parts: FormPanelParts) {
    this.#parts = parts;
    const { panel } = parts;
    this.#disposables = [
      panel.webview.onDidReceiveMessage((message: unknown) => {
        this.#loaded = true;
        if (this.#form) {
          this.#messages.fire(message);
        } else {
          this.#post(betweenSessions(message));
        }
      }),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) {
          // VS Code lets go of a hidden page; it begins anew when it is shown again.
          this.#loaded = false;
          this.#form?.away();
        }
      }),
      panel.onDidDispose(() => {
        this.#closed = true;
        this.#leave();
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

  /** Shows another session, with an empty draft. */
  enter(session: Session, host: FormHost): void {
    this.#leave();
    const { panel, log } = this.#parts;
    panel.title = titleOf(session);
    this.#form = new Form({
      channel: {
        onMessage: this.#messages.event,
        post: (message) => this.#post(message),
      },
      session,
      host,
      log,
      generation: this.#generation,
      language: vscode.env.language,
    });
    if (this.#loaded) {
      this.#form.takeOver();
    }
  }

  /** The session is about to close. A run under way is handed over. */
  leave(): void {
    this.#leave();
  }

  /** Brings it to the front, with these rows selected as well. */
  show(keys: readonly string[]): void {
    this.#form?.select(keys);
    this.#parts.panel.reveal();
  }

  dispose(): void {
    this.#parts.panel.dispose();
  }

  /** Lost where the page is hidden: it asks for everything when it is back. VS Code throws where it was closed. */
  #post(message: FromHost | undefined): void {
    if (message && !this.#closed) {
      void this.#parts.panel.webview.postMessage(message);
    }
  }

  #leave(): void {
    this.#generation = this.#form?.generation ?? this.#generation;
    this.#form?.dispose();
    this.#form = undefined;
  }

  #showPage(): void {
    const { panel } = this.#parts;
    const { webview } = panel;
    const extension = vscode.extensions.getExtension(extensionId);
    if (!extension) {
      throw new Error('The extension is not known to VS Code');
    }
    const folder = vscode.Uri.joinPath(extension.extensionUri, 'dist', 'webview');
    const file = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
    const icon = (theme: string): vscode.Uri =>
      vscode.Uri.joinPath(extension.extensionUri, 'media', `form-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    webview.options = { enableScripts: true, enableForms: false, localResourceRoots: [folder] };
    webview.html = formHtml({
      nonce: randomBytes(24).toString('base64url'),
      cspSource: webview.cspSource,
      script: file('form.js'),
      style: file('form.css'),
      language: vscode.env.language,
      title: l10n.t('Manage Links'),
      translations: vscode.l10n.bundle,
    });
  }
}

/** As the view has it: sample data and clouds other than the public one are always named. */
function titleOf({ mode, cloud }: Session): string {
  if (mode === 'sandbox') {
    return l10n.t('Manage Links (Sample Data)');
  }
  return isPublic(cloud.choice)
    ? l10n.t('Manage Links')
    : l10n.t('Manage Links ({0})', forTree(cloudText(cloud.choice)));
}
