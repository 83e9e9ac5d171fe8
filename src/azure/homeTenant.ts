/** Which tenant an account of VS Code belongs to. */
import type { Identity } from '../shared/model.ts';

const guid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const homeAccountId = new RegExp(`^${guid}\\.(?<tenant>${guid})$`);

/**
 * The `id` of an account of VS Code's provider `microsoft` is MSAL's `homeAccountId` (`authProvider.ts` of its extension
 * microsoft-authentication), and that is `<object id>.<tenant id>` in the account's home tenant (`ClientInfo` of
 * `@azure/msal-common`; personal accounts belong to Microsoft's tenant for consumers). Anything of another form, as
 * with AD FS, tells nothing.
 */
export function homeTenantOf(accountId: string): Pick<Identity, 'homeTenantId'> {
  const homeTenantId = homeAccountId.exec(accountId.toLowerCase())?.groups?.['tenant'];
  return homeTenantId === undefined ? {} : { homeTenantId };
}
