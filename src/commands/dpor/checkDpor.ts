/** *Check DPOR…*: first what the subscriptions were bought by, then who is designated, asked or looked up in the portal. */
import * as l10n from '@vscode/l10n';
import { dporOf } from '../../estate/store/dporRow.ts';
import { failureSentence } from '../../shared/text/failureText.ts';
import type { CommandContext } from '../context/commandContext.ts';
import type { RowArguments } from '../context/rowArguments.ts';
import { lookInPortal } from './guideInPortal.ts';
import { askDporMethod } from './askPortalService.ts';
import {
  askSubscriptions,
  dporTextIn,
  mayHaveDpor,
  nothingWithDpor,
  refOf,
  renewed,
  targetName,
  type SubscriptionTarget,
} from './askSubscriptions.ts';

export async function checkDpor(context: CommandContext, from: RowArguments): Promise<void> {
  const title = l10n.t('Check DPOR');
  const asked = await askSubscriptions(context, from, {
    title,
    placeholder: l10n.t('Subscriptions to check'),
    offers: mayHaveDpor,
    none: nothingWithDpor(),
  });
  const targets = asked && (await withAgreements(context, asked));
  if (!targets) {
    return;
  }
  const open = targets.filter(mayHaveDpor);
  if (open.length === 0) {
    await tell(context, targets);
    return;
  }
  if (await readOrLook(context, title, open)) {
    await tell(context, targets);
  }
}

/** The same for subscriptions that say themselves what was read. A refusal is told with what to do instead. */
export async function checkDporOf(context: CommandContext, targets: readonly SubscriptionTarget[]): Promise<void> {
  if (await readOrLook(context, l10n.t('Check DPOR'), targets)) {
    await tellRefusal(context, renewed(context.session, targets));
  }
}

/** By the way that the user decides on. `true`: the portal's service was asked to the end. */
async function readOrLook(
  context: CommandContext,
  title: string,
  targets: readonly SubscriptionTarget[],
): Promise<boolean> {
  switch (await askDporMethod(context, title)) {
    case 'portalService':
      return readDpors(context, targets);
    case 'guided':
      await lookInPortal(context, targets);
      return false;
    case undefined:
      return false;
  }
}

/** Reads the agreements that are not known. `undefined`: the user cancelled that. */
export async function withAgreements(
  context: CommandContext,
  targets: readonly SubscriptionTarget[],
): Promise<readonly SubscriptionTarget[] | undefined> {
  const {
    session,
    window: { dialogs },
  } = context;
  const unknown = targets.filter(
    ({ row, subscription }) => dporOf(row, subscription.subscriptionId).agreement.kind !== 'known',
  );
  if (unknown.length > 0) {
    const title =
      unknown.length === 1
        ? l10n.t('Reading the agreement of 1 subscription')
        : l10n.t('Reading the agreements of {0} subscriptions', unknown.length);
    const stopped = await dialogs.progress(title, true, async ({ signal }) => {
      await session.dpor.readAgreements(unknown.map(refOf), signal);
      return signal.aborted;
    });
    if (stopped) {
      return undefined;
    }
  }
  return renewed(session, targets);
}

/** Asks the portal's service. `false`: the user cancelled that. */
export async function readDpors(context: CommandContext, targets: readonly SubscriptionTarget[]): Promise<boolean> {
  const title =
    targets.length === 1
      ? l10n.t('Checking the DPOR of 1 subscription')
      : l10n.t('Checking the DPOR of {0} subscriptions', targets.length);
  return context.window.dialogs.progress(title, true, async ({ signal }) => {
    await context.session.dpor.readDpors(targets.map(refOf), signal);
    return !signal.aborted;
  });
}

async function tell(context: CommandContext, before: readonly SubscriptionTarget[]): Promise<void> {
  const targets = renewed(context.session, before);
  const [only] = targets;
  if (await tellRefusal(context, targets)) {
    return;
  }
  if (targets.length === 1 && only) {
    await (only.dpor.kind === 'unknown'
      ? context.window.dialogs.warn(l10n.t('{0}: {1}', targetName(only), failureSentence(only.dpor.failure)))
      : context.window.dialogs.info(l10n.t('{0}: {1}', targetName(only), dporTextIn(context.session, only))));
    return;
  }
  const count = (kind: SubscriptionTarget['dpor']['kind']): number =>
    targets.filter(({ dpor }) => dpor.kind === kind).length;
  const [designated, none, not] = [count('designated'), count('noneReported'), count('doesNotApply')];
  await context.window.dialogs.info(
    l10n.t(
      '{0} subscriptions: {1} with a DPOR, {2} with none reported, {3} it doesn’t apply to, {4} unknown.',
      targets.length,
      designated,
      none,
      not,
      targets.length - designated - none - not,
    ),
  );
}

/** `true`: the service does not accept this client, and the user was told. */
async function tellRefusal(context: CommandContext, targets: readonly SubscriptionTarget[]): Promise<boolean> {
  const refusal = targets.flatMap(({ dpor }) =>
    dpor.kind === 'unknown' && dpor.failure.kind === 'clientNotAccepted' ? [dpor.failure] : [],
  )[0];
  if (!refusal) {
    return false;
  }
  const guide = l10n.t('Look in the Portal');
  const answer = await context.window.dialogs.warn(failureSentence(refusal), guide);
  if (answer === guide) {
    await lookInPortal(context, targets.filter(mayHaveDpor));
  }
  return true;
}
