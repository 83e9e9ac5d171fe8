import type { Session } from './session.ts';

/** What there is to show of a session, for pages that say so where there is nothing. */
export type EstateState = 'loading' | 'noIdentity' | 'noTenants' | 'rows';

export function estateState({ store, scanner }: Session): EstateState {
  const identities = store.identities();
  const busy = scanner.progress.kind === 'scanning' || identities.some(({ state }) => state.kind === 'checking');
  if (store.allTenants().length > 0) {
    return 'rows';
  }
  if (busy) {
    return 'loading';
  }
  return identities.length === 0 ? 'noIdentity' : 'noTenants';
}
