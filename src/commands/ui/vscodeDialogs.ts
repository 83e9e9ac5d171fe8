/** `Dialogs` in VS Code's own widgets. */
import { systemClock } from '../../shared/async/clock.ts';
import * as vscode from 'vscode';
import { forMessage, forQuickPick } from '../../shared/escaping/foreignText.ts';
import type { Confirmation, Dialogs, InputOptions, PickItem, PickOptions, Progress } from './dialogs.ts';

const severities = {
  error: vscode.InputBoxValidationSeverity.Error,
  warning: vscode.InputBoxValidationSeverity.Warning,
  info: vscode.InputBoxValidationSeverity.Info,
} as const;

type Picked<T> = vscode.QuickPickItem & { readonly value: T };

function toPicked<T>(item: PickItem<T>): Picked<T> {
  const label = forQuickPick(item.label);
  return {
    value: item.value,
    label: item.icon ? `$(${item.icon}) ${label}` : label,
    description: item.description && forQuickPick(item.description),
    detail: item.detail && forQuickPick(item.detail),
    picked: item.picked,
  };
}

function pickOptions(options: PickOptions): vscode.QuickPickOptions {
  return {
    title: forMessage(options.title),
    placeHolder: forMessage(options.placeholder),
    matchOnDescription: true,
    matchOnDetail: true,
    // A document behind it can be scrolled; and a preview that gets the focus back a moment late must not close it.
    ignoreFocusOut: true,
  };
}

/** What takes less time than this, in milliseconds, shows no bar: one that only flashes says nothing. */
const unseen = 400;

async function showProgress<T>(
  title: string,
  cancellable: boolean,
  task: (progress: Progress) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let last: Parameters<Progress['report']>[0] | undefined;
  let show: ((step: Parameters<Progress['report']>[0]) => void) | undefined;
  const running = task({
    signal: controller.signal,
    report: (step) => {
      last = step;
      show?.(step);
    },
  });
  const settled = running.then(
    () => true,
    () => true,
  );
  const patience = systemClock.wait(unseen).then(() => false);
  if (await Promise.race([settled, patience])) {
    return running;
  }
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: forMessage(title), cancellable },
    async (bar, token) => {
      token.onCancellationRequested(() => {
        controller.abort();
      });
      let shown = 0;
      show = ({ message, done, total }) => {
        const percent = total === 0 ? 100 : (100 * done) / total;
        bar.report({ message: forMessage(message), increment: percent - shown });
        shown = percent;
      };
      if (last) {
        show(last);
      }
      return running;
    },
  );
}

export function createVsCodeDialogs(): Dialogs {
  return {
    async info(message, ...buttons) {
      return vscode.window.showInformationMessage(forMessage(message), ...buttons);
    },
    async warn(message, ...buttons) {
      return vscode.window.showWarningMessage(forMessage(message), ...buttons);
    },
    async error(message, ...buttons) {
      return vscode.window.showErrorMessage(forMessage(message), ...buttons);
    },
    async confirm(question: Confirmation) {
      const detail = question.detail.map(forMessage).join('\n');
      const show = question.isNotice ? vscode.window.showInformationMessage : vscode.window.showWarningMessage;
      const answer = await show(forMessage(question.message), { modal: true, detail }, question.button);
      return answer === question.button;
    },
    async pick<T>(items: readonly PickItem<T>[], options: PickOptions) {
      const picked = await vscode.window.showQuickPick(items.map(toPicked), pickOptions(options));
      return picked?.value;
    },
    async pickMany<T>(items: readonly PickItem<T>[], options: PickOptions) {
      const picked = await vscode.window.showQuickPick(items.map(toPicked), {
        ...pickOptions(options),
        canPickMany: true,
      });
      return picked?.map((item) => item.value);
    },
    async input(options: InputOptions) {
      return vscode.window.showInputBox({
        title: forMessage(options.title),
        prompt: forMessage(options.prompt),
        placeHolder: options.placeholder && forMessage(options.placeholder),
        value: options.value,
        password: options.secret,
        ignoreFocusOut: true,
        validateInput: (text) => {
          const told = options.check(text);
          return told && { message: forMessage(told.message), severity: severities[told.severity] };
        },
      });
    },
    progress: showProgress,
    note(message) {
      return vscode.window.setStatusBarMessage(forQuickPick(message), 5000);
    },
  };
}
