import * as l10n from '@vscode/l10n';
import type { Answer, Numbered } from '../shared/webview/contract.ts';

/**
 * What a page hears that asks while one session is closed and the next is not open yet. `undefined`: nothing. It is told
 * everything by the next one, which `ready` asks for.
 */
export function betweenSessions(asked: Numbered<{ readonly ask: string }> | undefined): Answer | undefined {
  return asked && asked.request.ask !== 'ready'
    ? {
        kind: 'answer',
        to: asked.id,
        ok: false,
        text: l10n.t('The tenants are being reloaded. Try again in a moment.'),
      }
    : undefined;
}
