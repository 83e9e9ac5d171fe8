/** *Manage Links…*: the form, one per window. A bundle of its own, read with the first form. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { subscriptionKey } from '../../estate/scan/dporReader.ts';
import { dporOf } from '../../estate/store/dporRow.ts';
import type { Session } from '../../session/session.ts';
import { dporApplies } from '../../shared/model/agreement.ts';
import { tenantKey } from '../../shared/model/model.ts';
import { subscriptionIn } from '../../tree/outline.ts';
import type { SubscriptionNode } from '../../tree/nodes.ts';
import { Form } from '../../form/form.ts';
import { panelTypes } from '../../manifest.ts';
import { readFromForm, type FromHost } from '../../shared/form/messages.ts';
import type { CommandContext } from '../context/commandContext.ts';
import { createFormHost } from './formHost.ts';
import { nodesOf, type RowArguments } from '../context/rowArguments.ts';
import { showPage, type PageKind } from '../pages/openPage.ts';

export const formPage: PageKind<FromHost, Form> = {
  name: 'form',
  panelType: panelTypes.form,
  title: () => l10n.t('Manage Links'),
  readMessage: readFromForm,
  makeContent: (context, channel, before) =>
    new Form({
      channel,
      session: context.session,
      host: createFormHost(context),
      log: context.window.log,
      generation: before?.generation ?? 0,
      language: vscode.env.language,
    }),
};

/** Opens the form, or brings it to the front, with these rows selected beside those that are. */
export async function manageLinks(context: CommandContext, from: RowArguments): Promise<void> {
  showPage(context, formPage, keysOf(context.session, from));
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
