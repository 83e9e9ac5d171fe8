/** Registers the commands behind one wrapper: the session is opened first, and whatever goes wrong is logged and told. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { commandIds, commandName } from '../manifest.ts';
import type { Node } from '../tree/nodes.ts';
import type { CommandWindow } from './context/commandContext.ts';
import { rowArguments } from './context/rowArguments.ts';
import { logError } from '../shared/ports/log.ts';

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'kind' in value && 'id' in value;
}

/** `running` is asked at each call: tests exchange the application. */
export function registerCommands(running: () => CommandWindow | undefined): vscode.Disposable {
  const registrations = commandIds.map((id) =>
    vscode.commands.registerCommand(commandName(id), async (clicked?: unknown, picked?: unknown) => {
      const window = running();
      if (!window) {
        return;
      }
      try {
        const session = await window.ready();
        const { commandTable } = await import('./commandTable.ts');
        const from = rowArguments(
          isNode(clicked) ? clicked : undefined,
          Array.isArray(picked) ? picked.filter(isNode) : [],
          (node) => window.tenantsBelow(node),
        );
        await commandTable[id]({ window, session }, typeof clicked === 'string' ? { ...from, text: clicked } : from);
      } catch (error) {
        logError(window.log, id, error);
        const showLog = l10n.t('Show Log');
        const answer = await window.dialogs.error(
          l10n.t('Partner Link ran into an unexpected error. See the log for details.'),
          showLog,
        );
        if (answer === showLog) {
          window.showLog();
        }
      }
    }),
  );
  return vscode.Disposable.from(...registrations);
}
