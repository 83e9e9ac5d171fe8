/** Asks what is known of the draft's partner ID, and says it. */
import { checkPartnerId } from '../../src/shared/model/partnerId.ts';
import { oneLine } from '../../src/shared/escaping/foreignText.ts';
import type { Context } from './context.ts';
import type { View } from './model/view.ts';

/** There is a partner ID to ask about. */
export function canValidate({ state: { opened, draft } }: View): boolean {
  return opened !== undefined && draft.action === 'link' && checkPartnerId(draft.partnerId).kind === 'usable';
}

/** `through`: the key of the subscription by which the portal's own validation is asked. */
export async function validatePartnerId(context: Context, through: string | undefined): Promise<void> {
  if (!canValidate(context.view())) {
    return;
  }
  const partnerId = context.view().state.draft.partnerId.trim();
  const answer = await context.ask(
    { ask: 'validate', partnerId, ...(through === undefined ? {} : { through }) },
    'partnerId',
  );
  if (answer?.ok === true && answer.knowledge !== undefined) {
    context.dispatch({ kind: 'known', of: partnerId, is: answer.knowledge });
    const { sentences, severity } = answer.knowledge;
    context.live.say(sentences.map((part) => oneLine(part, 400)).join(' '), severity);
  }
}

/** The one subscription that is selected, whatever tenants are beside it. */
export function selectedSubscription({ summary: { subscriptions } }: View): string | undefined {
  return subscriptions.length === 1 ? subscriptions[0] : undefined;
}
