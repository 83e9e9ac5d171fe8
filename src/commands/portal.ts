/** Pages of the Azure portal. Only GUIDs enter an address. */

const guid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

function checked(id: string): string {
  if (!guid.test(id)) {
    throw new Error('Not the id of a tenant or subscription');
  }
  return id;
}

/**
 * The portal's *Link to a partner ID* page, opened in the given tenant. The page is documented by Microsoft;
 * `#@tenant` is the portal's own way to choose the directory.
 */
export function partnerAdminLinkPage(portal: string, tenantId: string): string {
  return `${portal}/#@${checked(tenantId)}/blade/Microsoft_Azure_Billing/managementpartnerblade`;
}

/** A subscription's overview; the address of its *Partner information* page is not known. */
export function subscriptionPage(portal: string, tenantId: string, subscriptionId: string): string {
  return `${portal}/#@${checked(tenantId)}/resource/subscriptions/${checked(subscriptionId)}/overview`;
}
