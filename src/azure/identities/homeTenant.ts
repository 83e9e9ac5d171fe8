/** Which tenant an account of VS Code belongs to. */
import { isGuid } from '../../shared/model/guid.ts';
import type { Identity } from '../../shared/model/model.ts';

/**
 * The `id` of an account of VS Code's provider `microsoft` is MSAL's `homeAccountId` (`authProvider.ts` of its extension
 * microsoft-authentication), and that is `<object id>.<tenant id>` in the account's home tenant (`ClientInfo` of
 * `@azure/msal-common`; personal accounts belong to Microsoft's tenant for consumers). Anything of another form, as
 * with AD FS, tells nothing.
 */
export function homeTenantOf(accountId: string): Pick<Identity, 'homeTenantId'> {
  const ids = accountId.toLowerCase().split('.');
  const [, homeTenantId] = ids;
  return ids.length === 2 && ids.every(isGuid) ? { homeTenantId } : {};
}
