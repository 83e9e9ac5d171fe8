/**
 * The clouds of Azure. Imported by rooms that only need a link to the portal: no SDK here, and nothing that loads one.
 * Addresses without a slash at the end (the SDKs would turn one into the scope `//.default`).
 */

export interface Cloud {
  /** As the Azure CLI names it. */
  readonly name: string;
  /** Where Azure Resource Manager answers. */
  readonly arm: string;
  /** Who issues tokens. */
  readonly authority: string;
  readonly portal: string;
  /** What a token for Azure Resource Manager is asked for with. */
  readonly scope: string;
  /** Where the portal's billing service answers, which knows the Digital Partner of Record. Absent: no address of it is known. */
  readonly billing?: string;
}

export const azureCloud: Cloud = {
  name: 'AzureCloud',
  arm: 'https://management.azure.com',
  authority: 'https://login.microsoftonline.com',
  portal: 'https://portal.azure.com',
  scope: 'https://management.azure.com/.default',
  billing: 'https://service.bmx.azure.com',
};

/** The portal, switched to a tenant. */
export function portalTenant(cloud: Cloud, tenantId: string): string {
  return `${cloud.portal}/#@${encodeURIComponent(tenantId)}`;
}

/** The portal's page of the Partner Admin Link; it shows the link of whoever is signed in there. */
export function portalPartnerAdminLink(cloud: Cloud, tenantId: string): string {
  return `${portalTenant(cloud, tenantId)}/blade/Microsoft_Azure_Billing/managementpartnerblade`;
}

export function portalSubscription(cloud: Cloud, tenantId: string, subscriptionId: string): string {
  return `${portalTenant(cloud, tenantId)}/resource/subscriptions/${encodeURIComponent(subscriptionId)}/overview`;
}
