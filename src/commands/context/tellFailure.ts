/** A failure as an error message: what happened, what to do, and the page that says more about it. */
import * as l10n from '@vscode/l10n';
import type { Failure } from '../../shared/model/failure.ts';
import { failureSentence } from '../../shared/text/failureText.ts';
import { helpSection } from '../../shared/text/helpSection.ts';
import type { Button } from '../ui/dialogs.ts';
import type { CommandContext, CommandWindow } from './commandContext.ts';
import type { RowArguments } from './rowArguments.ts';

/** `text` puts the sentence about the failure into what else there is to say. Returns the button that was pressed, if it was one of these. */
export async function tellFailure(
  { dialogs, documents }: Pick<CommandWindow, 'dialogs' | 'documents'>,
  failure: Failure,
  text: (sentence: string) => string = (sentence) => sentence,
  ...buttons: readonly Button[]
): Promise<Button | undefined> {
  const more = learnMore();
  const answer = await dialogs.error(text(failureSentence(failure)), ...buttons, more);
  if (answer !== more) {
    return answer;
  }
  await documents.showHelp(helpSection[failure.kind]);
  return undefined;
}

export function learnMore(): Button {
  return l10n.t('Learn More');
}

/** From a tooltip with one of the page's own sections; whatever else is passed leads to the top. */
export async function openHelp({ window }: CommandContext, { text }: RowArguments): Promise<void> {
  await window.documents.showHelp(Object.values(helpSection).find((one) => one === text));
}
