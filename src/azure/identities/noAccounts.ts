/** VS Code's accounts where none of them leads to the cloud: there are none, and signing in says why. */
import { Emitter } from '../../shared/async/emitter.ts';
import type { IdentitySource } from '../../shared/ports/identitySource.ts';
import { failed, success } from '../../shared/model/outcome.ts';
import type { SignInProvider } from './signInProvider.ts';

export function noAccounts(why: Extract<SignInProvider, { kind: 'none' }>['why']): IdentitySource {
  const changed = new Emitter<void>();
  return {
    list: async () => success([]),
    onDidChange: changed.event,
    owns: () => false,
    token: async (_, { tenantId }) => failed({ kind: 'signInNeeded', code: 'NoSuchIdentity', tenantId }),
    signIn: async () => failed({ kind: 'signInUnavailable', code: why }),
    dispose: () => changed.dispose(),
  };
}
