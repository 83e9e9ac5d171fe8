/** *Manage Links…*: the form, one per window. A bundle of its own, read with the first form. */
import type * as vscode from 'vscode';
import { tenantKey } from '../shared/model.ts';
import { createFormPanel, FormPanel } from '../webview/formPanel.ts';
import type { App } from './app.ts';
import { formActions } from './formActions.ts';
import { refsOf, type RowArguments } from './rowArguments.ts';

/** Opens the form, or brings it to the front, with these rows selected beside those that are. */
export async function manageLinks(app: App, from: RowArguments): Promise<void> {
  if (!app.forms.open) {
    openForm(app, createFormPanel());
  }
  app.forms.open?.show(refsOf(from).map(tenantKey));
  return Promise.resolve();
}

/** A form that was open when the window was closed or reloaded. There is one only. */
export function restoreForm(app: App, panel: vscode.WebviewPanel): void {
  if (app.forms.open) {
    panel.dispose();
  } else {
    openForm(app, panel);
  }
}

function openForm(app: App, panel: vscode.WebviewPanel): void {
  const { forms, log } = app;
  const form = new FormPanel({
    panel,
    log,
    closed: () => {
      forms.open = undefined;
    },
  });
  const enter = (own: App): void => {
    form.enter(own.session, formActions(own));
    void scanIfOld(own);
  };
  forms.open = {
    get ready() {
      return form.ready;
    },
    enter,
    leave: () => form.leave(),
    show: (keys) => form.show(keys),
    dispose: () => form.dispose(),
  };
  enter(app);
}

/** As when the view becomes visible. Never rejects. */
async function scanIfOld({ session, log }: App): Promise<void> {
  try {
    await session.cameIntoSight();
  } catch (error) {
    log.error(`Scanning: ${error instanceof Error ? (error.stack ?? error.message) : 'unknown error'}`);
  }
}
