/** Which identity a command is about: that of the row clicked, else asked. */
import { identityKindText } from '../../shared/text/identityText.ts';
import type { IdentityRow } from '../../shared/model/model.ts';
import { kindIcons } from '../../tree/identityRow.ts';
import type { CommandContext } from './commandContext.ts';
import type { PickOptions } from '../ui/dialogs.ts';
import { nodesOf, type RowArguments } from './rowArguments.ts';

export interface IdentityQuestion extends PickOptions {
  /** Said when there is none. */
  readonly none: string;
}

/** `undefined`: there is none, or the user cancels. */
export async function askIdentity(
  { session, window: { dialogs } }: CommandContext,
  from: RowArguments,
  question: IdentityQuestion,
): Promise<IdentityRow | undefined> {
  // From the view's title VS Code passes whichever row has the focus: a tenant's says nothing of its identity.
  const [node] = nodesOf(from);
  if (node?.kind === 'identity') {
    return session.store.identity(node.key);
  }
  const rows = session.store.identities();
  if (rows.length === 0) {
    await dialogs.info(question.none);
    return undefined;
  }
  return dialogs.pick(
    rows.map((row) => ({
      value: row,
      label: row.identity.name,
      icon: kindIcons[row.identity.kind],
      description: identityKindText(row.identity.kind),
    })),
    question,
  );
}
