/**
 * The user presses *Allow*. VS Code asks for that in a modal dialog, which in-host tests cannot show ("refused to show
 * dialog in tests"): an interactive question is answered here as VS Code does after *Allow*: the provider makes the session
 * for the account that the question names, and the session is then given out. What is asked without a click goes the
 * unchanged way.
 */
import * as vscode from 'vscode';
import { commands } from '../provider-extension/arrangement.ts';

type GetSession = typeof vscode.authentication.getSession;

export interface InteractiveQuestion {
  readonly provider: string;
  readonly scopes: readonly string[];
  readonly options: vscode.AuthenticationGetSessionOptions;
}

export interface Consent {
  /** What would have been asked on the screen. */
  readonly asked: readonly InteractiveQuestion[];
  withdraw(): void;
}

/** From now on whatever is asked interactively is allowed, by the account asked for or else by `newAccount`. */
export function giveConsent(): Consent {
  const asked: InteractiveQuestion[] = [];
  const original: GetSession = vscode.authentication.getSession;
  const ask = original as (
    provider: string,
    scopes: readonly string[] | vscode.AuthenticationWwwAuthenticateRequest,
    options?: vscode.AuthenticationGetSessionOptions,
  ) => Thenable<vscode.AuthenticationSession | undefined>;
  const replacement: typeof ask = async (provider, request, options = {}) => {
    if (!options.createIfNone && !options.forceNewSession) {
      return ask(provider, request, options);
    }
    const scopes = 'wwwAuthenticate' in request ? (request.fallbackScopes ?? []) : request;
    asked.push({ provider, scopes, options });
    const account = await vscode.commands.executeCommand<vscode.AuthenticationSessionAccountInformation>(
      commands.click,
      provider,
      scopes,
      options.account?.id,
    );
    return ask(provider, request, { account, silent: true });
  };
  Object.assign(vscode.authentication, { getSession: replacement });
  return {
    asked,
    withdraw: () => {
      Object.assign(vscode.authentication, { getSession: original });
    },
  };
}
