/**
 * `GET /metadata/endpoints` of Azure Resource Manager, by which a client that knows its address alone finds everything else.
 * The shapes are those that public clients read: one flat object (2015-01-01), a list of clouds (2019-05-01, 2020-06-01), one cloud (2022-09-01).
 * assumed: values of what nothing here serves.
 */
import { checkApiVersion, json, type Answer } from '../../src/sandbox/api/answer.ts';
import type { Authority } from '../../src/sandbox/switches/switches.ts';

const versions = ['2015-01-01', '2019-05-01', '2020-06-01', '2022-09-01'] as const;

export function metadataEndpoints(origin: string, authority: Authority, query: URLSearchParams): Answer {
  const refused = checkApiVersion({ query }, ...versions);
  if (refused) {
    return refused;
  }
  switch (query.get('api-version')) {
    case '2015-01-01': {
      const { loginEndpoint, audiences } = authentication(origin, authority);
      return json(200, {
        galleryEndpoint: `${origin}/gallery`,
        graphEndpoint: `${origin}/graph`,
        portalEndpoint: `${origin}/portal`,
        authentication: { loginEndpoint, audiences },
      });
    }
    case '2019-05-01':
    case '2020-06-01':
      return json(200, [cloud(origin, authority)]);
    default:
      return json(200, cloud(origin, authority));
  }
}

function authentication(origin: string, authority: Authority) {
  return {
    loginEndpoint: authority === 'adfs' ? `${origin}/adfs` : origin,
    // As the public cloud has it: the first is another than the address, and both end in a slash.
    audiences: ['https://management.core.windows.net/', `${origin}/`],
    tenant: authority === 'adfs' ? 'adfs' : 'common',
    identityProvider: authority === 'adfs' ? 'ADFS' : 'AAD',
  };
}

function cloud(origin: string, authority: Authority): object {
  const { host } = new URL(origin);
  return {
    portal: `${origin}/portal`,
    authentication: authentication(origin, authority),
    media: origin,
    graphAudience: `${origin}/`,
    graph: `${origin}/graph`,
    name: 'PartnerLinkSandbox',
    suffixes: { storage: host, keyVaultDns: host, azureDataLakeStoreFileSystem: host, sqlServerHostname: host },
    batch: origin,
    resourceManager: `${origin}/`,
    vmImageAliasDoc: `${origin}/aliases.json`,
    activeDirectoryDataLake: origin,
    sqlManagement: origin,
    microsoftGraphResourceId: `${origin}/`,
    gallery: `${origin}/gallery`,
  };
}
