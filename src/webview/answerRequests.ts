/** The host's end of a page's requests: each that is one gets one answer, whatever becomes of it. */
import * as l10n from '@vscode/l10n';
import type { Disposable } from '../shared/async/emitter.ts';
import { logError, type Log } from '../shared/ports/log.ts';
import type { Answer, Numbered } from '../shared/webview/contract.ts';
import type { Channel } from './channel.ts';
import type { Reply } from './reply.ts';

export interface AnsweringParts<Request extends { readonly ask: string }, R extends Reply> {
  /** What the log calls the page. */
  readonly name: string;
  readonly channel: Channel<Answer & (R | Reply)>;
  readonly log: Log;
  read(message: unknown): Numbered<Request> | undefined;
  handle(asked: Numbered<Request>): Promise<R>;
  /** The page is in sight, and shows an answer. */
  seen(): boolean;
  /** Says outside the page what went wrong with a request of it. */
  tell(text: string): void;
}

export function answerRequests<Request extends { readonly ask: string }, R extends Reply>(
  parts: AnsweringParts<Request, R>,
): Disposable {
  const { name, channel, log } = parts;
  return channel.onMessage((message) => {
    const asked = parts.read(message);
    if (!asked) {
      log.warn(`${name} sent something that is no message of its; it was dropped.`);
      return;
    }
    const handled = parts.handle(asked).catch((error: unknown): R | Reply => {
      logError(log, `${name}, ${asked.request.ask}`, error);
      return { ok: false, text: l10n.t('Partner Link ran into an unexpected error. See the log for details.') };
    });
    void handled.then((reply) => {
      const { text } = reply;
      // Who looks at something else by now learns what went wrong all the same.
      const seen = parts.seen() || reply.ok || text === undefined;
      if (!seen) {
        parts.tell(text);
      }
      channel.post({ kind: 'answer', to: asked.id, ...reply, ...(seen ? {} : { text: undefined }) });
    });
  });
}
