/** The part of `vscode.authentication` that this room uses, and what its failures mean. */
import type { Disposable } from '../../shared/async/emitter.ts';
import type { Failure } from '../../shared/model/failure.ts';
import { toFailure } from '../errors/toFailure.ts';

export interface Account {
  readonly id: string;
  readonly label: string;
}

export interface Session {
  readonly accessToken: string;
  readonly account: Account;
}

export type SessionScopes =
  readonly string[] | { readonly wwwAuthenticate: string; readonly fallbackScopes: readonly string[] };

export interface SessionOptions {
  readonly account?: Account;
  readonly silent?: boolean;
  readonly createIfNone?: boolean;
  readonly clearSessionPreference?: boolean;
  readonly forceNewSession?: { readonly detail: string };
}

/** `vscode.authentication`, for one provider. */
export interface Authentication {
  getAccounts(): PromiseLike<readonly Account[]>;
  getSession(scopes: SessionScopes, options: SessionOptions): PromiseLike<Session | undefined>;
  onDidChangeSessions(listener: () => void): Disposable;
}

/** Failures of VS Code itself come as bare texts. */
export function sessionFailure(error: unknown, tenantId?: string): Failure {
  const text = error instanceof Error ? error.message : '';
  if (/authentication provider/i.test(text) && /timed out|not registered|no authentication provider/i.test(text)) {
    return { kind: 'signInUnavailable', code: 'AuthenticationProviderMissing', tenantId };
  }
  if (/did not consent|cancel/i.test(text)) {
    return { kind: 'cancelled', tenantId };
  }
  return toFailure(error, { tenantId });
}
