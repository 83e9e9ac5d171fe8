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
import type { CommandContext } from '../context/commandContext.ts';
import { createFormHost } from './formHost.ts';
import { nodesOf, type RowArguments } from '../context/rowArguments.ts';
import { logError } from '../../shared/ports/log.ts';

/** Opens the form, or brings it to the front, with these rows selected beside those that are. */
export async function manageLinks(context: CommandContext, from: RowArguments): Promise<void> {
  if (!context.window.forms.open) {
    openForm(context, createFormPanel());
  }
  context.window.forms.open?.show(keysOf(context.session, from));
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
export function restoreForm(context: CommandContext, panel: vscode.WebviewPanel): void {
  if (context.window.forms.open) {
    panel.dispose();
  } else {
    openForm(context, panel);
  }
}

function openForm(context: CommandContext, panel: vscode.WebviewPanel): void {
  const {
    window: { forms, log },
  } = context;
  const form = new FormPanel({
    panel,
    log,
    closed: () => {
      forms.open = undefined;
    },
  });
  const enter = (own: CommandContext): void => {
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
  enter(context);
}

/** As when the view becomes visible. */
async function scanIfOld({ session, window: { log } }: CommandContext): Promise<void> {
  try {
    await session.cameIntoSight();
  } catch (error) {
    logError(log, 'Scanning', error);
  }
}
