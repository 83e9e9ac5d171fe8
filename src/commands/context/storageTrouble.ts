/** Says which of what was saved cannot be used in this window, and why. */
import * as l10n from '@vscode/l10n';
import type { Failure } from '../../shared/model/failure.ts';
import { failureAdvice } from '../../shared/text/failureText.ts';
import type { KeptFile } from '../../storage/storageTroubles.ts';
import type { CommandContext } from './commandContext.ts';

function heldIn(file: KeptFile): string {
  switch (file) {
    case 'estate':
      return l10n.t('what’s known about your tenants');
    case 'marks':
      return l10n.t('tenant marks');
    case 'expected':
      return l10n.t('expected partner IDs');
    case 'identities':
      return l10n.t('added identities');
    case 'ownPartnerIds':
      return l10n.t('saved partner IDs');
  }
}

/** One message for each kind of trouble that nobody was told of yet. Resolves when these are gone. */
export async function tellStorageTroubles(context: CommandContext): Promise<void> {
  const untold = context.session.troubles.takeUntold();
  const named = (kind: Failure['kind']): string =>
    untold
      .filter(({ failure }) => failure.kind === kind)
      .map(({ file }) => heldIn(file))
      .join(', ');
  const newer = named('storageNewer');
  const unreadable = untold.find(({ failure }) => failure.kind === 'storageNotReadable')?.failure;
  await Promise.all([
    newer === '' ? undefined : tell(context, newerText(newer)),
    unreadable && tell(context, unreadableText(named('storageNotReadable'), unreadable)),
  ]);
}

/** The mode that was chosen holds in this window; the next one will open in the one of before. */
export async function tellModeNotKept(context: CommandContext, failure: Failure): Promise<void> {
  await tell(
    context,
    l10n.t('Your choice couldn’t be saved, so the next window won’t use it. {0}', failureAdvice(failure)),
  );
}

function newerText(what: string): string {
  return l10n.t(
    'A newer version of Partner Link saved these, so this window can’t show or change them: {0}. {1}',
    what,
    failureAdvice({ kind: 'storageNewer' }),
  );
}

function unreadableText(what: string, failure: Failure): string {
  return l10n.t(
    'Saved data can’t be read ({0}): {1}. It’s left as it is, and your changes are saved as soon as it can be read. Allow reading where VS Code keeps its data; the log names the file.',
    failure.code ?? failure.kind,
    what,
  );
}

async function tell(context: CommandContext, message: string): Promise<void> {
  const showLog = l10n.t('Show Log');
  if ((await context.window.dialogs.warn(message, showLog)) === showLog) {
    context.window.showLog();
  }
}
