/** What a request of a page came to. Not `ok` without a text: the user cancels. */
export interface Reply {
  readonly ok: boolean;
  readonly text?: string;
}

export const done: Reply = { ok: true };
export const cancelledByUser: Reply = { ok: false };

export function refused(text: string): Reply {
  return { ok: false, text };
}
