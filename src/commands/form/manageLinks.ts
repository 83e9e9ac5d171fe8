/** *Manage Links…*: the form, one per window. A bundle of its own, read with the first form. */
import type * as vscode from 'vscode';
import { subscriptionKey } from '../../estate/scan/dporReader.ts';
import { dporOf } from '../../estate/store/dporRow.ts';
import type { Session } from '../../session/session.ts';
import { dporApplies } from '../../shared/model/agreement.ts';
import { tenantKey } from '../../shared/model/model.ts';
import { subscriptionIn } from '../../tree/outline.ts';
import type { SubscriptionNode } from '../../tree/nodes.ts';
import { createFormPanel, FormPanel } from '../../form/panel.ts';
import type { App } from '../context/app.ts';
import { createFormHost } from './formHost.ts';
import { nodesOf, type RowArguments } from '../context/rowArguments.ts';
import { logError } from '../../shared/ports/log.ts';

/** Opens the form, or brings it to the front, with these rows selected beside those that are. */
export async function manageLinks(app: App, from: RowArguments): Promise<void> {
  if (!app.forms.open) {
    openForm(app, createFormPanel());
  }
  app.forms.open?.show(keysOf(app.session, from));
  return Promise.resolve();
}

/** A subscription to which DPOR does not apply, as far as is known, stands for its tenant: PAL is the way there. */
function keysOf(session: Session, from: RowArguments): readonly string[] {
  return nodesOf(from).flatMap((node): readonly string[] => {
    switch (node.kind) {
      case 'tenant':
        return [tenantKey(node.ref)];
      case 'subscription':
        return [isTarget(session, node) ? subscriptionKey(keyParts(node)) : tenantKey(node.ref)];
      case 'identity':
      case 'note':
      case 'remedy':
        return [];
    }
  });
}

function keyParts({ ref, subscriptionId }: SubscriptionNode): Parameters<typeof subscriptionKey>[0] {
  return { tenant: ref, subscriptionId };
}

function isTarget(session: Session, { ref, subscriptionId }: SubscriptionNode): boolean {
  const row = session.store.tenant(ref);
  const subscription = row && subscriptionIn(row, subscriptionId);
  return (
    row !== undefined &&
    subscription !== undefined &&
    dporApplies(subscription, dporOf(row, subscriptionId).agreement).kind === 'applies'
  );
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
    form.enter(own.session, createFormHost(own));
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

/** As when the view becomes visible. */
async function scanIfOld({ session, log }: App): Promise<void> {
  try {
    await session.cameIntoSight();
  } catch (error) {
    logError(log, 'Scanning', error);
  }
}
