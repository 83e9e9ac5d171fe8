/** The output channel *Partner Link*: what happened, in lines that hold no token and no secret whatever was passed in. */
import type * as vscode from 'vscode';
import type { Log } from '../shared/ports/log.ts';
import { redact } from '../shared/escaping/redact.ts';

export function createLog(channel: vscode.LogOutputChannel): Log {
  return {
    debug: (message) => {
      channel.debug(redact(message));
    },
    info: (message) => {
      channel.info(redact(message));
    },
    warn: (message) => {
      channel.warn(redact(message));
    },
    error: (message) => {
      channel.error(redact(message));
    },
  };
}
