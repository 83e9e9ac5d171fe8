import * as l10n from '@vscode/l10n';
import { readFromForm, type FromHost } from '../shared/form/messages.ts';

/**
 * What a page hears that asks while one session is closed and the next is not open yet. `undefined`: nothing. It is told
 * everything by the next one, which `ready` asks for.
 */
export function betweenSessions(message: unknown): FromHost | undefined {
  const asked = readFromForm(message);
  return asked && asked.request.ask !== 'ready'
    ? {
        kind: 'answer',
        to: asked.id,
        ok: false,
        text: l10n.t('The tenants are being reloaded. Try again in a moment.'),
      }
    : undefined;
}
