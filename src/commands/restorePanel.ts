import type * as vscode from 'vscode';
import type { CommandContext } from './context/commandContext.ts';
import { formPage } from './form/manageLinks.ts';
import { overviewPage } from './overview/showOverview.ts';
import { restorePage } from './pages/openPage.ts';
import { tenantPage } from './tenantPage/showDetails.ts';

/** A page that was open when the window was closed or reloaded; of a kind that there is no more, it goes. */
export function restorePanel(context: CommandContext, panel: vscode.WebviewPanel): void {
  switch (panel.viewType) {
    case formPage.panelType:
      restorePage(context, formPage, panel);
      break;
    case overviewPage.panelType:
      restorePage(context, overviewPage, panel);
      break;
    case tenantPage.panelType:
      restorePage(context, tenantPage, panel);
      break;
    default:
      panel.dispose();
  }
}
