/** Beside the product in what `npm start` opens: an extension shows no view of its own accord, and a newcomer should not have to look for it. */
import * as vscode from 'vscode';
import { tenantsViewId, walkthroughId } from '../../src/manifest.ts';

export async function activate(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openWalkthrough', walkthroughId);
  await vscode.commands.executeCommand(`${tenantsViewId}.focus`);
}
