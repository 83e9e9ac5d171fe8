/** The portal's *Validate ID*: whose a partner ID is, asked through a subscription. Nothing is saved. */
import * as l10n from '@vscode/l10n';
import type { DporPartner } from '../../shared/model/dpor.ts';
import type { CommandContext } from '../context/commandContext.ts';
import { tellFailure } from '../context/tellFailure.ts';
import { guideInPortal } from './guideInPortal.ts';
import { refOf, targetName, type SubscriptionTarget } from './askSubscriptions.ts';

/** Learns the partner's name; `undefined`: the ID could not be validated, and the user was told why. */
export async function validateThrough(
  context: CommandContext,
  target: SubscriptionTarget,
  partnerId: string,
): Promise<DporPartner | undefined> {
  const {
    session,
    window: { dialogs },
  } = context;
  const ref = refOf(target);
  const title = l10n.t('Validating {0} through {1}', partnerId, targetName(target));
  const outcome = await dialogs.progress(title, true, async ({ signal }) =>
    (await session.azure()).validateDpor(ref.tenant, ref.subscriptionId, partnerId, signal),
  );
  if (outcome.ok) {
    session.dpor.noteTold(ref);
    if (outcome.value.partnerName !== undefined) {
      session.store.learnPartnerName(partnerId, outcome.value.partnerName);
    }
    return outcome.value;
  }
  if (outcome.failure.kind === 'cancelled') {
    return undefined;
  }
  const inPortal = l10n.t('Designate in the Portal');
  const answer = await tellFailure(
    context.window,
    outcome.failure,
    (sentence) => l10n.t('{0} could not be validated through {1}. {2}', partnerId, targetName(target), sentence),
    inPortal,
  );
  if (answer === inPortal) {
    await guideInPortal(context, [target], { do: 'designate', partner: { partnerId } });
  }
  return undefined;
}
