/** What every page's script begins with. */
import * as l10n from '@vscode/l10n';
import type { Announcement } from '../../src/shared/webview/contract.ts';
import { Bridge, type Unasked } from './bridge.ts';
import { liveRegion, type LiveRegion } from './liveRegion.ts';
import type { VSCodeApi } from './vscodeApi.ts';

export interface PageStart<Request, Message extends { readonly kind: string }> {
  readonly api: VSCodeApi;
  readonly bridge: Bridge<Request, Message>;
  /** To be put into the document. */
  readonly live: LiveRegion;
}

/** What is left to the page of all that its host says. */
export type News<Message> = Exclude<Unasked<Message>, { readonly kind: 'announce' }>;

/** Once per page. `read`: the guard of what its host says; `heard` gets all of it but answers and what the live region says. */
export function startPage<Request, Message extends { readonly kind: string }>(
  read: (message: unknown) => Message | undefined,
  heard: (message: News<Message>) => void,
): PageStart<Request, Message> {
  const translations = document.body.dataset['translations'];
  if (translations !== undefined) {
    l10n.config({ contents: translations });
  }
  const api = acquireVsCodeApi();
  const live = liveRegion();
  const bridge = new Bridge<Request, Message>(api, read, (message) => {
    if (isNews(message)) {
      heard(message);
    } else if (isAnnouncement(message)) {
      live.say(message.text, message.severity);
    }
  });
  return { api, bridge, live };
}

function isNews<Message extends { readonly kind: string }>(message: Unasked<Message>): message is News<Message> {
  return message.kind !== 'announce';
}

function isAnnouncement(message: { readonly kind: string }): message is Announcement {
  return message.kind === 'announce';
}
