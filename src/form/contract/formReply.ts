import type { Knowledge } from '../../shared/form/messages.ts';
import type { Reply } from '../../webview/reply.ts';

export interface FormReply extends Reply {
  /** What is known of the partner ID that was asked about. */
  readonly knowledge?: Knowledge;
}
