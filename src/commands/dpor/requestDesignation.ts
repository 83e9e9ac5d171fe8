/** *Request Designation from Customer…*: the text that a partner sends to whoever may designate. */
import * as l10n from '@vscode/l10n';
import { requestDocument, requestMail, type DesignationRequest } from '../../operations/reports/dporRequest.ts';
import type { CommandContext } from '../context/commandContext.ts';
import { askPartnerId, partnerIdQuestion } from '../context/askPartnerId.ts';
import { portalOf } from '../tenants/openInPortal.ts';
import type { RowArguments } from '../context/rowArguments.ts';
import { labelled } from '../ui/sampleLabel.ts';
import { partnerOf } from './guideInPortal.ts';
import { askSubscriptions, mayHaveDpor, nothingWithDpor } from './askSubscriptions.ts';

export async function requestDesignation(context: CommandContext, from: RowArguments): Promise<void> {
  const title = l10n.t('Request Designation from Customer');
  const asked = await askSubscriptions(context, from, {
    title,
    placeholder: l10n.t('Subscriptions to ask the customer for'),
    offers: mayHaveDpor,
    none: nothingWithDpor(),
  });
  const targets = asked?.filter(mayHaveDpor);
  if (asked && targets?.length === 0) {
    await context.window.dialogs.info(
      l10n.t('DPOR doesn’t apply to these subscriptions. Use a Partner Admin Link instead.'),
    );
  }
  if (!targets || targets.length === 0) {
    return;
  }
  const partnerId = await askPartnerId(partnerIdQuestion(context), title);
  if (partnerId === undefined) {
    return;
  }
  const cloud = await portalOf(context);
  if (!cloud) {
    return;
  }
  const request: DesignationRequest = {
    partner: partnerOf(context, partnerId),
    subscriptions: targets.map(({ row, subscription: { subscriptionId: id, displayName: name } }) => ({
      tenant: row.ref,
      tenantName: row.info.displayName,
      domain: row.info.defaultDomain,
      subscription: { id, name },
    })),
    portal: cloud.portal,
  };
  const how = await context.window.dialogs.pick(
    [
      { value: 'open' as const, label: l10n.t('Open as Document'), icon: 'open-preview' },
      { value: 'plain' as const, label: l10n.t('Copy as Plain Text'), icon: 'mail', detail: l10n.t('For email') },
      { value: 'markdown' as const, label: l10n.t('Copy as Markdown'), icon: 'markdown' },
    ],
    { title, placeholder: l10n.t('What do you want to do with the text?') },
  );
  switch (how) {
    case 'open':
      await context.window.documents.show(title, labelled(context.session, requestDocument(request)));
      return;
    case 'plain': {
      const { subject, body } = requestMail(request);
      await copied(context, `${subject}\n\n${body}`);
      return;
    }
    case 'markdown':
      await copied(context, requestDocument(request));
      return;
    case undefined:
      return;
  }
}

async function copied(context: CommandContext, text: string): Promise<void> {
  await context.window.copy(text);
  context.window.dialogs.note(l10n.t('Copied the request'));
}
