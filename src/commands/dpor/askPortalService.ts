/** Whether the portal's undocumented service may be asked: the user decides once, in plain words, and the answer is kept. */
import * as l10n from '@vscode/l10n';
import type { PortalService } from '../../shared/ports/azure.ts';
import { failureSentence } from '../../shared/text/failureText.ts';
import type { CommandContext } from '../context/commandContext.ts';

export type DporMethod = 'portalService' | 'guided';

/** By which way to go on; `undefined`: the user cancels. */
export async function askDporMethod(context: CommandContext, title: string): Promise<DporMethod | undefined> {
  const {
    session,
    window: { dialogs },
  } = context;
  const mode = session.dporMode.get();
  const service = mode === 'guided' ? undefined : await serviceOf(context);
  if (service === 'notAvailableInCloud') {
    // There is nothing to decide: rows and messages say so.
    return 'portalService';
  }
  if (mode !== 'ask') {
    return service === 'clientNotAccepted' ? askAfterRefusal(context, title) : mode;
  }
  const way = await dialogs.pick<DporMethod>(
    [
      {
        value: 'portalService',
        label: l10n.t('Ask the Portal’s Service'),
        icon: 'cloud',
        detail: l10n.t('Uses your sign-in. Microsoft doesn’t document this service, and it might refuse.'),
      },
      {
        value: 'guided',
        label: l10n.t('Look in the Portal Myself'),
        icon: 'link-external',
        detail: l10n.t('Opens the subscription in the portal with the steps beside it. Partner Link sends nothing.'),
      },
    ],
    {
      title,
      placeholder: l10n.t('There’s no published way. Your answer is saved in partnerLink.dpor.mode'),
    },
  );
  if (way) {
    const kept = await session.dporMode.set(way);
    if (!kept.ok) {
      await dialogs.warn(
        l10n.t('Your answer is used for now, but couldn’t be saved. {0}', failureSentence(kept.failure)),
      );
    }
  }
  return way;
}

async function serviceOf(context: CommandContext): Promise<PortalService> {
  try {
    return (await context.session.azure()).portalService();
  } catch {
    // Whatever cannot be reached now says so when it is asked.
    return 'mayBeAsked';
  }
}

/** The service refused this client in this session; asked again it most likely refuses again. */
async function askAfterRefusal(context: CommandContext, title: string): Promise<DporMethod | undefined> {
  const way = await context.window.dialogs.pick<DporMethod>(
    [
      {
        value: 'guided',
        label: l10n.t('Look in the Portal Myself'),
        icon: 'link-external',
        detail: l10n.t('Opens the subscription in the portal with the steps beside it'),
      },
      {
        value: 'portalService',
        label: l10n.t('Ask the Service Again'),
        icon: 'refresh',
        detail: l10n.t('For example after signing in again'),
      },
    ],
    { title, placeholder: l10n.t('The portal’s service refused Partner Link') },
  );
  if (way === 'portalService') {
    (await context.session.azure()).askPortalServiceAgain();
  }
  return way;
}
