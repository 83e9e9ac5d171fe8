/** *Show Overview*: the overview, one per window. */
import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';
import { panelTypes } from '../../manifest.ts';
import { Overview } from '../../overview/overview.ts';
import { readFromPage, type FromHost } from '../../shared/overview/messages.ts';
import type { CommandContext } from '../context/commandContext.ts';
import { showPage, type PageKind } from '../pages/openPage.ts';
import { createOverviewHost } from './createOverviewHost.ts';

export const overviewPage: PageKind<FromHost, Overview> = {
  name: 'overview',
  panelType: panelTypes.overview,
  title: () => l10n.t('Partner Link Overview'),
  readMessage: readFromPage,
  makeContent: (context, channel) =>
    new Overview({
      channel,
      session: context.session,
      host: createOverviewHost(context),
      log: context.window.log,
      language: vscode.env.language,
    }),
};

export async function showOverview(context: CommandContext): Promise<void> {
  showPage(context, overviewPage);
  return Promise.resolve();
}
