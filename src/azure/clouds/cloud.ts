/**
 * The clouds of Azure. Imported by rooms that only need a link to the portal: no SDK here, and nothing that loads one.
 * Addresses without a slash at the end (the SDKs would turn one into the scope `//.default`).
 */
import type { CloudName } from '../../shared/model/cloudChoice.ts';

export interface Cloud {
  /** As the Azure CLI names it; a custom one has no name that others know. */
  readonly name?: CloudName;
  /** Where Azure Resource Manager answers. */
  readonly arm: string;
  /** Who issues tokens: an origin, and for AD FS `/adfs` behind it. */
  readonly authority: string;
  /** AD FS knows no tenants, and its tokens may not say whose they are. */
  readonly kind: 'entra' | 'adfs';
  /** Absent: the cloud names none. */
  readonly portal?: string;
  /** What a token for Azure Resource Manager is asked for with. */
  readonly scope: string;
  /** Where the portal's billing service answers, which knows the Digital Partner of Record. Absent: no address of it is known. */
  readonly billing?: string;
}

export const azureCloud: Cloud = {
  name: 'AzureCloud',
  arm: 'https://management.azure.com',
  authority: 'https://login.microsoftonline.com',
  kind: 'entra',
  portal: 'https://portal.azure.com',
  scope: 'https://management.azure.com/.default',
  billing: 'https://service.bmx.azure.com',
};

/** The clouds whose addresses everybody knows: https://learn.microsoft.com/azure/developer/identity/sovereign-cloud-endpoints */
export const clouds: Readonly<Record<CloudName, Cloud>> = {
  AzureCloud: azureCloud,
  AzureUSGovernment: {
    name: 'AzureUSGovernment',
    arm: 'https://management.usgovcloudapi.net',
    authority: 'https://login.microsoftonline.us',
    kind: 'entra',
    portal: 'https://portal.azure.us',
    scope: 'https://management.usgovcloudapi.net/.default',
  },
  AzureChinaCloud: {
    name: 'AzureChinaCloud',
    arm: 'https://management.chinacloudapi.cn',
    authority: 'https://login.chinacloudapi.cn',
    kind: 'entra',
    portal: 'https://portal.azure.cn',
    scope: 'https://management.chinacloudapi.cn/.default',
  },
};

/** A cloud that has a portal. */
export type PortalCloud = Cloud & { readonly portal: string };

export function hasPortal(cloud: Cloud): cloud is PortalCloud {
  return cloud.portal !== undefined;
}

/** The portal, switched to a tenant. */
function portalTenant(cloud: PortalCloud, tenantId: string): string {
  return `${cloud.portal}/#@${encodeURIComponent(tenantId)}`;
}

/** The portal's page of the Partner Admin Link; it shows the link of whoever is signed in there. */
export function portalPartnerAdminLink(cloud: PortalCloud, tenantId: string): string {
  return `${portalTenant(cloud, tenantId)}/blade/Microsoft_Azure_Billing/managementpartnerblade`;
}

export function portalSubscription(cloud: PortalCloud, tenantId: string, subscriptionId: string): string {
  return `${portalTenant(cloud, tenantId)}/resource/subscriptions/${encodeURIComponent(subscriptionId)}/overview`;
}
