/** The status bar's item: created with a session and gone with it. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { commandName, tenantsViewId, type SettingId } from '../manifest.ts';
import type { Session } from '../session/session.ts';
import { onAbort } from '../shared/async/raceAbort.ts';
import { Throttle } from '../shared/async/throttle.ts';
import type { Disposable } from '../shared/async/emitter.ts';
import { statusBarText } from '../tree/statusBarText.ts';
import { attentionInStatusBar } from './settings.ts';

/** Milliseconds between two texts; what counts changes many times a second. */
const redrawMs = 500;

export function showInStatusBar(session: Session): void {
  const { operations, scanner, store, mode } = session;
  const item = vscode.window.createStatusBarItem('partnerLink.activity', vscode.StatusBarAlignment.Left);
  item.name = l10n.t('Partner Link');
  // Kept until it changes: VS Code takes milliseconds to tell where a value comes from, and a scan changes the store thousands of times.
  let wanted = attentionInStatusBar();
  const draw = new Throttle(redrawMs, () => {
    const shown = statusBarText({
      mode,
      scan: scanner.progress,
      runs: operations.running().map(({ progress }) => progress),
      attention: wanted ? session.attentionCount() : undefined,
    });
    if (shown === undefined) {
      item.hide();
      return;
    }
    item.text = shown.text;
    item.tooltip = shown.tooltip;
    item.accessibilityInformation = { label: shown.tooltip };
    item.command = shown.shows === 'form' ? commandName('manageLinks') : `${tenantsViewId}.focus`;
    item.show();
  });
  let following: readonly Disposable[] = [];
  const follow = (): void => {
    following.forEach((one) => one.dispose());
    following = operations.running().map((run) => run.onDidChange(() => draw.trigger()));
    draw.trigger();
  };
  const recount = (): void => {
    if (wanted) {
      draw.trigger(redrawMs);
    }
  };
  const listening: readonly Disposable[] = [
    operations.onDidChangeRuns(follow),
    scanner.onDidChangeProgress(() => draw.trigger()),
    ...[store, session.marks, session.expected, session.ownPartnerIds].map((source) => source.onDidChange(recount)),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('partnerLink.statusBar' satisfies SettingId)) {
        wanted = attentionInStatusBar();
        draw.trigger();
      }
    }),
  ];
  onAbort([session.closing], () => {
    [...listening, ...following, draw, item].forEach((one) => one.dispose());
  });
  follow();
}
