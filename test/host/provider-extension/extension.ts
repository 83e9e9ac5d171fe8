/** A small extension of the tests' own: two sign-in providers, and commands by which the tests arrange them. */
import * as vscode from 'vscode';
import { allowedProvider, commands, notAllowedProvider, type Arrangement, type ProviderCall } from './arrangement.ts';
import { TestProvider } from './provider.ts';

export function activate(context: vscode.ExtensionContext): void {
  const providers = new Map([
    [allowedProvider, new TestProvider()],
    [notAllowedProvider, new TestProvider()],
  ]);
  const named = (id: string): TestProvider => {
    const provider = providers.get(id);
    if (provider === undefined) {
      throw new Error(`No test provider ${id}`);
    }
    return provider;
  };
  for (const [id, provider] of providers) {
    // `supportsChallenges` is of the proposed API that package.json names.
    const options: vscode.AuthenticationProviderOptions & { readonly supportsChallenges: true } = {
      supportsMultipleAccounts: true,
      supportsChallenges: true,
    };
    context.subscriptions.push(
      provider,
      vscode.authentication.registerAuthenticationProvider(id, `Test ${id}`, provider, options),
    );
  }
  context.subscriptions.push(
    vscode.commands.registerCommand(commands.arrange, (id: string, arrangement: Arrangement) => {
      named(id).arrange(arrangement);
    }),
    vscode.commands.registerCommand(commands.click, (id: string, scopes: readonly string[], account?: string) =>
      named(id).click(scopes, account),
    ),
    vscode.commands.registerCommand(commands.calls, (id: string): readonly ProviderCall[] => [...named(id).calls]),
  );
}
